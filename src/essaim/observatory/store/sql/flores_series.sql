-- Salaried posts by territory, sector and year, from every edition of Flores; for each year, the newest edition that has
-- it. Départements, régions and France are as published; intercommunalities and communes add up the communes of each
-- edition in today's geography, what was merged included. One suppressed cell and the sum is not a sum: null.
create table flores_series as
with cell as (
    select area_kind, area, activity, year, value, edition, min(edition) over (partition by year) AS newest
    from flores_cells
    where source = 'flores' and measure = 'EMPL3112' and area_kind in ('COM', 'DEP', 'REG', 'FRANCE')
),
-- Arrondissements only stand in for their commune where it has no row of its own.
own_row as (
    select distinct places.commune, cell.year
    from cell
    inner join places on places.code = cell.area and places.kind = 'current'
    where cell.area_kind = 'COM' and cell.edition = cell.newest
),
placed as (
    select placements.level, placements.code, cell.activity, cell.year, cell.value
    from cell
    inner join places on places.code = cell.area
    inner join placements on placements.commune = places.commune
    left join own_row on own_row.commune = places.commune and own_row.year = cell.year
    where cell.area_kind = 'COM' and cell.edition = cell.newest
        and (places.kind <> 'arrondissement' or own_row.commune is null)
        and (placements.level = 'intercommunality' or placements.level = 'commune' and cell.activity = '_T')
    union all
    select
        case area_kind when 'DEP' then 'departement' when 'REG' then 'region' else 'france' end AS level,
        case area_kind when 'FRANCE' then 'FR' else area end AS code,
        activity,
        year,
        value
    from cell
    where area_kind in ('DEP', 'REG', 'FRANCE') and edition = newest
)
select
    level,
    code,
    activity,
    year,
    cast(case when sum(case when value is null then 1 else 0 end) = 0 then sum(value) end AS bigint) AS posts
from placed
group by level, code, activity, year
order by level, code, activity, year
