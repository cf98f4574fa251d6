-- What every territory of every level weighs, in each perimeter: what ranks and comparisons are drawn from.
-- `pooling` is how much of a local effect is left when intercommunalities are put together: 1 for one of them, near 0
-- for France (the sum of the squared shares of its intercommunalities in ESS posts).
create table weights as
with salaried as (
    select commune, max(establishments) AS establishments, max(posts) AS posts
    from flores
    where activity = '_T'
    group by commune
),
pool as (
    select
        placements.level, placements.code, jobs.perimeter,
        cast(sum(jobs.ess_posts) AS double) AS posts
    from placements
    inner join communes on communes.commune = placements.commune
    inner join jobs on jobs.commune = placements.commune
    group by
        placements.level, placements.code, jobs.perimeter, coalesce(communes.intercommunality, communes.commune)
),
pooled as (
    select
        level, code, perimeter,
        cast(sum(cast(posts * posts AS decimal(28, 6))) AS double) / nullif(power(cast(sum(cast(posts AS decimal(18, 6))) AS double), 2), 0) AS pooling
    from pool
    group by level, code, perimeter
)
select
    placements.level,
    placements.code,
    perimeters.perimeter,
    cast(coalesce(sum(jobs.employers), 0) AS bigint) AS employers,
    cast(coalesce(sum(jobs.ess_employers), 0) AS bigint) AS ess_employers,
    cast(coalesce(sum(jobs.ess_unknown), 0) AS bigint) AS ess_unknown,
    coalesce(bool_or(jobs.ess_private), false) AS ess_private,
    coalesce(cast(sum(jobs.ess_posts) AS double), 0) AS ess_posts,
    coalesce(cast(sum(jobs.ess_variance) AS double), 0) AS ess_variance,
    cast(coalesce(sum(jobs.ess_low), 0) AS bigint) AS ess_low,
    cast(coalesce(sum(jobs.ess_high), 0) AS bigint) AS ess_high,
    cast(coalesce(sum(jobs.ess_open), 0) AS bigint) AS ess_open,
    cast(coalesce(sum(jobs.ess_known_posts), 0) AS bigint) AS ess_known_posts,
    coalesce(cast(sum(jobs.public_posts) AS double), 0) AS public_posts,
    coalesce(cast(sum(jobs.public_variance) AS double), 0) AS public_variance,
    cast(coalesce(sum(jobs.public_low), 0) AS bigint) AS public_low,
    cast(coalesce(sum(jobs.public_high), 0) AS bigint) AS public_high,
    cast(coalesce(sum(jobs.public_open), 0) AS bigint) AS public_open,
    cast(coalesce(sum(jobs.public_known_posts), 0) AS bigint) AS public_known_posts,
    coalesce(cast(sum(jobs.other_posts) AS double), 0) AS other_posts,
    coalesce(cast(sum(jobs.other_variance) AS double), 0) AS other_variance,
    cast(coalesce(sum(jobs.other_low), 0) AS bigint) AS other_low,
    cast(coalesce(sum(jobs.other_high), 0) AS bigint) AS other_high,
    cast(coalesce(sum(jobs.other_open), 0) AS bigint) AS other_open,
    cast(coalesce(sum(jobs.other_known_posts), 0) AS bigint) AS other_known_posts,
    cast(sum(salaried.establishments) AS bigint) AS flores_establishments,
    cast(sum(salaried.posts) AS bigint) AS flores_posts,
    coalesce(
        cast(sum(case when salaried.posts is null then jobs.ess_posts + jobs.public_posts + jobs.other_posts end) AS double),
        0
    ) AS flores_gap_posts,
    cast(sum(communes.population) AS bigint) AS population,
    coalesce(max(pooled.pooling), 1.0) AS pooling,
    max(dispersion.communes) AS communes,
    max(dispersion.communes_with_employer) AS communes_with_employer,
    max(dispersion.theil) AS theil,
    max(dispersion.gini) AS gini
from placements
inner join communes on communes.commune = placements.commune
cross join perimeters
left join jobs on jobs.commune = placements.commune and jobs.perimeter = perimeters.perimeter
left join salaried on salaried.commune = placements.commune
left join pooled
    on pooled.level = placements.level and pooled.code = placements.code and pooled.perimeter = perimeters.perimeter
left join dispersion
    on dispersion.level = placements.level
    and dispersion.code = placements.code
    and dispersion.perimeter = perimeters.perimeter
group by placements.level, placements.code, perimeters.perimeter
order by level, perimeter, code
