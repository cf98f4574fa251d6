-- What every commune counts in each perimeter: establishments, and posts with their variance and their limits, in the
-- ESS, in the public sphere and in the rest of the economy.
create table jobs as
with cell as (
    select
        cube.commune, perimeters.perimeter,
        case
            when cube.tier between 1 and perimeters.max_tier then 'ess'
            when cube.public then 'public'
            else 'other'
        end AS sphere,
        bands.min >= 1 AS employs,
        cube.band in ('', 'NN') AS unknown,
        cube.establishments, cube.posts, cube.variance, cube.low, cube.high, cube.open, cube.known_posts, cube.private
    from cube
    inner join bands on bands.code = cube.band
    cross join perimeters
)
select
    commune,
    perimeter,
    sum(case when employs then establishments else 0 end) AS employers,
    sum(case when sphere = 'ess' and employs then establishments else 0 end) AS ess_employers,
    sum(case when sphere = 'ess' and unknown then establishments else 0 end) AS ess_unknown,
    bool_or(sphere = 'ess' and private) AS ess_private,
    sum(case when sphere = 'ess' then posts else 0 end) AS ess_posts,
    sum(case when sphere = 'ess' then variance else 0 end) AS ess_variance,
    sum(case when sphere = 'ess' then low else 0 end) AS ess_low,
    sum(case when sphere = 'ess' then high else 0 end) AS ess_high,
    sum(case when sphere = 'ess' then open else 0 end) AS ess_open,
    sum(case when sphere = 'ess' then known_posts else 0 end) AS ess_known_posts,
    sum(case when sphere = 'public' then posts else 0 end) AS public_posts,
    sum(case when sphere = 'public' then variance else 0 end) AS public_variance,
    sum(case when sphere = 'public' then low else 0 end) AS public_low,
    sum(case when sphere = 'public' then high else 0 end) AS public_high,
    sum(case when sphere = 'public' then open else 0 end) AS public_open,
    sum(case when sphere = 'public' then known_posts else 0 end) AS public_known_posts,
    sum(case when sphere = 'other' then posts else 0 end) AS other_posts,
    sum(case when sphere = 'other' then variance else 0 end) AS other_variance,
    sum(case when sphere = 'other' then low else 0 end) AS other_low,
    sum(case when sphere = 'other' then high else 0 end) AS other_high,
    sum(case when sphere = 'other' then open else 0 end) AS other_open,
    sum(case when sphere = 'other' then known_posts else 0 end) AS other_known_posts
from cell
group by commune, perimeter
order by commune, perimeter
