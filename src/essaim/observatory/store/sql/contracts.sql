-- Public contracts by structure of the directory, the latest first. `amount` is that of the whole contract, excluding tax;
-- it is what the structure was awarded only where `amount_kind` is 'whole': sole holder, firm amount.
create table contracts as
select
    siren, uid, buyer_siren, buyer, object, cpv, months, notified, updated, amount, holders, framework, of_framework,
    reserved, amount_kind
from awards
where reason is null
order by siren, notified desc nulls last, uid
