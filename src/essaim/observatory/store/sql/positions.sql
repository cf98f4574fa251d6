-- Positions of ESS establishments. Quality 33 is a random point of the commune: its producer advises against any map.
create table positions as
select
    geolocation_source.siret_key,
    min(longitude) AS longitude,
    min(latitude) AS latitude,
    min(quality) AS quality,
    min(case when priority_district like 'Q%' then priority_district end) AS priority_district
from geolocation_source
semi join (select siret_key from kept where tier > 0 and state = 'A') AS wanted
    on wanted.siret_key = geolocation_source.siret_key
where quality <> '33'
group by geolocation_source.siret_key
