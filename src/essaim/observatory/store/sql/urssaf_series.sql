-- Private employers by région, ESS family ('outside' for the others) and year, as Urssaf publishes them: divisions are
-- added up, and a sum with a withheld division is none. A family of another name is 'unknown', and is told as rejected.
create table urssaf_series as
with named as (
    select
        lpad(trim(region), 2, '0') AS region,
        case
            when lower(family) like '%hors%' then 'outside'
            when lower(family) like '%assoc%' then 'association'
            when lower(family) like '%coop%' then 'cooperative'
            when lower(family) like '%mut%' then 'mutual'
            when lower(family) like '%fond%' then 'foundation'
            else 'unknown'
        end AS family,
        year, employees, payroll
    from urssaf_ess_source
    where region is not null and year is not null
)
select
    region, family, year, count(*) AS divisions,
    case when count(*) = count(employees) then sum(employees) end AS employees,
    case when count(*) = count(payroll) then sum(payroll) end AS payroll
from named
group by region, family, year
order by region, family, year
