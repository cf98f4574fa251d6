-- Establishments that matter: every one of an ESS unit, and every employer, for the denominators. Closed ones are kept
-- only for the ESS and for the years over which establishments are followed. `reason` says why a row is set aside.
-- Codes are held as numbers: what follows groups and sorts four million rows by them.
create table kept as
with chosen as (
    select *
    from establishments_source
    where (
            (state = 'A' or (state = 'F' and followed))
            and (
                (state = 'A' and (employer = 'O' or band <> 'NN'))
                or unit_key in (select unit_key from unit_keys where tier > 0)
            )
        )
        or unit_key is null
        or state is null
        or state not in ('A', 'F')
),
known as (
    select
        chosen.*,
        try_cast(chosen.siret AS bigint) AS siret_key,
        unit.category,
        unit.tier is not null AS known_unit,
        coalesce(unit.public, false) AS public,
        coalesce(unit.tier > 0, false) AS in_directory,
        case
            when unit.tier is null then 0
            when chosen.state = 'A' and not unit.active then 0
            when unit.tier = 4 and integration.siret_key is null then 0
            else unit.tier
        end AS tier
    from chosen
    left join unit_keys AS unit on unit.unit_key = chosen.unit_key
    left join integration on integration.siret_key = try_cast(chosen.siret AS bigint)
)
select
    known.siret_key,
    known.unit_key,
    known.state,
    places.commune_key,
    coalesce(bands.band_key, 0) AS band_key,
    case known.employer when 'O' then 1 when 'N' then 2 else 0 end AS employer_key,
    coalesce(activities.division_key, 0) AS division_key,
    known.tier,
    known.public,
    known.known_unit,
    case when known.tier > 0 then known.category end AS category,
    case when known.in_directory then known.commune_code end AS place,
    case when known.in_directory then known.created end AS created,
    case when known.in_directory then known.started end AS started,
    case when known.in_directory then known.band_year end AS band_year,
    case when known.in_directory then known.head_office end AS head_office,
    case when known.in_directory then known.diffusion end AS diffusion,
    case when known.in_directory then coalesce(known.usual_name, known.sign) end AS trade_name,
    case when known.in_directory then known.street_number end AS street_number,
    case when known.in_directory then known.street_number_suffix end AS street_number_suffix,
    case when known.in_directory then known.street_kind end AS street_kind,
    case when known.in_directory then known.street end AS street,
    case when known.in_directory then known.postcode end AS postcode,
    case when known.in_directory then known.activity end AS activity,
    case when known.in_directory then known.nomenclature end AS nomenclature,
    case when known.in_directory then known.activity_2025 end AS activity_2025,
    case
        when known.siret_key is null or known.unit_key is null then 'siret_malformed'
        when known.siret_key // 100000 <> known.unit_key then 'siret_of_another_siren'
        when known.state is null or known.state not in ('A', 'F') then 'state_unknown'
        when known.commune_code is null then 'abroad'
        when places.commune_key is null then 'commune_unknown'
    end AS reason
from known
left join places on places.code = known.commune_code
left join bands on bands.code = known.band
left join activities on activities.code = known.activity and known.nomenclature = 'NAFRev2'
