-- Published ESS posts by région and family, the newest year of each; families in the words of INSEE's tables or in ours.
create view ess_margins as
with named as (
    select
        lpad(trim(region), 2, '0') AS region,
        case
            when lower(family) like 'assoc%' then 'association'
            when lower(family) like 'coop%' or lower(family) like 'coo%' then 'cooperative'
            when lower(family) like 'mut%' then 'mutual'
            when lower(family) like 'fond%' or lower(family) like 'found%' then 'foundation'
        end AS family,
        posts,
        year
    from ess_margins_source
    where posts is not null
)
select region, family, posts, year
from (
    select named.*, row_number() over (partition by region, family order by year desc, posts) AS newest
    from named
    where family is not null
) AS ranked
where newest = 1
