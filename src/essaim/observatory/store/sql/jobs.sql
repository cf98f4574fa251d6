-- What every commune counts in each perimeter: establishments, and posts as the mean and the bounds of their bands.
create table jobs as
select
    cell.commune,
    perimeters.perimeter,
    sum(case when cell.tier between 1 and perimeters.max_tier and bands.min >= 1 then establishments else 0 end) AS ess_employers,
    sum(case when cell.tier between 1 and perimeters.max_tier then establishments * bands.min else 0 end) AS ess_jobs_min,
    sum(case when cell.tier between 1 and perimeters.max_tier then establishments * bands.mean else 0 end) AS ess_jobs_mean,
    sum(case when cell.tier between 1 and perimeters.max_tier then establishments * bands.max else 0 end) AS ess_jobs_max,
    sum(case when cell.tier between 1 and perimeters.max_tier and bands.open then establishments else 0 end) AS ess_open,
    sum(case when cell.tier between 1 and perimeters.max_tier and cell.band in ('', 'NN') then establishments else 0 end) AS ess_unknown,
    sum(case when bands.min >= 1 then establishments else 0 end) AS employers,
    sum(establishments * bands.min) AS jobs_min,
    sum(establishments * bands.mean) AS jobs_mean,
    sum(establishments * bands.max) AS jobs_max,
    sum(case when bands.open then establishments else 0 end) AS open,
    sum(case when cell.public and cell.tier not between 1 and perimeters.max_tier then establishments * bands.min else 0 end) AS public_jobs_min,
    sum(case when cell.public and cell.tier not between 1 and perimeters.max_tier then establishments * bands.mean else 0 end) AS public_jobs_mean,
    sum(case when cell.public and cell.tier not between 1 and perimeters.max_tier then establishments * bands.max else 0 end) AS public_jobs_max,
    sum(case when cell.public and cell.tier not between 1 and perimeters.max_tier and bands.open then establishments else 0 end) AS public_open
from cube AS cell
inner join bands on bands.code = cell.band
cross join perimeters
group by cell.commune, perimeters.perimeter
order by commune, perimeter
