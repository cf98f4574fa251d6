-- Who stands in a list, whatever its legal form: one row per legal unit that a list names.
create table listed as
with mention as (
    select unit_key, 1 AS in_ess_france, 0 AS in_esus, cast(null AS varchar) AS kind from ess_france_source
    union all
    select unit_key, 0 AS in_ess_france, 1 AS in_esus, cast(null AS varchar) AS kind from esus_source
    union all
    select unit_key, 0 AS in_ess_france, 0 AS in_esus, kind from siae_source
)
select
    unit_key,
    max(in_ess_france) AS in_ess_france,
    max(in_esus) AS in_esus,
    string_agg(distinct kind, ' ' order by kind) AS siae_kinds,
    max(case when counted_kinds.kind is null then 0 else 1 end) AS in_siae
from mention
left join counted_kinds using (kind)
where unit_key is not null
group by unit_key
