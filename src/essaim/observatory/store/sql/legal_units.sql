-- The directory: legal units with some evidence of belonging to the ESS, in a perimeter or to be reviewed (tier 0).
create table legal_units as
select
    units.siren,
    case when units.diffusible then units.name end AS name,
    case when units.diffusible then units.acronym end AS acronym,
    units.association_id,
    units.legal_form,
    coalesce(categories.family, '') AS family,
    coalesce(categories.subfamily, '') AS subfamily,
    units.activity,
    units.nomenclature,
    units.band,
    units.created,
    units.insee_flag,
    units.in_ess_france,
    units.in_esus,
    units.siae_kinds,
    cast(units.tags AS smallint) AS tags,
    cast(units.tier AS tinyint) AS tier,
    units.rule,
    units.active,
    units.closed,
    units.diffusible
from units
left join categories on categories.category = units.category and units.tier > 0
where not units.unknown_form and units.recent and (units.tier > 0 or units.insee_flag = 'O' or units.in_ess_france)
order by units.siren
