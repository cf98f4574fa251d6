-- Outlines of communes, each under the commune that its code stands for today: a commune born of several has several
-- rows. The arrondissements of Paris, Lyon and Marseille only stand in for a city that has no outline of its own.
create table contours as
with placed as (
    select places.commune, places.commune_key, places.kind, contours_source.code, contours_source.outline,
        contours_source.computed
    from contours_source
    inner join places on places.code = contours_source.code
    where contours_source.outline <> ''
),
whole as (
    select distinct commune
    from placed
    where kind = 'current'
)
select
    geography.commune,
    geography.intercommunality,
    geography.departement,
    geography.region,
    placed.code AS source_code,
    placed.outline,
    coalesce(placed.computed, false) AS computed
from placed
inner join geography on geography.commune_key = placed.commune_key
left join whole on whole.commune = placed.commune
where placed.kind <> 'arrondissement' or whole.commune is null
order by placed.commune_key, source_code
