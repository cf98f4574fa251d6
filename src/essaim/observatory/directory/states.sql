-- One side of a comparison: places of work and legal units of a version, in the communes of the other geography.
-- `inside`: in the territory that both versions hold in detail.
create table {side}_places as
select
    place.siret,
    place.siren,
    coalesce(heir.after, place.commune) AS commune,
    coalesce(heir_of_seat.after, place.head_office_commune) AS seat,
    coalesce(place.head_office, false) AS head_office,
    coalesce(place.employer = 'O', false) or coalesce(place.band in ({employing}), false) AS employer,
    place.created,
    {inside} AS inside
from {establishments} AS place
left join {heirs} AS heir on heir.before = place.commune
left join {heirs} AS heir_of_seat on heir_of_seat.before = place.head_office_commune;

-- `state` of a unit: in the directory; known to be elsewhere; outside the ESS; ceased, or without a place of work. A unit
-- of tier 4 is in by its work-integration places only.
create table {side}_units as
with repeated as (  -- written twice in the register: seldom, and sorting everything for them would take the longest
    select siren from {legal_units} group by siren having count(*) > 1
),
once as (
    select * from {legal_units} where siren not in (from repeated)
    union all
    (select distinct on (siren) * from {legal_units} where siren in (from repeated) order by siren, name)
),
present as (
    select
        siren, bool_or(inside) AS inside, bool_or(employer and inside) AS employer, any_value(seat) AS seat,
        max(case when head_office then siret end) AS seat_siret, max(case when head_office then created end) AS seat_since
    from {side}_places
    group by siren
)
select
    unit.siren,
    case
        when present.inside then 'in'
        when present.siren is not null then 'elsewhere'
        when not unit.active then 'ceased'
        when unit.tier in (0, 4) then 'outside'
        else '{without_place}'
    end AS state,
    unit.tier, unit.rule, unit.tags, unit.name, unit.diffusible, unit.family, unit.subfamily, unit.activity, unit.created,
    {closed} AS closed,
    coalesce(present.employer, false) AS employer,
    present.seat, present.seat_siret, present.seat_since,
    {labels} AS labels
from once AS unit
left join present on present.siren = unit.siren
