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
    level, code, tier, public, family, subfamily, division, band, employer,
    cast(sum(establishments) AS bigint) AS establishments
from placed
where code is not null
group by level, code, tier, public, family, subfamily, division, band, employer
order by level, code, tier, public, family, subfamily, division, band, employer
