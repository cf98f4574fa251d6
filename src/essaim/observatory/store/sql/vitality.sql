-- How the stock of active ESS establishments came to be what it is, for every territory, family and sector: those
-- active on the 31 December before the years that are followed, then by year births, reopenings and closures, whose
-- balance is the change of the stock; of the births, those still open on their third and fifth anniversaries; and the
-- legal units that first employed. Perimeter, commune and sector are today's: the register does not keep past ones.
create table vitality as
with event as (
    select
        commune_key, tier, category, division_key, cast(year(followed.base) AS smallint) AS event_year,
        1 AS active, 0 AS births, 0 AS reopenings, 0 AS closures, 0 AS alive_at_3, 0 AS alive_at_5, 0 AS first_employers
    from spells
    cross join followed
    where (spells.opened is null or spells.opened <= followed.base)
        and (spells.closed is null or spells.closed > followed.base)
    union all
    select
        commune_key, tier, category, division_key, cast(year(opened) AS smallint) AS event_year,
        0 AS active,
        case when reopened then 0 else 1 end AS births,
        case when reopened then 1 else 0 end AS reopenings,
        0 AS closures,
        case when not reopened and (closed is null or lasted > 30000) then 1 else 0 end AS alive_at_3,
        case when not reopened and (closed is null or lasted > 50000) then 1 else 0 end AS alive_at_5,
        0 AS first_employers
    from spells
    where opened is not null
    union all
    select
        commune_key, tier, category, division_key, cast(year(closed) AS smallint) AS event_year,
        0 AS active, 0 AS births, 0 AS reopenings, 1 AS closures, 0 AS alive_at_3, 0 AS alive_at_5, 0 AS first_employers
    from spells
    where closed is not null
    union all
    select
        commune_key, tier, category, division_key, cast(year(started) AS smallint) AS event_year,
        0 AS active, 0 AS births, 0 AS reopenings, 0 AS closures, 0 AS alive_at_3, 0 AS alive_at_5, 1 AS first_employers
    from first_employments
),
local as (
    select
        geography.commune, event.tier, coalesce(categories.family, '') AS family,
        coalesce(divisions.division, '_U') AS division, event.event_year AS year,
        sum(event.active) AS active, sum(event.births) AS births, sum(event.reopenings) AS reopenings,
        sum(event.closures) AS closures, sum(event.alive_at_3) AS alive_at_3, sum(event.alive_at_5) AS alive_at_5,
        sum(event.first_employers) AS first_employers
    from event
    inner join followed
        on event.event_year between followed.first_year and followed.last_year
        or event.active = 1
    inner join geography on geography.commune_key = event.commune_key
    left join categories on categories.category = event.category
    left join divisions on divisions.division_key = event.division_key
    group by
        geography.commune, event.tier, coalesce(categories.family, ''), coalesce(divisions.division, '_U'),
        event.event_year
)
select
    placements.level,
    placements.code,
    cast(local.tier AS tinyint) AS tier,
    local.family,
    local.division,
    local.year,
    cast(sum(local.active) AS bigint) AS active,
    cast(sum(local.births) AS bigint) AS births,
    cast(sum(local.reopenings) AS bigint) AS reopenings,
    cast(sum(local.closures) AS bigint) AS closures,
    cast(sum(local.alive_at_3) AS bigint) AS alive_at_3,
    cast(sum(local.alive_at_5) AS bigint) AS alive_at_5,
    cast(sum(local.first_employers) AS bigint) AS first_employers
from local
inner join placements on placements.commune = local.commune
group by placements.level, placements.code, local.tier, local.family, local.division, local.year
order by level, code, year, tier, family, division
