-- Active establishments counted by commune, tier, public sphere, family, sector, head-count band and employer flag:
-- all of the ESS, and the employers of the rest of the economy.
create table cube as
with counted as (
    select commune, tier, public, category, division, band, employer, count(*) AS establishments
    from sound
    where state = 'A' and (tier > 0 or employer = 'O' or band not in ('', 'NN'))
    group by commune, tier, public, category, division, band, employer
)
select
    communes.region,
    communes.departement,
    communes.intercommunality,
    counted.commune,
    cast(counted.tier AS tinyint) AS tier,
    counted.public,
    case when counted.tier = 0 then '' else coalesce(categories.family, '') end AS family,
    case when counted.tier = 0 then '' else coalesce(categories.subfamily, '') end AS subfamily,
    counted.division,
    counted.band,
    counted.employer,
    cast(sum(counted.establishments) AS bigint) AS establishments
from counted
inner join communes on communes.commune = counted.commune
left join categories on categories.category = counted.category
group by all
order by departement, intercommunality, commune, tier, public, family, subfamily, division, band, employer
