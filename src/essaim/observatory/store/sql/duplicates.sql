-- SIRETs that the stock writes more than once.
create table duplicates as
select siret_key
from kept
where reason is null
group by siret_key
having count(*) > 1
