-- The posts of all employers by place and activity, which the ESS cannot exceed: as published; where there is no row, the
-- sum of the communes if none of them is suppressed. A row that is suppressed is no limit.
create table limits as
with published as (
    select
        case area_kind when 'DEP' then 'departement' else 'zone' end AS place,
        area AS code, source, activity, year, value AS posts
    from flores_in_use
    where measure = 'EMPL3112' and area_kind in ('DEP', 'ZE2020')
),
summed as (
    select
        grounds.place, grounds.code, flores_communes.source, flores_communes.activity,
        max(flores_communes.year) AS year,
        case when count(*) = count(flores_communes.posts) then sum(flores_communes.posts) end AS posts
    from flores_communes
    inner join grounds on grounds.commune = flores_communes.commune
    group by grounds.place, grounds.code, flores_communes.source, flores_communes.activity
),
told as (
    select place, code, source, activity, year, posts
    from published
    union all
    select summed.place, summed.code, summed.source, summed.activity, summed.year, summed.posts
    from summed
    left join published
        on published.place = summed.place and published.code = summed.code and published.source = summed.source
        and published.activity = summed.activity
    where published.code is null
)
select place, code, source, activity, year, cast(posts AS bigint) AS posts
from told
where posts is not null and activity <> '_T' and (place = 'departement' or source = 'flores')
order by source, place, code, activity
