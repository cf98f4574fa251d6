-- Salaried posts by commune and sector (INSEE, Flores). The arrondissements of Paris, Lyon and Marseille only stand in
-- for their commune where the commune itself has no row. One suppressed cell (status K) and the sum is not a sum.
create table flores as
with cell as (
    select
        places.commune,
        places.kind = 'current' AS own_row,
        flores_source.activity,
        flores_source.measure,
        flores_source.value,
        flores_source.status,
        flores_source.year
    from flores_source
    inner join places on places.code = flores_source.area
    where flores_source.area_kind = 'COM'
        and flores_source.year is not distinct from (select max(year) from flores_source)
        and coalesce(flores_source.band, '_T') = '_T'
        and coalesce(flores_source.legal_form_group, '1T9X7') = '1T9X7'
),
with_own_row as (
    select distinct commune from cell where own_row
)
select
    geography.region,
    geography.departement,
    geography.intercommunality,
    geography.commune,
    coalesce(nomenclatures.level, 'A17') AS nomenclature,
    cell.activity,
    cast(case when sum(case when cell.measure = 'UNIT_LOC' and cell.value is null then 1 else 0 end) = 0
        then sum(case when cell.measure = 'UNIT_LOC' then cell.value end) end AS bigint) AS establishments,
    cast(case when sum(case when cell.measure = 'EMPL3112' and cell.value is null then 1 else 0 end) = 0
        then sum(case when cell.measure = 'EMPL3112' then cell.value end) end AS bigint) AS posts,
    max(cell.status) AS status,
    max(cell.year) AS year
from cell
inner join geography on geography.commune = cell.commune
left join with_own_row on with_own_row.commune = cell.commune
left join nomenclatures on nomenclatures.code = cell.activity
where cell.own_row or with_own_row.commune is null
group by
    geography.region, geography.departement, geography.intercommunality, geography.commune,
    coalesce(nomenclatures.level, 'A17'), cell.activity
order by departement, intercommunality, commune, nomenclature, activity
