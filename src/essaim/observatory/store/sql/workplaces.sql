-- Active ESS establishments with their expected posts and the variance of these: known head counts, else those of the
-- band. A head count under agreement is known by its group: what of it falls to one establishment is as sure as its band.
create view workplaces as
select
    establishments.*,
    cast(coalesce(known.posts, head_counts.mean) AS decimal(18, 6)) AS posts,
    cast(case when known.siret_key is null or known.private then head_counts.variance else 0 end AS decimal(18, 6)) AS variance,
    case when known.siret_key is not null then known.posts else bands.min end AS low,
    case when known.siret_key is not null then known.posts else bands.max end AS high,
    case when bands.open and known.siret_key is null then 1 else 0 end AS open,
    coalesce(known.posts, 0) AS known_posts,
    bands.min >= 1 AS employs
from establishments
left join known on known.siret_key = cast(establishments.siret AS bigint)
inner join bands on bands.code = establishments.band
inner join head_counts
    on head_counts.sphere = 'ess'
    and head_counts.region = case when establishments.tier = 1 then establishments.region else '' end
    and head_counts.family = case when establishments.tier = 1 then establishments.family else '' end
    and head_counts.band_key = bands.band_key
