-- What each establishment is: its unit (its own, or that of a regional network), form, activity, band and state.
create table places_of_work as
-- Three branches in ten belong to a national network, run from the Paris region when the stock holds it.
with belonging as (
    select
        people.*,
        networks.first + people.word % networks.networks as network,
        networks.stratum || networks.region || (people.word % networks.networks) as network_name
    from people
    left join headquarters as networks
        on people.is_branch
        and networks.region = coalesce(
            case when people.hidden % 10 < 3 then (select max(region) from headquarters where region = '11') end,
            people.region
        )
        and networks.stratum = people.stratum
),
decided as (
    select
        belonging.*,
        coalesce(of_network.legal_form, own.legal_form, 1000) as legal_form,
        coalesce(own.naf, '96.09Z') as naf,
        coalesce(own.profile, 'none') as profile
    from belonging
    left join choices as own on own.stratum = belonging.stratum and own.slot = belonging.what
    left join choices as of_network
        on belonging.is_branch and of_network.stratum = belonging.stratum
        and of_network.slot = cast(md5_number_lower(belonging.network_name) % 1000 as integer)
)
select
    decided.commune, decided.departement, decided.region, decided.intercommunality, decided.place_name,
    decided.stratum, decided.number, decided.legal_form, decided.naf, decided.is_branch, decided.word,
    decided.flag, decided.listed, decided.hidden,
    -- Units of networks are numbered apart, below the others.
    case when decided.is_branch then 1000000 + decided.network else 2000000 + decided.number end as base,
    case
        when decided.stratum = 'ess_closed' then 'F'
        when decided.stratum = 'other' and decided.state >= 3300 then 'F'
        else 'A'
    end as state,
    sizes.band,
    case when sizes.band in ('00') then 0
        else cast(bands.min + floor((2 * (bands.mean - bands.min) + 1) * decided.posts / 10000) as integer) end as posts,
    -- Whoever closed did so within eleven years, and was young more often than old.
    case when decided.stratum in ('ess_closed', 'other')
        then date '2026-10-01' - cast(decided.size / 10000.0 * 3950 as integer) end as closed,
    case when decided.stratum = 'ess_closed' or (decided.stratum = 'other' and decided.state >= 3300)
        then date '2026-10-01' - cast(decided.size / 10000.0 * 3950 as integer)
            - cast(floor(power(decided.age / 10000.0, 2) * 9000) as integer)
        else date '2026-10-15' - cast(floor(power(decided.age / 10000.0, 1.1) * 17000) as integer) end as created
from decided
inner join sizes on sizes.profile = decided.profile and sizes.slot = decided.size
left join bands on bands.code = sizes.band
