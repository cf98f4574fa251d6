-- Earlier editions of Flores: the communes of the last one, taken back by the growth of each sector and by a draw of the
-- place of at most 3 % a year; départements, régions and France add their communes up. Posts alone, as small as can be.
create table flores_before as
with back as (
    select unnest(range(2022, last.year)) as year, last.year as last
    from (select max("TIME_PERIOD") as year from flores) as last
),
cell as (
    select
        communes.code as commune, communes.departement, communes.region, "ACTIVITY" as activity, back.year,
        "OBS_VALUE" / power(1 + growth.per_thousand / 1000 + 0.06 * (draw(communes.code, "ACTIVITY") - 0.5), last - year)
            as posts
    from flores
    inner join communes on communes.code = "GEO"
    inner join growth on growth.part = "ACTIVITY"
    cross join back
    where "GEO_OBJECT" = 'COM' and "FLORES_MEASURE" = 'EMPL3112'
),
counted as (
    select * replace (cast(round(posts) as bigint) as posts) from cell
),
placed as (
    select 'COM' as kind, commune as area, activity, year, posts from counted
    union all select 'DEP', departement, activity, year, posts from counted
    union all select 'REG', region, activity, year, posts from counted
    union all select 'FRANCE', 'F', activity, year, posts from counted
)
select area as "GEO", kind as "GEO_OBJECT", coalesce(activity, '_T') as "ACTIVITY", '_T' as "NUMBER_EMPL",
    '1T9X7' as "LEGAL_FORM_WITH_PUBLIC", 'EMPL3112' as "FLORES_MEASURE", 'A' as "OBS_STATUS", year as "TIME_PERIOD",
    cast(sum(posts) as bigint) as "OBS_VALUE"
from placed
group by grouping sets ((kind, area, activity, year), (kind, area, year))
order by year, kind, area, activity
