-- Births and closures of ESS establishments by complete year. A move is one of each: without the register of
-- successions it cannot be told from a closure followed by a creation.
create table demography as
with event as (
    select commune_key, tier, category, cast(year(created) AS smallint) AS event_year, 1 AS birth, 0 AS closure
    from sound
    where tier > 0
    union all
    select commune_key, tier, category, cast(year(started) AS smallint) AS event_year, 0 AS birth, 1 AS closure
    from sound
    where tier > 0 and state = 'F'
)
select
    geography.region,
    geography.departement,
    geography.intercommunality,
    geography.commune,
    cast(event.tier AS tinyint) AS tier,
    coalesce(categories.family, '') AS family,
    event.event_year AS year,
    cast(sum(event.birth) AS bigint) AS births,
    cast(sum(event.closure) AS bigint) AS closures
from event
inner join complete_years on complete_years.year = event.event_year
inner join geography on geography.commune_key = event.commune_key
left join categories on categories.category = event.category
group by
    geography.region, geography.departement, geography.intercommunality, geography.commune, event.tier, categories.family,
    event.event_year
order by departement, intercommunality, commune, year, tier, family
