-- Subsidies as published, whoever the beneficiary is: `siren` by its own number, else by its RNA number where one unit
-- alone bears it. `reason` says why a row is set aside.
create table grants as
with registered as (
    select association_id, min(siren) AS siren
    from legal_units
    where association_id is not null
    group by association_id
    having count(distinct siren) = 1
),
told as (
    select
        source.*,
        coalesce(identifiers.siren, registered.siren) AS siren,
        case when registered.siren is null and trim(coalesce(source.beneficiary_rna, '')) = '' then identifiers.reason
        end AS unreadable,
        coalesce(source.agreed, source.paid) AS period,
        case when regexp_matches(source.grantor_id, '^[0-9]{9}') then substr(source.grantor_id, 1, 9) end AS grantor_siren,
        case when source.share > 0 and source.share <= 1 then source.share
            when source.share > 1 and source.share <= 100 then source.share / 100 end AS part
    from subsidies_editions_source AS source
    left join identifiers on identifiers.raw = coalesce(source.beneficiary_id, '')
    left join registered on registered.association_id = upper(trim(source.beneficiary_rna))
),
counted as (
    select
        told.*,
        row_number() over (
            partition by coalesce(grantor_siren, grantor), siren, period, reference, object, amount, part, lower(nature)
            order by edition, share, paid
        ) AS occurrence
    from told
)
select
    siren, grantor_siren, grantor, reference, object, amount, part,
    case when length(period) = 10 then try_cast(period AS date) end AS granted,
    try_cast(substr(period, 1, 4) AS smallint) AS year,
    case
        when lower(nature) like '%num_raire%' and lower(nature) like '%nature%' then 'both'
        when lower(nature) like '%nature%' then 'in_kind'
        when lower(nature) like '%num_raire%' then 'cash'
        else 'untold'
    end AS nature,
    case
        when unreadable is not null then unreadable
        when coalesce(amount, 0) = 0 and (loan > 0 or guarantee > 0) then 'loan_or_guarantee'
        when amount is null then 'amount_unreadable'
        when amount <= 0 then 'amount_not_positive'
        when siren is not null and occurrence > 1 then 'subsidy_repeated'
    end AS reason
from counted
