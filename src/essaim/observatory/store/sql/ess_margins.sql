-- The newest year of the published ESS posts of each région and family: what estimates are calibrated to.
create view ess_margins as
select region, family, posts, year
from (
    select ess_series.*, row_number() over (partition by region, family order by year desc) AS newest
    from ess_series
) AS ranked
where newest = 1
