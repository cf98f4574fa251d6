-- What was set aside, and why: rows by source and reason.
create table rejects as
select 'sirene_establishments' AS source, reason, count(*) AS rows
from kept
where reason is not null
group by reason
union all
select 'sirene_establishments' AS source, 'siret_repeated' AS reason, count(*) AS rows
from kept
where reason is null and siret_key in (select siret_key from duplicates)
having count(*) > 0
union all
select 'sirene_legal_units' AS source, 'legal_form_unknown' AS reason, count(*) AS rows
from units
where unknown_form
having count(*) > 0
union all
select 'sirene_legal_units' AS source, 'siren_malformed' AS reason, count(*) AS rows
from units
where unit_key is null
having count(*) > 0
union all
select 'sirene_legal_units' AS source, 'siren_repeated' AS reason, sum(times) AS rows
from (select count(*) AS times from units where unit_key is not null group by unit_key having count(*) > 1) AS repeated
having count(*) > 0
union all
select 'ess_france_list' AS source, 'siren_malformed' AS reason, count(*) AS rows
from ess_france_source
where unit_key is null
having count(*) > 0
union all
select 'esus_list' AS source, 'siren_malformed' AS reason, count(*) AS rows
from esus_source
where unit_key is null
having count(*) > 0
union all
select 'siae' AS source, 'siret_malformed' AS reason, count(*) AS rows
from siae_source
where siret_key is null
having count(*) > 0
union all
select 'contours' AS source, 'outline_missing' AS reason, count(*) AS rows
from contours_source
where coalesce(outline, '') = ''
having count(*) > 0
union all
select 'urssaf_ess' AS source, 'family_unknown' AS reason, sum(divisions) AS rows
from urssaf_series
where family = 'unknown'
having count(*) > 0
union all
select 'employment_zones' AS source, 'zone_missing' AS reason, count(*) AS rows
from employment_zones_source
where coalesce(trim(zone), '') = ''
having count(*) > 0
union all
select source, 'commune_unknown' AS reason, count(*) AS rows
from (
    select 'contours' AS source, code from contours_source
    union all
    select 'employment_zones' AS source, trim(commune) AS code from employment_zones_source
    union all
    select 'flores' AS source, area AS code from flores_source where area_kind = 'COM'
    union all
    select 'flores_a88' AS source, area AS code from flores_a88_source where area_kind = 'COM'
) AS placed
where code not in (select code from places)
group by source
union all
select 'rna' AS source, reason, count(*) AS rows
from (
    select reason from declarations where reason is not null
    union all
    select date_fault AS reason from declarations where reason is null and date_fault is not null
) AS faulty
group by reason
union all
select 'decp' AS source, identifiers.reason, count(*) AS rows
from contracts_source
inner join identifiers on identifiers.raw = coalesce(contracts_source.holder_id, '')
where identifiers.reason is not null
group by identifiers.reason
union all
select 'decp' AS source, reason, count(*) AS rows
from awards
where reason is not null
group by reason
union all
select 'scdl_subsidies' AS source, reason, count(*) AS rows
from grants
where reason is not null
group by reason
