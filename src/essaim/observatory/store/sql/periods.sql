-- What the history says of the establishments of the ESS, one row a period. Units first: one narrow join leaves one
-- row in twenty before anything else is done. A period without a known state says nothing, one that starts after the
-- stock has not begun, and 1900-01-01 stands for a start that nobody knows.
create table periods as
with member as (
    select unit_key from unit_keys where tier > 0
)
select
    history.siret_key,
    history.unit_key,
    history.state,
    history.employer,
    nullif(history.started, date '1900-01-01') AS started,
    history.ended
from history_source AS history
semi join member on member.unit_key = history.unit_key
cross join followed
where history.state in ('A', 'F') and (history.started is null or history.started <= followed.vintage)
