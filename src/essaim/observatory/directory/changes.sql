-- Units in the directory on one side at least, and not the same on both; every commune where they were or are.
create table changed as
select
    coalesce(now.siren, old.siren) AS siren,
    coalesce(old.state, 'absent') AS old_state, coalesce(now.state, 'absent') AS now_state,
    old.tier AS old_tier, now.tier AS now_tier, old.rule AS old_rule, now.rule AS now_rule,
    old.tags AS old_tags, now.tags AS now_tags, old.name AS old_name, now.name AS now_name,
    coalesce(now.diffusible, old.diffusible) AS diffusible,
    coalesce(now.family, old.family) AS family, coalesce(now.subfamily, old.subfamily) AS subfamily,
    coalesce(now.activity, old.activity) AS activity,
    now.created, now.closed, old.employer AS old_employer, now.employer AS now_employer,
    old.seat AS old_seat, case when split.before is null then now.seat else old.seat end AS now_seat,
    case when now.seat_siret <> old.seat_siret then now.seat_since end AS seat_since,
    old.labels AS old_labels, now.labels AS now_labels
from before_units AS old
full join after_units AS now on now.siren = old.siren
left join splits AS split on split.before = old.seat and split.after = now.seat
where (old.state = 'in' or now.state = 'in')
    and (
        old.state is distinct from now.state
        or old.tier <> now.tier
        or old.name <> now.name
        or old.employer <> now.employer
        or old.labels <> now.labels
        or (old.seat <> now.seat and split.before is null)
    );

create table concerned as
select siren, list_sort(list(distinct commune)) AS communes
from (
    select siren, commune from before_places where inside
    union all
    select siren, commune from after_places where inside
)
where siren in (select siren from changed)
group by siren;

-- Places of work opened, closed or moved, of units that are alive on both sides. A head office whose commune changed is
-- told with its unit.
create table changed_places as
with alive as (
    select now.siren, now.family, now.subfamily, now.activity, now.name, now.diffusible, coalesce(moved.moved, false) AS moved
    from after_units AS now
    inner join before_units AS old on old.siren = now.siren
    left join (select siren, old_seat <> now_seat AS moved from changed) AS moved on moved.siren = now.siren
    where now.state in ('in', 'elsewhere') and old.state in ('in', 'elsewhere')
)
select
    alive.siren, coalesce(now.siret, old.siret) AS siret, old.commune AS old_commune, now.commune AS now_commune,
    now.created, alive.name, alive.diffusible, alive.family, alive.subfamily, alive.activity
from before_places AS old
full join after_places AS now on now.siret = old.siret
inner join alive on alive.siren = coalesce(now.siren, old.siren)
left join splits AS split on split.before = old.commune and split.after = now.commune
where (old.inside or now.inside)
    and (old.siret is null or now.siret is null or (old.commune <> now.commune and split.before is null))
    and not (alive.moved and coalesce(now.head_office, true) and coalesce(old.head_office, true))
