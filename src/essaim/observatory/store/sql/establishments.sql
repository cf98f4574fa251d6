-- Active ESS establishments, those of one territory side by side in the file. Partial diffusion (P) keeps the commune
-- and hides name and position (Sirene, statutDiffusion).
create table establishments as
with head_offices as (
    select sound.unit_key, min(geography.commune) AS commune
    from sound
    inner join geography on geography.commune_key = sound.commune_key
    where sound.head_office and sound.tier > 0 and sound.state = 'A'
    group by sound.unit_key
),
named as (
    select unit_key, min(name) AS name, min(legal_form) AS legal_form
    from units
    where tier > 0
    group by unit_key
)
select
    lpad(cast(sound.siret_key AS varchar), 14, '0') AS siret,
    lpad(cast(sound.unit_key AS varchar), 9, '0') AS siren,
    case when sound.diffusion = 'O' then named.name end AS name,
    case when sound.diffusion = 'O' then nullif(nullif(sound.trade_name, '[ND]'), '') end AS trade_name,
    case
        when sound.diffusion = 'O' then nullif(trim(concat_ws(
            ' ', sound.street_number, sound.street_number_suffix, sound.street_kind, nullif(sound.street, '[ND]')
        )), '')
    end AS address,
    case when sound.diffusion = 'O' then nullif(sound.postcode, '[ND]') end AS postcode,
    cast(sound.tier AS tinyint) AS tier,
    coalesce(categories.family, '') AS family,
    coalesce(categories.subfamily, '') AS subfamily,
    named.legal_form,
    sound.activity,
    sound.nomenclature,
    nullif(sound.activity_2025, '[ND]') AS activity_2025,
    coalesce(divisions.division, '_U') AS division,
    bands.code AS band,
    cast(sound.band_year AS smallint) AS band_year,
    employers.code AS employer,
    coalesce(sound.head_office, false) AS head_office,
    head_offices.commune AS head_office_commune,
    nullif(sound.created, date '1900-01-01') AS created,
    sound.diffusion = 'O' AS diffusible,
    sound.place,
    geography.commune,
    geography.intercommunality,
    geography.departement,
    geography.region,
    case when sound.diffusion = 'O' then positions.longitude end AS longitude,
    case when sound.diffusion = 'O' then positions.latitude end AS latitude,
    case when sound.diffusion = 'O' then positions.quality end AS position_quality,
    positions.priority_district,
    integration.siae_kinds,
    known.siret_key is not null AS head_count_known
from sound
inner join geography on geography.commune_key = sound.commune_key
inner join bands on bands.band_key = sound.band_key
inner join employers on employers.employer_key = sound.employer_key
left join divisions on divisions.division_key = sound.division_key
left join named on named.unit_key = sound.unit_key
left join categories on categories.category = sound.category
left join head_offices on head_offices.unit_key = sound.unit_key
left join positions on positions.siret_key = sound.siret_key
left join integration on integration.siret_key = sound.siret_key
left join known on known.siret_key = sound.siret_key
where sound.tier > 0 and sound.state = 'A'
order by geography.commune_key, family, siret
