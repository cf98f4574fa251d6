-- One row per establishment, ready for the layout of the stock: network branches share their unit's SIREN.
create table establishments as
with seated as (
    select
        siren_of(base) as siren,
        case when is_branch then 1 + row_number() over (partition by case when is_branch then base end order by number) else 1 end as rank,
        not is_branch as head_office,
        commune, departement, region, intercommunality, place_name, stratum, legal_form, naf, state, band, posts, created, closed,
        word, flag, listed, hidden, number, cast(null as varchar) as own_name, cast(null as varchar) as acronym,
        cast(null as varchar) as address
    from places_of_work
    union all
    select
        siren_of(1000000 + headquarters.first + seat.k) as siren, 1 as rank, true as head_office,
        headquarters.commune, cells.departement, headquarters.region, cells.intercommunality, cells.place_name,
        headquarters.stratum, choices.legal_form, choices.naf, 'A' as state,
        case when headquarters.stratum in ('company', 'public') then '22' else '21' end as band,
        case when headquarters.stratum in ('company', 'public') then 132 else 67 end as posts,
        date '1975-01-01' as created, cast(null as date) as closed, seat.k * 7 as word, 100 as flag, 100 as listed, 9000 as hidden,
        900000000 + seat.k as number, null, null, null
    from headquarters
    cross join lateral (select unnest(range(headquarters.networks)) as k) as seat
    inner join (select commune, any_value(departement) as departement, any_value(intercommunality) as intercommunality,
        any_value(place_name) as place_name from cells group by commune) as cells on cells.commune = headquarters.commune
    inner join choices
        on choices.stratum = headquarters.stratum
        and choices.slot = cast(md5_number_lower(headquarters.stratum || headquarters.region || seat.k) % 1000 as integer)
    union all
    select
        siren_of(900000 + row_number() over (order by interview.name)) as siren, 1 as rank, true as head_office,
        interview.commune, cells.departement, cells.region, cells.intercommunality, cells.place_name, 'interview' as stratum,
        interview.legal_form, interview.naf, 'A' as state, interview.band,
        cast(round(bands.mean) as integer) as posts, interview.created, cast(null as date) as closed, 0 as word, 100 as flag,
        case when interview.esus = 1 then 50 else 100 end as listed, 9000 as hidden,
        990000000 as number, interview.name, interview.acronym, interview.address
    from interview
    inner join bands on bands.code = interview.band
    inner join (select commune, any_value(departement) as departement, any_value(region) as region,
        any_value(intercommunality) as intercommunality, any_value(place_name) as place_name from cells group by commune) as cells
        on cells.commune = interview.commune
)
select * from seated
