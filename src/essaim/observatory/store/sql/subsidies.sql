-- Subsidies by structure of the directory, the latest first. `amount` is that of the whole subsidy, `part` the share of it
-- that the structure gets where the file says so, `received` the product of both.
create table subsidies as
select
    grants.siren, grantor_siren, grantor, granted, year, reference, object, nature, amount, part,
    amount * coalesce(part, 1) AS received
from grants
inner join legal_units on legal_units.siren = grants.siren
where grants.reason is null and legal_units.diffusible and legal_units.tier > 0
order by grants.siren, year desc nulls last, granted desc nulls last, grantor, received desc, reference, object
