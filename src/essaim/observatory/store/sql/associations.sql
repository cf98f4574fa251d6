-- Associations declared and dissolved, for every territory, year and theme.
create table associations as
with event as (
    select commune, theme, declared_year AS event_year, 1 AS declared, 0 AS dissolved
    from declarations
    where reason is null
    union all
    select commune, theme, dissolved_year AS event_year, 0 AS declared, 1 AS dissolved
    from declarations
    where reason is null
),
local as (
    select event.commune, event.theme, event.event_year, sum(event.declared) AS declared, sum(event.dissolved) AS dissolved
    from event
    inner join declared_years on declared_years.year = event.event_year
    group by event.commune, event.theme, event.event_year
)
select
    placements.level,
    placements.code,
    local.theme,
    local.event_year AS year,
    cast(sum(local.declared) AS bigint) AS declared,
    cast(sum(local.dissolved) AS bigint) AS dissolved
from local
inner join placements on placements.commune = local.commune
group by placements.level, placements.code, local.theme, local.event_year
order by level, code, year, theme
