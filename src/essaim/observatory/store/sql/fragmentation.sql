-- How scattered the ESS jobs of each territory are, and how many depend on a head office elsewhere. Computed here
-- because neither concentration nor the number of legal units adds up from one territory to the next. The square of an
-- uncertain amount is on average the square of its mean plus its variance; the variances and covariance of the sum of
-- squares are those of normal amounts.
create table fragmentation as
with workplace as (
    select
        place.siren, place.tier, place.family, place.commune, place.intercommunality, place.departement, place.region,
        head.commune AS head_commune,
        head.intercommunality AS head_intercommunality,
        head.departement AS head_departement,
        head.region AS head_region,
        place.posts AS jobs,
        place.variance
    from workplaces AS place
    left join communes AS head on head.commune = place.head_office_commune
    where place.employs
),
placed as (
    select 'commune' AS level, commune AS code, siren, tier, family, jobs, variance, head_commune,
        commune <> head_commune AS elsewhere
    from workplace
    union all
    select 'intercommunality' AS level, intercommunality AS code, siren, tier, family, jobs, variance, head_commune,
        intercommunality is distinct from head_intercommunality AS elsewhere
    from workplace
    where intercommunality is not null
    union all
    select 'departement' AS level, departement AS code, siren, tier, family, jobs, variance, head_commune,
        departement <> head_departement AS elsewhere
    from workplace
    union all
    select 'region' AS level, region AS code, siren, tier, family, jobs, variance, head_commune,
        region <> head_region AS elsewhere
    from workplace
    union all
    select 'france' AS level, 'FR' AS code, siren, tier, family, jobs, variance, head_commune, false AS elsewhere
    from workplace
),
unit as (
    select
        level, code, tier, family, siren,
        sum(jobs) AS jobs,
        sum(variance) AS variance,
        count(*) AS establishments,
        sum(case when head_commune is null then 1 else 0 end) AS head_unknown,
        sum(case when head_commune is not null and elsewhere then 1 else 0 end) AS head_elsewhere,
        sum(case when head_commune is not null and elsewhere then jobs else 0 end) AS jobs_head_elsewhere,
        sum(case when head_commune is not null and elsewhere then variance else 0 end) AS variance_head_elsewhere
    from placed
    group by level, code, tier, family, siren
),
measured as (
    select unit.*, cast(jobs AS double) AS mean, cast(variance AS double) AS spread
    from unit
),
squared as (
    select
        measured.*,
        cast(power(mean, 2) + spread AS decimal(28, 2)) AS square,
        cast(4 * power(mean, 2) * spread + 2 * power(spread, 2) AS decimal(32, 2)) AS square_variance,
        cast(2 * mean * spread AS decimal(28, 2)) AS square_covariance
    from measured
),
ranked as (
    select unit.*, row_number() over (partition by level, code, tier order by jobs desc, siren) AS tier_rank
    from unit
),
largest as (
    select
        ranked.level, ranked.code, perimeters.perimeter, ranked.jobs, ranked.variance,
        row_number() over (
            partition by ranked.level, ranked.code, perimeters.perimeter order by ranked.jobs desc, ranked.siren
        ) AS place
    from ranked
    inner join perimeters on ranked.tier <= perimeters.max_tier
    where ranked.tier_rank <= 10
),
top as (
    select
        level, code, perimeter,
        sum(case when place <= 5 then jobs else 0 end) AS top5,
        sum(case when place <= 5 then variance else 0 end) AS top5_variance,
        sum(jobs) AS top10,
        sum(variance) AS top10_variance
    from largest
    where place <= 10
    group by level, code, perimeter
),
by_tier as (
    select
        level, code, tier, family,
        count(*) AS units,
        sum(jobs) AS jobs,
        sum(variance) AS variance,
        sum(square) AS squares,
        sum(square_variance) AS squares_variance,
        sum(square_covariance) AS squares_covariance,
        sum(establishments) AS establishments,
        sum(head_elsewhere) AS head_elsewhere,
        sum(head_unknown) AS head_unknown,
        sum(jobs_head_elsewhere) AS jobs_head_elsewhere,
        sum(variance_head_elsewhere) AS variance_head_elsewhere
    from squared
    group by level, code, tier, family
),
by_family as (
    select * from by_tier
    union all
    select
        level, code, tier, '_T' AS family,
        sum(units) AS units,
        sum(jobs) AS jobs,
        sum(variance) AS variance,
        sum(squares) AS squares,
        sum(squares_variance) AS squares_variance,
        sum(squares_covariance) AS squares_covariance,
        sum(establishments) AS establishments,
        sum(head_elsewhere) AS head_elsewhere,
        sum(head_unknown) AS head_unknown,
        sum(jobs_head_elsewhere) AS jobs_head_elsewhere,
        sum(variance_head_elsewhere) AS variance_head_elsewhere
    from by_tier
    group by level, code, tier
)
select
    by_family.level,
    by_family.code,
    perimeters.perimeter,
    by_family.family,
    cast(sum(by_family.units) AS bigint) AS units,
    cast(sum(by_family.jobs) AS double) AS jobs,
    cast(sum(by_family.variance) AS double) AS variance,
    cast(sum(by_family.squares) AS double) AS squares,
    cast(sum(by_family.squares_variance) AS double) AS squares_variance,
    cast(sum(by_family.squares_covariance) AS double) AS squares_covariance,
    cast(max(case when by_family.family = '_T' then top.top5 end) AS double) AS top5,
    cast(max(case when by_family.family = '_T' then top.top5_variance end) AS double) AS top5_variance,
    cast(max(case when by_family.family = '_T' then top.top10 end) AS double) AS top10,
    cast(max(case when by_family.family = '_T' then top.top10_variance end) AS double) AS top10_variance,
    cast(sum(by_family.establishments) AS bigint) AS establishments,
    cast(sum(by_family.head_elsewhere) AS bigint) AS head_elsewhere,
    cast(sum(by_family.head_unknown) AS bigint) AS head_unknown,
    cast(sum(by_family.jobs_head_elsewhere) AS double) AS jobs_head_elsewhere,
    cast(sum(by_family.variance_head_elsewhere) AS double) AS variance_head_elsewhere
from by_family
inner join perimeters on by_family.tier <= perimeters.max_tier
left join top
    on top.level = by_family.level and top.code = by_family.code and top.perimeter = perimeters.perimeter
group by by_family.level, by_family.code, perimeters.perimeter, by_family.family
order by level, code, perimeter, family
