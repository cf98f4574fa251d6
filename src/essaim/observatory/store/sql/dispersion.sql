-- How the ESS posts of each territory are spread over its communes. Theil sets them against population: 0 when posts
-- follow it. Gini ranks communes by posts: 0 when all have as many, 1 - 1/n when one has everything.
create table dispersion as
with commune_jobs as (
    select
        placements.level,
        placements.code,
        perimeters.perimeter,
        coalesce(jobs.ess_employers, 0) AS employers,
        coalesce(cast(jobs.ess_posts AS decimal(18, 6)), 0) AS posts,
        communes.population
    from placements
    inner join communes on communes.commune = placements.commune
    cross join perimeters
    left join jobs on jobs.commune = placements.commune and jobs.perimeter = perimeters.perimeter
    where placements.level <> 'commune'
),
ranked as (
    select
        commune_jobs.*,
        row_number() over (partition by level, code, perimeter order by posts) AS place,
        count(*) over (partition by level, code, perimeter) AS number,
        sum(posts) over (partition by level, code, perimeter) AS all_posts,
        sum(case when population > 0 then posts else 0 end) over (partition by level, code, perimeter) AS known_posts,
        sum(population) over (partition by level, code, perimeter) AS all_population
    from commune_jobs
)
select
    level,
    code,
    perimeter,
    max(number) AS communes,
    cast(sum(case when employers > 0 then 1 else 0 end) AS bigint) AS communes_with_employer,
    cast(sum(cast(
        case
            when posts > 0 and population > 0
                then posts / known_posts * ln((posts / known_posts) / (population / all_population))
        end AS decimal(18, 12)
    )) AS double) AS theil,
    cast(sum((2 * place - number - 1) * posts) AS double) / nullif(max(number) * cast(max(all_posts) AS double), 0)
        AS gini
from ranked
group by level, code, perimeter
order by level, code, perimeter
