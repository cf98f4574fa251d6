-- Salaried posts by commune and activity (INSEE, Flores). The arrondissements of Paris, Lyon and Marseille only stand in
-- for their commune where the commune itself has no row. One suppressed cell (status K) and the sum is not a sum.
create table flores_communes as
with cell as (
    select
        flores_in_use.source,
        places.commune,
        places.kind = 'current' AS own_row,
        flores_in_use.activity,
        flores_in_use.measure,
        flores_in_use.value,
        flores_in_use.status,
        flores_in_use.year
    from flores_in_use
    inner join places on places.code = flores_in_use.area
    where flores_in_use.area_kind = 'COM'
),
with_own_row as (
    select distinct source, commune from cell where own_row
)
select
    cell.source,
    cell.commune,
    cell.activity,
    cast(case when sum(case when cell.measure = 'UNIT_LOC' and cell.value is null then 1 else 0 end) = 0
        then sum(case when cell.measure = 'UNIT_LOC' then cell.value end) end AS bigint) AS establishments,
    cast(case when sum(case when cell.measure = 'EMPL3112' and cell.value is null then 1 else 0 end) = 0
        then sum(case when cell.measure = 'EMPL3112' then cell.value end) end AS bigint) AS posts,
    max(cell.status) AS status,
    max(cell.year) AS year
from cell
left join with_own_row on with_own_row.source = cell.source and with_own_row.commune = cell.commune
where cell.own_row or with_own_row.commune is null
group by cell.source, cell.commune, cell.activity
