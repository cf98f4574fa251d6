-- What every territory of every level weighs, in each perimeter: what ranks and comparisons are drawn from.
create table weights as
with counted as (
    select
        cube.commune,
        perimeters.perimeter,
        sum(case when cube.tier between 1 and perimeters.max_tier and bands.min >= 1 then establishments else 0 end) AS ess_employers,
        sum(case when cube.tier between 1 and perimeters.max_tier then establishments * bands.min else 0 end) AS ess_jobs_min,
        sum(case when cube.tier between 1 and perimeters.max_tier then establishments * bands.mean else 0 end) AS ess_jobs_mean,
        sum(case when cube.tier between 1 and perimeters.max_tier then establishments * bands.max else 0 end) AS ess_jobs_max,
        sum(case when cube.tier between 1 and perimeters.max_tier and bands.open then establishments else 0 end) AS ess_open,
        sum(case when cube.tier between 1 and perimeters.max_tier and cube.band in ('', 'NN') then establishments else 0 end) AS ess_unknown,
        sum(case when bands.min >= 1 then establishments else 0 end) AS employers,
        sum(establishments * bands.min) AS jobs_min,
        sum(establishments * bands.mean) AS jobs_mean,
        sum(establishments * bands.max) AS jobs_max,
        sum(case when bands.open then establishments else 0 end) AS open,
        sum(case when cube.public and cube.tier not between 1 and perimeters.max_tier then establishments * bands.min else 0 end) AS public_jobs_min,
        sum(case when cube.public and cube.tier not between 1 and perimeters.max_tier then establishments * bands.mean else 0 end) AS public_jobs_mean,
        sum(case when cube.public and cube.tier not between 1 and perimeters.max_tier then establishments * bands.max else 0 end) AS public_jobs_max,
        sum(case when cube.public and cube.tier not between 1 and perimeters.max_tier and bands.open then establishments else 0 end) AS public_open
    from cube
    inner join bands on bands.code = cube.band
    cross join perimeters
    group by cube.commune, perimeters.perimeter
),
salaried as (
    select commune, max(establishments) AS establishments, max(posts) AS posts
    from flores
    where activity = '_T'
    group by commune
)
select
    placements.level,
    placements.code,
    perimeters.perimeter,
    cast(coalesce(sum(ess_employers), 0) AS bigint) AS ess_employers,
    cast(coalesce(sum(ess_jobs_min), 0) AS bigint) AS ess_jobs_min,
    coalesce(sum(ess_jobs_mean), 0) AS ess_jobs_mean,
    cast(coalesce(sum(ess_jobs_max), 0) AS bigint) AS ess_jobs_max,
    cast(coalesce(sum(ess_open), 0) AS bigint) AS ess_open,
    cast(coalesce(sum(ess_unknown), 0) AS bigint) AS ess_unknown,
    cast(coalesce(sum(employers), 0) AS bigint) AS employers,
    cast(coalesce(sum(jobs_min), 0) AS bigint) AS jobs_min,
    coalesce(sum(jobs_mean), 0) AS jobs_mean,
    cast(coalesce(sum(jobs_max), 0) AS bigint) AS jobs_max,
    cast(coalesce(sum(open), 0) AS bigint) AS open,
    cast(coalesce(sum(public_jobs_min), 0) AS bigint) AS public_jobs_min,
    coalesce(sum(public_jobs_mean), 0) AS public_jobs_mean,
    cast(coalesce(sum(public_jobs_max), 0) AS bigint) AS public_jobs_max,
    cast(coalesce(sum(public_open), 0) AS bigint) AS public_open,
    cast(sum(salaried.establishments) AS bigint) AS flores_establishments,
    cast(sum(salaried.posts) AS bigint) AS flores_posts,
    coalesce(sum(case when salaried.posts is null then jobs_mean end), 0) AS flores_gap_jobs,
    cast(sum(communes.population) AS bigint) AS population
from placements
inner join communes on communes.commune = placements.commune
cross join perimeters
left join counted on counted.commune = placements.commune and counted.perimeter = perimeters.perimeter
left join salaried on salaried.commune = placements.commune
group by placements.level, placements.code, perimeters.perimeter
order by level, code, perimeter
