-- The counts with what they amount to: expected posts and their variance, and the limits of the bands. The open band
-- counts its floor in `high`, and its establishments in `open`.
create table cube as
select
    geography.region,
    geography.departement,
    geography.intercommunality,
    geography.commune,
    cast(counts.tier AS tinyint) AS tier,
    counts.public,
    coalesce(categories.family, '') AS family,
    coalesce(categories.subfamily, '') AS subfamily,
    coalesce(divisions.division, '_U') AS division,
    bands.code AS band,
    employers.code AS employer,
    counts.private,
    counts.establishments,
    cast(case when counts.is_known then counts.known_posts else counts.establishments * head_counts.mean end
        AS decimal(18, 6)) AS posts,
    cast(case when counts.is_known then 0 else counts.establishments * head_counts.variance end
        AS decimal(18, 6)) AS variance,
    cast(case when counts.is_known then counts.known_posts else counts.establishments * bands.min end AS bigint)
        AS low,
    cast(case when counts.is_known then counts.known_posts else counts.establishments * bands.max end AS bigint)
        AS high,
    case when bands.open and not counts.is_known then counts.establishments else 0 end AS open,
    cast(counts.known_posts AS bigint) AS known_posts
from counts
inner join geography on geography.commune_key = counts.commune_key
inner join bands on bands.band_key = counts.band_key
inner join employers on employers.employer_key = counts.employer_key
left join divisions on divisions.division_key = counts.division_key
left join categories on categories.category = counts.category
inner join head_counts
    on head_counts.sphere = case when counts.tier > 0 then 'ess' when counts.public then 'public' else 'other' end
    and head_counts.region = case when counts.tier = 1 then geography.region else '' end
    and head_counts.family = case when counts.tier = 1 then coalesce(categories.family, '') else '' end
    and head_counts.band_key = counts.band_key
order by
    counts.commune_key, counts.tier, counts.public, counts.category, counts.division_key, counts.band_key,
    counts.employer_key, counts.is_known, counts.private
