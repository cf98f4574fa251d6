-- Networks: head offices stand in the first town of each region, one for some forty branches.
create table headquarters as
with branches as (
    select region, stratum, sum(establishments * branches) as branches
    from cells
    where branches > 0
    group by region, stratum
),
town as (
    select region, arg_max(commune, population) as commune
    from cells
    group by region
)
select
    branches.region,
    branches.stratum,
    town.commune,
    cast(ceil(branches.branches / 40) as bigint) as networks,
    sum(cast(ceil(branches.branches / 40) as bigint)) over (order by branches.region, branches.stratum rows unbounded preceding)
        - cast(ceil(branches.branches / 40) as bigint) as first
from branches
inner join town on town.region = branches.region
