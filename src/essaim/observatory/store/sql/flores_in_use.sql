-- The cells of the last year of the edition in use of each file of Flores.
create view flores_in_use as
select
    flores_cells.source, flores_cells.area_kind, flores_cells.area, flores_cells.activity, flores_cells.measure,
    flores_cells.status, flores_cells.year, flores_cells.value
from flores_cells
inner join (
    select source, max(year) AS year
    from flores_cells
    where edition = 0
    group by source
) AS newest on newest.source = flores_cells.source and newest.year is not distinct from flores_cells.year
where flores_cells.edition = 0
