-- What every territory of every level weighs, in each perimeter: what ranks and comparisons are drawn from.
create table weights as
with salaried as (
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
    cast(sum(communes.population) AS bigint) AS population,
    max(dispersion.communes) AS communes,
    max(dispersion.communes_with_employer) AS communes_with_employer,
    max(dispersion.theil) AS theil,
    max(dispersion.gini) AS gini
from placements
inner join communes on communes.commune = placements.commune
cross join perimeters
left join jobs on jobs.commune = placements.commune and jobs.perimeter = perimeters.perimeter
left join salaried on salaried.commune = placements.commune
left join dispersion
    on dispersion.level = placements.level
    and dispersion.code = placements.code
    and dispersion.perimeter = perimeters.perimeter
group by placements.level, placements.code, perimeters.perimeter
order by level, code, perimeter
