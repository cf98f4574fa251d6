-- One narrow row per legal unit, for the one large join of the build: a unit written twice counts once.
create table unit_keys as
select
    unit_key,
    max(tier) AS tier,
    max(category) AS category,
    bool_or(public) AS public,
    bool_or(active) AS active
from units
where unit_key is not null and not unknown_form
group by unit_key
