-- Public contracts that a structure of the directory holds, each in its last version: one row for each contract and such
-- holder. The source repeats the amount of the whole contract on every holder and every version. Only the contracts
-- concerned are read in full. `reason` says why a row is set aside.
create table awards as
with concerned as (
    select distinct source.uid
    from contracts_source AS source
    inner join identifiers on identifiers.raw = source.holder_id
    inner join legal_units on legal_units.siren = identifiers.siren
    where legal_units.diffusible and legal_units.tier > 0 and source.uid is not null
),
told as (
    select
        source.*,
        identifiers.siren,
        coalesce(identifiers.siren, substr(trim(source.holder_id), 1, 9), '?') AS holder,
        case when regexp_matches(source.buyer_id, '^[0-9]{9}') then substr(source.buyer_id, 1, 9) end AS buyer_siren,
        case when source.is_current then 0 when source.is_current is null then 1 else 2 end AS outdated,
        case when year(source.notified) between 1990 and 2100 then source.notified end AS version_date
    from contracts_source AS source
    inner join concerned on concerned.uid = source.uid
    left join identifiers on identifiers.raw = source.holder_id
),
ranked as (
    select
        told.*,
        -- Rows of one version told alike share a rank; where two sources tell it, the later publication is kept.
        dense_rank() over (
            partition by uid
            order by outdated, modification desc nulls last, version_date desc nulls last,
                published desc nulls last, coalesce(dataset, '')
        ) AS place,
        min(version_date) over (partition by uid) AS first_notified,
        max(case when outdated = 2 then 0 else 1 end) over (partition by uid) AS in_force
    from told
),
known_amount as (
    select uid, amount AS carried
    from (
        select uid, amount, row_number() over (partition by uid order by place, amount desc) AS position
        from ranked
        where amount is not null
    ) AS amounts
    where position = 1
),
held_by as (
    select uid, count(*) AS holders, string_agg(holder, ' ' order by holder) AS every_holder
    from (select distinct uid, holder from ranked where place = 1) AS holder
    group by uid
),
contract as (
    select
        ranked.uid,
        max(ranked.buyer_siren) AS buyer_siren,
        max(ranked.buyer) AS buyer,
        translate(upper(trim(max(coalesce(ranked.number, ranked.uid)))), ' ,./-', '_____') AS number,
        max(ranked.object) AS object,
        max(substr(ranked.cpv, 1, 8)) AS cpv,
        max(ranked.months) AS months,
        min(ranked.first_notified) AS notified,
        max(ranked.version_date) AS updated,
        max(ranked.published) AS published,
        max(coalesce(ranked.dataset, '')) AS dataset,
        max(ranked.in_force) AS in_force,
        max(held_by.holders) AS holders,
        max(held_by.every_holder) AS every_holder,
        coalesce(max(ranked.amount), max(known_amount.carried)) AS amount,
        coalesce(max(ranked.amount) <> min(ranked.amount), false) AS disputed,
        lower(coalesce(max(ranked.nature), '')) AS nature,
        lower(coalesce(max(ranked.techniques), '') || ' ' || coalesce(max(ranked.execution), '')) AS manner,
        coalesce(lower(max(ranked.social)) like '%march_ r_serv%', false) AS reserved,
        coalesce(trim(max(ranked.framework_id)), '') not in ('', 'NC', '0', 'Sans objet') AS of_framework
    from ranked
    inner join held_by on held_by.uid = ranked.uid
    left join known_amount on known_amount.uid = ranked.uid
    where ranked.place = 1
    group by ranked.uid
),
judged as (
    select
        contract.*,
        (
            nature like '%accord%cadre%' or manner like '%accord-cadre%' or manner like '%bons de commande%'
        ) and not of_framework and nature not like '%subs%quent%' AS framework,
        -- One contract told by two sources, or under two establishments of one buyer.
        row_number() over (
            partition by coalesce(buyer_siren, uid), number, every_holder, notified
            order by in_force desc, published desc nulls last, case when object is null then 1 else 0 end,
                amount desc nulls last, dataset, uid
        ) AS occurrence
    from contract
),
held as (
    select distinct ranked.uid, ranked.siren
    from ranked
    inner join legal_units on legal_units.siren = ranked.siren
    where ranked.place = 1 and legal_units.diffusible and legal_units.tier > 0
)
select
    held.siren, judged.uid, judged.buyer_siren, judged.buyer, judged.object, judged.cpv, judged.months, judged.notified,
    case when judged.updated > judged.notified then judged.updated end AS updated,
    judged.amount, cast(judged.holders AS integer) AS holders, judged.framework, judged.of_framework, judged.reserved,
    case
        when coalesce(judged.amount, 0) <= 0 then 'missing'
        when fictitious_amounts.fictitious is not null then 'fictitious'
        when judged.amount < 200 then 'symbolic'
        when judged.disputed then 'disputed'
        when judged.framework then 'ceiling'
        when judged.holders > 1 then 'shared'
        else 'whole'
    end AS amount_kind,
    case
        when judged.in_force = 0 then 'contract_withdrawn'
        when judged.occurrence > 1 then 'contract_repeated'
    end AS reason
from judged
inner join held on held.uid = judged.uid
left join fictitious_amounts on fictitious_amounts.fictitious = judged.amount
