-- Published ESS posts by région, family and year; families in the words of INSEE's tables or in ours. A later edition
-- revises the years of an earlier one: for each year, the newest edition that has it.
create table ess_series as
with named as (
    select
        lpad(trim(region), 2, '0') AS region,
        case
            when lower(family) like 'assoc%' then 'association'
            when lower(family) like 'coop%' or lower(family) like 'coo%' then 'cooperative'
            when lower(family) like 'mut%' then 'mutual'
            when lower(family) like 'fond%' or lower(family) like 'found%' then 'foundation'
        end AS family,
        year,
        posts,
        edition
    from ess_margins_editions_source
    where posts is not null
)
select region, family, year, posts
from (
    select named.*, row_number() over (partition by region, family, year order by edition, posts) AS newest
    from named
    where family is not null
) AS ranked
where newest = 1
order by region, family, year
