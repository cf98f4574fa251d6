-- Salaried posts by workplace, as FLORES publishes them: every level, sector A17 and total, two measures.
create table flores as
with employer as (
    select facts.commune, facts.departement, facts.region, activities.a17 as activity, facts.posts
    from facts
    inner join activities on activities.code = facts.naf
    where facts.state = 'A' and facts.stratum not in ('association_volunteer', 'other') and facts.naf <> '97.00Z'
),
cell as (
    select commune, departement, region, activity, count(*) as establishments, sum(posts) as posts
    from employer
    group by commune, departement, region, activity
),
placed as (
    select 'COM' as kind, commune as area, activity, establishments, posts from cell
    union all select 'DEP', departement, activity, establishments, posts from cell
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
order by kind, area, activity, measure
