-- The cube without its communes, for the levels that others are compared with.
create table rollup as
with placed as (
    select 'departement' AS level, departement AS code, * from cube
    union all
    select 'region' AS level, region AS code, * from cube
    union all
    select 'france' AS level, 'FR' AS code, * from cube
)
select
    level, code, tier, public, family, subfamily, division, band, employer, private,
    cast(sum(establishments) AS bigint) AS establishments,
    cast(sum(posts) AS double) AS posts,
    cast(sum(variance) AS double) AS variance,
    cast(sum(low) AS bigint) AS low,
    cast(sum(high) AS bigint) AS high,
    cast(sum(open) AS bigint) AS open,
    cast(sum(known_posts) AS bigint) AS known_posts
from placed
where code is not null
group by level, code, tier, public, family, subfamily, division, band, employer, private
order by level, code, tier, public, family, subfamily, division, band, employer, private
