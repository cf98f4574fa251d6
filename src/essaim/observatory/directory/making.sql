-- Structures that have an active place of work, the larger first; a unit written twice in the register counts once.
create table places_of_work as
select
    siret, siren, diffusible, trade_name AS name, address, postcode, commune, coalesce(activity, '') AS activity, band,
    employer = 'O' or bands.min >= 1 AS employer, tier, created, head_office, longitude, latitude, siae_kinds,
    bands.position AS band_position
from establishments
left join bands on bands.code = establishments.band;

create table units as
with once as (
    select * from legal_units
    semi join places_of_work on places_of_work.siren = legal_units.siren
    qualify row_number() over (partition by legal_units.siren order by name) = 1
),
present as (
    select siren, count(*) AS establishments, max(band_position) AS band_position, max(employer) AS employer
    from places_of_work group by siren
)
select
    cast(row_number() over (
        order by greatest(coalesce(bands.position, 0), present.band_position) desc, present.employer desc,
            present.establishments desc, once.created nulls last, once.siren
    ) - 1 AS integer) AS place,
    once.*, present.establishments, bands.size_class,
    cast(row_number() over (order by strip_accents(upper(once.name)) nulls last, once.siren) - 1 AS integer) AS name_rank
from once
inner join present on present.siren = once.siren
left join bands on bands.code = once.band;

create table numbered as
select
    cast(row_number() over (order by units.place, work.head_office desc, work.band_position desc, work.siret) - 1
        AS integer) AS number,
    units.place, work.*
from places_of_work AS work
inner join units on units.siren = work.siren
order by number;

create table seats as
select units.place, units.siren, units.establishments, numbered.number AS first_establishment, numbered.commune
from units
inner join numbered on numbered.place = units.place
qualify row_number() over (partition by numbered.place order by numbered.number) = 1;
