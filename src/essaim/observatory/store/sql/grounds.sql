-- The communes of each place that Flores limits.
create view grounds as
select 'departement' AS place, departement AS code, commune
from geography
union all
select 'zone' AS place, zone AS code, commune
from zones
