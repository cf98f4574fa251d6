-- What each establishment went through, as the history of the register tells it: contiguous periods, the last one
-- without an end and in the state of the stock. One establishment in forty closed and reopened; an older one changed
-- period on 1 January 2008 (new nomenclature) or on a 25 December (yearly update), which is no event; most employers
-- employed from the first day, the others later. Some of the oldest have no first date.
create table periods as
with lived as (
    select
        *,
        case when hidden % 97 = 0 and created < date '2000-01-01' then null else created end as first_day,
        case when state = 'F' then closed else date '2026-11-01' end as last_day,
        case when state = 'F' then closed else date '2026-11-01' end - created as days,
        band > '00' and band < 'NN' as employs
    from facts
),
turn as (
    select siren, rank, first_day as started, 'A' as state, employs and flag % 3 > 0 as employer from lived
    union all
    select siren, rank, date '2008-01-01', 'A', employs from lived
    where created < date '2007-06-01' and last_day > date '2008-06-01'
    union all
    select siren, rank, make_date(year(created) + 2, 12, 25), 'A', employs and flag % 3 > 0 from lived
    where created < date '2005-01-01' and flag % 5 = 0 and last_day > date '2008-01-01'
    union all
    -- Began to employ between its first and its fourth year.
    select siren, rank, created + cast(days * (1 + flag % 3) / 5 as integer), 'A', true from lived
    where employs and flag % 3 = 0 and days > 60 and created > date '2008-01-02'
    union all
    select siren, rank, created + cast(days / 2 as integer), 'F', false from lived
    where flag % 40 = 7 and days > 1200 and created > date '2008-01-02'
    union all
    select siren, rank, created + cast(days / 2 as integer) + 240, 'A', employs from lived
    where flag % 40 = 7 and days > 1200 and created > date '2008-01-02'
    union all
    select siren, rank, closed, 'F', false from lived where state = 'F'
),
dated as (
    select distinct on (siren, rank, started) * from turn order by siren, rank, started, state desc
)
select
    siren, rank, state, started,
    lead(started) over (partition by siren, rank order by started nulls first) - 1 as ended,
    employer
from dated
