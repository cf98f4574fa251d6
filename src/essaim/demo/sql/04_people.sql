-- Every establishment, with the draws that decide what it is.
create table people as
with numbered as (
    select
        cells.commune, cells.departement, cells.region, cells.intercommunality, cells.place_name, cells.stratum,
        cells.branches,
        cells.first + unnest(range(cells.establishments)) as number
    from cells
),
drawn as (
    select
        numbered.*,
        md5_number_lower(cast(number as varchar)) as low,
        md5_number_upper(cast(number as varchar)) as high
    from numbered
)
select
    commune, departement, region, intercommunality, place_name, stratum, number,
    cast(low % 1000 as integer) as what,
    cast((low // 1000) % 10000 as integer) as size,
    cast((low // 10000000) % 10000 as integer) as posts,
    cast((low // 100000000000) % 10000 as integer) as age,
    cast((low // 1000000000000000) % 10000 as integer) as word,
    cast(high % 10000 as integer) as flag,
    cast((high // 10000) % 10000 as integer) as listed,
    cast((high // 100000000) % 10000 as integer) as hidden,
    cast((high // 1000000000000) % 10000 as integer) as state,
    branches > 0 and cast((high // 10000000000000000) % 100 as integer) < branches * 100 as is_branch
from drawn
