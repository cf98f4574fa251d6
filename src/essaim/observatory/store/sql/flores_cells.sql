-- Every cell of Flores by file (sectors, or divisions) and edition, 0 for the one in use: all bands of head counts and
-- all legal forms together, so that nothing is counted twice.
create view flores_cells as
select source, edition, area_kind, area, activity, measure, status, year, value
from (
    select
        'flores' AS source, edition, area_kind, area, activity, band, legal_form_group, measure, status, year, value
    from flores_editions_source
    union all
    select
        'flores_a88' AS source, 0 AS edition, area_kind, area, activity, band, legal_form_group, measure, status, year,
        value
    from flores_a88_source
) AS every_file
where coalesce(band, '_T') = '_T' and coalesce(legal_form_group, '1T9X7') = '1T9X7'
