-- Rows that count: without fault, and once per SIRET (the row whose period starts last is kept).
create view sound as
with repeated as (
    select
        kept.*,
        row_number() over (
            partition by kept.siret_key
            order by
                kept.started desc nulls last, kept.state, kept.commune_key, kept.division_key, kept.band_key,
                kept.employer_key
        ) AS occurrence
    from kept
    semi join duplicates on duplicates.siret_key = kept.siret_key
    where kept.reason is null
)
select kept.*
from kept
anti join duplicates on duplicates.siret_key = kept.siret_key
where kept.reason is null
union all
select * exclude (occurrence)
from repeated
where occurrence = 1
