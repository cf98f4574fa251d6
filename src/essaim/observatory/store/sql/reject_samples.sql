-- A few of the rows set aside, for those who will correct them. Only units of the directory are named: a faulty row of
-- another unit may be that of a natural person.
create table reject_samples as
with faulty as (
    select 'sirene_establishments' AS source, coalesce(kept.reason, 'siret_repeated') AS reason, kept.siret_key AS identifier,
        kept.place AS detail
    from kept
    left join duplicates on duplicates.siret_key = kept.siret_key
    where kept.known_unit and (kept.reason is not null or duplicates.siret_key is not null)
    union all
    select 'sirene_legal_units' AS source, 'legal_form_unknown' AS reason, cast(unit_key AS bigint) AS identifier,
        legal_form AS detail
    from units
    where unknown_form
),
numbered as (
    select faulty.*, row_number() over (partition by source, reason order by identifier, detail) AS position
    from faulty
)
select source, reason, identifier, detail
from numbered
where position <= 20
order by source, reason, identifier, detail
