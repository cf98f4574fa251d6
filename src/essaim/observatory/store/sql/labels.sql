-- Establishments that bear a label or a particular status, or stand in a zone of some kind (`zone:` …). One may bear
-- several: these counts do not add up. Whoever has no known position, or whose commune has no density, is in no zone.
create table labels as
with graded as (
    select places.commune, bool_or(density_levels.rural) AS rural
    from density_source
    inner join places on places.code = density_source.commune and places.kind = 'current'
    inner join density_levels on density_levels.level = trim(density_source.level)
    group by places.commune
),
bearer as (
    select place.region, place.departement, place.intercommunality, place.commune, place.tier,
        lower(shown.label) AS label,
        place.posts, place.variance, place.low, place.high, place.open, place.known_posts
    from workplaces AS place
    inner join shown_subfamilies AS shown on shown.subfamily = place.subfamily
    union all
    select place.region, place.departement, place.intercommunality, place.commune, place.tier, 'esus' AS label,
        place.posts, place.variance, place.low, place.high, place.open, place.known_posts
    from workplaces AS place
    inner join (select distinct siren from units where in_esus) AS approved on approved.siren = place.siren
    union all
    select place.region, place.departement, place.intercommunality, place.commune, place.tier,
        'siae:' || siae_source.kind AS label,
        place.posts, place.variance, place.low, place.high, place.open, place.known_posts
    from workplaces AS place
    inner join (select distinct siret_key, kind from siae_source semi join counted_kinds using (kind)) AS siae_source
        on siae_source.siret_key = cast(place.siret AS bigint)
    union all
    select place.region, place.departement, place.intercommunality, place.commune, place.tier,
        'zone:positioned' AS label, place.posts, place.variance, place.low, place.high, place.open, place.known_posts
    from workplaces AS place
    where place.priority_district is not null or place.position_quality is not null
    union all
    select place.region, place.departement, place.intercommunality, place.commune, place.tier,
        'zone:priority_district' AS label,
        place.posts, place.variance, place.low, place.high, place.open, place.known_posts
    from workplaces AS place
    where place.priority_district is not null
    union all
    select place.region, place.departement, place.intercommunality, place.commune, place.tier,
        case when graded.rural then 'zone:rural' else 'zone:urban' end AS label,
        place.posts, place.variance, place.low, place.high, place.open, place.known_posts
    from workplaces AS place
    inner join graded on graded.commune = place.commune
)
select
    region, departement, intercommunality, commune, tier, label,
    count(*) AS establishments,
    count(*) filter (where low > 0) AS employers,
    cast(sum(posts) AS double) AS posts,
    cast(sum(variance) AS double) AS variance,
    cast(sum(low) AS bigint) AS low,
    cast(sum(high) AS bigint) AS high,
    cast(sum(open) AS bigint) AS open,
    cast(sum(known_posts) AS bigint) AS known_posts
from bearer
group by region, departement, intercommunality, commune, tier, label
order by departement, intercommunality, commune, label, tier
