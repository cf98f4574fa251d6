-- Establishments that bear a label or a particular status. One may bear several: these counts do not add up.
create table labels as
with bearer as (
    select region, departement, intercommunality, commune, tier, band, lower(shown.label) AS label
    from establishments
    inner join shown_subfamilies AS shown on shown.subfamily = establishments.subfamily
    union all
    select place.region, place.departement, place.intercommunality, place.commune, place.tier, place.band, 'esus' AS label
    from establishments AS place
    inner join (select distinct siren from units where in_esus) AS approved on approved.siren = place.siren
    union all
    select place.region, place.departement, place.intercommunality, place.commune, place.tier, place.band,
        'siae:' || siae_source.kind AS label
    from establishments AS place
    inner join (select distinct siret_key, kind from siae_source semi join counted_kinds using (kind)) AS siae_source
        on siae_source.siret_key = cast(place.siret AS bigint)
)
select region, departement, intercommunality, commune, tier, label, band, count(*) AS establishments
from bearer
group by region, departement, intercommunality, commune, tier, label, band
order by departement, intercommunality, commune, label, tier, band
