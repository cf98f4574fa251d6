-- Active establishments counted by commune, tier, public sphere, family, sector, head-count band and employer flag:
-- all of the ESS, and the employers of the rest of the economy.
create table cube as
with counted as (
    select
        commune_key, tier, public, category, division_key, band_key, employer_key, count(*) AS establishments
    from sound
    where state = 'A' and (tier > 0 or employer_key = 1 or band_key > 1)
    group by commune_key, tier, public, category, division_key, band_key, employer_key
)
select
    geography.region,
    geography.departement,
    geography.intercommunality,
    geography.commune,
    cast(counted.tier AS tinyint) AS tier,
    counted.public,
    coalesce(categories.family, '') AS family,
    coalesce(categories.subfamily, '') AS subfamily,
    coalesce(divisions.division, '_U') AS division,
    bands.code AS band,
    employers.code AS employer,
    counted.establishments
from counted
inner join geography on geography.commune_key = counted.commune_key
inner join bands on bands.band_key = counted.band_key
inner join employers on employers.employer_key = counted.employer_key
left join divisions on divisions.division_key = counted.division_key
left join categories on categories.category = counted.category
order by
    counted.commune_key, counted.tier, counted.public, counted.category, counted.division_key, counted.band_key,
    counted.employer_key
