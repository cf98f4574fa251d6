-- Synthetic employment zones: four intercommunalities of a region each, in the order of their codes, so that some straddle
-- two départements; what has no intercommunality goes by département. The true zones are INSEE's.
create table zones as
with grouped as (
    select distinct region, coalesce(intercommunality, departement) as part
    from communes
),
numbered as (
    select region, part, region || lpad(cast(row_number() over (partition by region order by part) // 4 as varchar), 2, '0')
        as zone
    from grouped
),
placed as (
    select communes.code as commune, communes.name, communes.population, numbered.zone
    from communes
    inner join numbered
        on numbered.region = communes.region
        and numbered.part = coalesce(communes.intercommunality, communes.departement)
)
select commune, name, zone,
    first_value(name) over (partition by zone order by population desc nulls last, commune) || ' (fictive)' as zone_name
from placed;

-- Salaried posts by workplace, as FLORES publishes them: every level with sectors A17 and their total, the largest ones
-- with divisions A88, two measures. The file of divisions has no bands of head counts.
create table flores_employers as
select facts.commune, facts.departement, facts.region, zones.zone, activities.a17, activities.division, facts.posts
from facts
inner join activities on activities.code = facts.naf
inner join zones on zones.commune = facts.commune
where facts.state = 'A' and facts.stratum not in ('association_volunteer', 'other') and facts.naf <> '97.00Z';

create table flores as
with cell as (
    select commune, departement, region, zone, a17 as activity, count(*) as establishments, sum(posts) as posts
    from flores_employers
    group by commune, departement, region, zone, a17
),
placed as (
    select 'COM' as kind, commune as area, activity, establishments, posts from cell
    union all select 'DEP', departement, activity, establishments, posts from cell
    union all select 'ZE2020', zone, activity, establishments, posts from cell
    union all select 'REG', region, activity, establishments, posts from cell
    union all select 'FRANCE', 'F', activity, establishments, posts from cell
),
summed as (
    select kind, area, coalesce(activity, '_T') as activity, sum(establishments) as establishments, sum(posts) as posts
    from placed
    group by grouping sets ((kind, area, activity), (kind, area))
)
select area as "GEO", kind as "GEO_OBJECT", activity as "ACTIVITY", '_T' as "NUMBER_EMPL",
    '1T9X7' as "LEGAL_FORM_WITH_PUBLIC", measure as "FLORES_MEASURE", 'A' as "OBS_STATUS", 2024 as "TIME_PERIOD",
    cast(case measure when 'UNIT_LOC' then establishments else posts end as bigint) as "OBS_VALUE"
from summed
cross join (values ('UNIT_LOC'), ('EMPL3112')) as measures(measure)
order by kind, area, activity, measure;

create table flores_a88 as
with placed as (
    select 'DEP' as kind, departement as area, division, posts from flores_employers
    union all select 'REG', region, division, posts from flores_employers
    union all select 'FRANCE', 'F', division, posts from flores_employers
),
summed as (
    select kind, area, coalesce(division, '_T') as activity, count(*) as establishments, sum(posts) as posts
    from placed
    group by grouping sets ((kind, area, division), (kind, area))
)
select area as "GEO", kind as "GEO_OBJECT", activity as "ACTIVITY", '1T9X7' as "LEGAL_FORM_WITH_PUBLIC",
    measure as "FLORES_MEASURE", 'A' as "OBS_STATUS", 2024 as "TIME_PERIOD",
    cast(case measure when 'UNIT_LOC' then establishments else posts end as bigint) as "OBS_VALUE"
from summed
cross join (values ('UNIT_LOC'), ('EMPL3112')) as measures(measure)
order by kind, area, activity, measure;
