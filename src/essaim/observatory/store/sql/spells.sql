-- The lives of ESS establishments: each row is one spell of activity, `opened` (null where nobody knows since when) and
-- `closed` (the first day of the closure; null while it lasts). The start of a period is not an event: only a change of
-- state is. The first spell opens on the creation date; failing that on its first day, unless that is the day of an
-- update of the register (25 December, 1 January 2008), which dates nothing. An establishment that the history lacks is
-- as the stock says.
create table spells as
with ordered as (
    select
        siret_key, state, started, ended,
        lag(state) over (partition by siret_key order by started nulls first, ended nulls last, state) AS before
    from periods
),
turning as (
    select
        siret_key, state, started, before,
        lead(started) over (partition by siret_key order by started nulls first, ended nulls last, state) AS turned
    from ordered
    where before is null or before <> state
),
placed as (
    select
        sound.siret_key, sound.commune_key, sound.tier, sound.category, sound.division_key, sound.state, sound.started,
        case when sound.created > date '1900-01-01' then sound.created end AS created,
        coalesce(sound.started > followed.vintage, false) AS announced
    from sound
    cross join followed
    where sound.tier > 0 and (sound.created is null or sound.created <= followed.vintage)
),
told as (
    select
        placed.siret_key, placed.commune_key, placed.tier, placed.category, placed.division_key,
        turning.before is not null AS reopened,
        case
            when turning.before is not null then turning.started
            when placed.created <= coalesce(turning.turned, placed.created) then placed.created
            when month(turning.started) = 12 and day(turning.started) = 25 then null
            when turning.started = date '2008-01-01' then null
            else turning.started
        end AS opened,
        turning.turned AS closed
    from placed
    inner join turning on turning.siret_key = placed.siret_key
    where turning.state = 'A'
    union all
    select
        placed.siret_key, placed.commune_key, placed.tier, placed.category, placed.division_key,
        false AS reopened, placed.created AS opened,
        case when placed.state = 'F' then greatest(placed.started, coalesce(placed.created, placed.started)) end AS closed
    from placed
    anti join periods on periods.siret_key = placed.siret_key
    where not placed.announced
)
select
    siret_key, commune_key, tier, category, division_key, reopened, opened, closed,
    -- Dates as numbers (year, month, day): an anniversary is a difference of 10000, on both engines alike.
    (year(closed) - year(opened)) * 10000 + (month(closed) - month(opened)) * 100 + day(closed) - day(opened) AS lasted
from told
