-- Establishments that matter: every one of an ESS unit, and every employer, for the denominators. Closed ones are kept
-- only for the ESS and for the years that births and closures are counted on. `reason` says why a row is set aside.
create table kept as
with relevant as (
    select
        source.*,
        unit.tier AS unit_tier,
        unit.category,
        coalesce(unit.public, false) AS public,
        coalesce(unit.active, true) AS unit_active
    from establishments_source AS source
    left join unit_keys AS unit on unit.unit_key = source.unit_key
    where (source.state = 'A' and (unit.tier > 0 or source.employer = 'O' or source.band <> 'NN'))
        or (source.state = 'F' and source.recent and unit.tier > 0)
        or source.unit_key is null
        or source.state is null
        or source.state not in ('A', 'F')
)
select
    relevant.siret_key,
    relevant.unit_key,
    relevant.state,
    coalesce(relevant.band, '') AS band,
    coalesce(relevant.employer, '') AS employer,
    places.commune,
    coalesce(activities.division, '_U') AS division,
    case
        when relevant.unit_tier is null then 0
        when relevant.state = 'A' and not relevant.unit_active then 0
        when relevant.unit_tier = 4 and integration.siret_key is null then 0
        else relevant.unit_tier
    end AS tier,
    relevant.public,
    relevant.unit_tier is not null AS known_unit,
    relevant.category,
    case when relevant.unit_tier > 0 then relevant.commune_code end AS place,
    case when relevant.unit_tier > 0 then relevant.created end AS created,
    case when relevant.unit_tier > 0 then relevant.started end AS started,
    case when relevant.unit_tier > 0 then relevant.band_year end AS band_year,
    case when relevant.unit_tier > 0 then relevant.head_office end AS head_office,
    case when relevant.unit_tier > 0 then relevant.diffusion end AS diffusion,
    case when relevant.unit_tier > 0 then coalesce(relevant.usual_name, relevant.sign) end AS trade_name,
    case when relevant.unit_tier > 0 then relevant.activity end AS activity,
    case when relevant.unit_tier > 0 then relevant.nomenclature end AS nomenclature,
    case when relevant.unit_tier > 0 then relevant.activity_2025 end AS activity_2025,
    case
        when relevant.siret_key is null or relevant.unit_key is null then 'siret_malformed'
        when relevant.siret_key // 100000 <> relevant.unit_key then 'siret_of_another_siren'
        when relevant.state is null or relevant.state not in ('A', 'F') then 'state_unknown'
        when relevant.commune_code is null then 'abroad'
        when places.commune is null then 'commune_unknown'
    end AS reason
from relevant
left join places on places.code = relevant.commune_code
left join activities on activities.code = relevant.activity and activities.nomenclature = relevant.nomenclature
left join integration on integration.siret_key = relevant.siret_key
