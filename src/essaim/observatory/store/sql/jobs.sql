-- What every commune counts in each perimeter: establishments, and posts as the mean and the bounds of their bands.
create table jobs as
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
order by commune, perimeter
