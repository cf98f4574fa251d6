-- Active ESS establishments, those of one territory side by side in the file. Partial diffusion (P) keeps the commune
-- and hides name and position (Sirene, statutDiffusion).
create table establishments as
with head_offices as (
    select unit_key, min(commune) AS commune
    from sound
    where head_office and tier > 0 and state = 'A'
    group by unit_key
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
    cast(sound.tier AS tinyint) AS tier,
    coalesce(categories.family, '') AS family,
    coalesce(categories.subfamily, '') AS subfamily,
    named.legal_form,
    sound.activity,
    sound.nomenclature,
    nullif(sound.activity_2025, '[ND]') AS activity_2025,
    sound.division,
    sound.band,
    cast(sound.band_year AS smallint) AS band_year,
    sound.employer,
    coalesce(sound.head_office, false) AS head_office,
    head_offices.commune AS head_office_commune,
    nullif(sound.created, date '1900-01-01') AS created,
    sound.diffusion = 'O' AS diffusible,
    sound.place,
    sound.commune,
    communes.intercommunality,
    communes.departement,
    communes.region,
    case when sound.diffusion = 'O' then positions.longitude end AS longitude,
    case when sound.diffusion = 'O' then positions.latitude end AS latitude,
    case when sound.diffusion = 'O' then positions.quality end AS position_quality,
    positions.priority_district,
    integration.siae_kinds
from sound
inner join communes on communes.commune = sound.commune
left join named on named.unit_key = sound.unit_key
left join categories on categories.category = sound.category
left join head_offices on head_offices.unit_key = sound.unit_key
left join positions on positions.siret_key = sound.siret_key
left join integration on integration.siret_key = sound.siret_key
where sound.tier > 0 and sound.state = 'A'
order by departement, intercommunality, commune, family, siret
