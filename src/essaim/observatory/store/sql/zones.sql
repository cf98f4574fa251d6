-- The employment zone of each commune of today, whatever the year of the file: its own row before those of the communes
-- that it took in, and for a commune that left another since, that of the other. None where two zones remain.
create table zones as
with told as (
    select distinct trim(commune) AS code, trim(zone) AS zone, coalesce(trim(name), '') AS name
    from employment_zones_source
    where coalesce(trim(zone), '') <> ''
),
heir as (
    select places.commune, told.zone, told.name, case when places.commune = told.code then 0 else 1 end AS distance
    from told
    inner join places on places.code = told.code
    union all
    select geography.commune, told.zone, told.name, 2 AS distance
    from geography
    inner join codes_of_every_year AS held on held.code = geography.commune and held.commune <> held.code
    inner join told on told.code = held.commune
),
nearest as (
    select commune, min(distance) AS distance
    from heir
    group by commune
)
select
    geography.region, geography.departement, geography.intercommunality, geography.commune,
    max(heir.zone) AS zone, max(heir.name) AS name
from nearest
inner join heir on heir.commune = nearest.commune and heir.distance = nearest.distance
inner join geography on geography.commune = nearest.commune
group by geography.region, geography.departement, geography.intercommunality, geography.commune
having count(distinct heir.zone) = 1
order by departement, intercommunality, commune
