-- Positions in the demonstrated territory: around the centre of each commune, within a disc of its area; Lambert-93 by
-- its closed formula (IGN, NTG 71: conic, latitude of origin 46° 30', parallels 44° and 49°).
create table positions as
with spread as (
    select
        text_siret(facts.siren, facts.rank) as siret,
        facts.commune,
        centres.lon + sqrt(draw(facts.number, 'r') * centres.surface_km2_approx / pi()) * 0.85
            * cos(2 * pi() * draw(facts.number, 'a')) / (111.32 * cos(radians(centres.lat))) as longitude,
        centres.lat + sqrt(draw(facts.number, 'r') * centres.surface_km2_approx / pi()) * 0.85
            * sin(2 * pi() * draw(facts.number, 'a')) / 110.57 as latitude,
        case when facts.listed % 100 < 62 then '11' when facts.listed % 100 < 82 then '12' else '33' end as quality
    from facts
    inner join centres on centres.code = facts.commune
    where facts.state = 'A' and facts.intercommunality = getvariable('detailed') and not facts.partial
),
projected as (
    select
        spread.*,
        0.7256077650532670 as n,
        atanh(sin(radians(latitude))) - 0.08181919112 * atanh(0.08181919112 * sin(radians(latitude))) as isometric
    from spread
)
select
    siret, commune, quality,
    round(longitude, 6) as longitude,
    round(latitude, 6) as latitude,
    round(700000 + 11754255.4261 * exp(-n * isometric) * sin(n * radians(longitude - 3)), 2) as x,
    round(12655612.0499 - 11754255.4261 * exp(-n * isometric) * cos(n * radians(longitude - 3)), 2) as y
from projected
