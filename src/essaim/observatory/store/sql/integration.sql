-- Establishments that are themselves a work-integration, adapted or sheltered structure: a commune that runs one is in
-- the wide perimeter for that place of work, not for its town hall.
create table integration as
select
    siret_key,
    string_agg(distinct kind, ' ' order by kind) AS siae_kinds
from siae_source
inner join counted_kinds using (kind)
where siret_key is not null
group by siret_key
