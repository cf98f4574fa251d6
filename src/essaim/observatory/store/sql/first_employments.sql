-- Where and when each legal unit of the ESS first employed: the first period of employment of all its establishments,
-- those that closed long ago included. A first period of unknown start, or that starts on the day of an update of the
-- register, is no first time: the unit may have employed for long.
create table first_employments as
with employing as (
    select
        unit_key, siret_key, started,
        row_number() over (partition by unit_key order by started nulls first, ended nulls last, siret_key) AS place
    from periods
    where state = 'A' and employer = 'O'
)
select sound.commune_key, sound.tier, sound.category, sound.division_key, employing.started
from employing
inner join sound on sound.siret_key = employing.siret_key
where employing.place = 1
    and sound.tier > 0
    and employing.started is not null
    and employing.started <> date '2008-01-01'
    and not (month(employing.started) = 12 and day(employing.started) = 25)
