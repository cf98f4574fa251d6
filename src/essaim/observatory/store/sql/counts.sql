-- Active establishments counted by commune, tier, public sphere, family, sector, head-count band and employer flag: all
-- of the ESS, and the employers of the rest of the economy. A known head count takes the place of the band.
create table counts as
select
    sound.commune_key,
    sound.tier,
    sound.public,
    sound.category,
    sound.division_key,
    coalesce(known.band_key, sound.band_key) AS band_key,
    sound.employer_key,
    known.siret_key is not null AS is_known,
    coalesce(known.private, false) AS private,
    count(*) AS establishments,
    coalesce(sum(known.posts), 0) AS known_posts
from sound
left join known on known.siret_key = sound.siret_key
where sound.state = 'A' and (sound.tier > 0 or sound.employer_key = 1 or sound.band_key > 1)
group by
    sound.commune_key, sound.tier, sound.public, sound.category, sound.division_key,
    coalesce(known.band_key, sound.band_key), sound.employer_key, known.siret_key is not null,
    coalesce(known.private, false)
