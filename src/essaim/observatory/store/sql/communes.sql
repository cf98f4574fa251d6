-- The communes of the official geography that the store is built on.
create table communes as
select commune, name, departement, region, intercommunality, population
from geography
order by departement, intercommunality, commune
