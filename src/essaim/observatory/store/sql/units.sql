-- The legal units that matter, chosen before any join with establishments: those with some evidence of belonging to
-- the ESS, and public bodies, which share the denominator. Natural persons (1000) and groupings of persons (2xxx)
-- are left out here, once and for all; a form that the reference does not know is kept, to be reported.
create table units as
with chosen as (
    select *
    from legal_units_source
    where (state = 'A' or followed)
        and (
            legal_form in (select number from forms where core = 1 or sphere = 'public')
            or insee_flag = 'O'
            or unit_key in (select unit_key from listed)
            or legal_form is null
            or legal_form not in (select number from forms)
        )
),
candidate as (
    select
        source.unit_key,
        source.siren,
        source.name,
        source.acronym,
        source.association_id,
        source.legal_form,
        source.activity,
        source.nomenclature,
        source.band,
        source.created,
        source.insee_flag,
        source.diffusion,
        source.state = 'A' AS active,
        -- A unit that ceased is in its last period since then.
        case when source.state <> 'A' then nullif(source.started, date '1900-01-01') end AS closed,
        source.state = 'A' or source.recent AS recent,
        form.number is null AS unknown_form,
        coalesce(form.core, 0) AS core,
        coalesce(form.commercial, 0) AS commercial,
        coalesce(form.sphere = 'public', false) AS public,
        form.category,
        source.named_category,
        coalesce(listed.in_ess_france, 0) AS in_ess_france,
        coalesce(listed.in_esus, 0) AS in_esus,
        coalesce(listed.in_siae, 0) AS in_siae,
        listed.siae_kinds
    from chosen AS source
    left join forms AS form on form.number = source.legal_form
    left join listed on listed.unit_key = source.unit_key
    where form.sphere is null or form.sphere not in ('natural', 'group')
),
tagged as (
    select
        candidate.*,
        candidate.core * tag.form
        + candidate.commercial * tag.commercial
        + case when candidate.insee_flag = 'O' then tag.insee_flag else 0 end
        + candidate.in_ess_france * tag.ess_france
        + candidate.in_esus * tag.esus
        + candidate.in_siae * tag.siae
        + case when exclusions.code is null then 0 else tag.excluded_activity end AS tags
    from candidate
    cross join tag
    left join exclusions on exclusions.code = candidate.activity and exclusions.nomenclature = candidate.nomenclature
)
select
    tagged.unit_key,
    tagged.siren,
    nullif(nullif(tagged.name, '[ND]'), '') AS name,
    nullif(nullif(tagged.acronym, '[ND]'), '') AS acronym,
    nullif(nullif(tagged.association_id, '[ND]'), '') AS association_id,
    lpad(cast(tagged.legal_form AS varchar), 4, '0') AS legal_form,
    tagged.activity,
    tagged.nomenclature,
    coalesce(tagged.band, '') AS band,
    nullif(tagged.created, date '1900-01-01') AS created,
    tagged.insee_flag,
    tagged.in_ess_france = 1 AS in_ess_france,
    tagged.in_esus = 1 AS in_esus,
    tagged.siae_kinds,
    tagged.tags,
    decisions.tier,
    decisions.rule,
    tagged.public,
    tagged.active,
    tagged.closed,
    tagged.recent,
    tagged.diffusion = 'O' AS diffusible,
    tagged.unknown_form,
    coalesce(tagged.named_category, tagged.category) AS category
from tagged
inner join decisions on decisions.tags = tagged.tags
