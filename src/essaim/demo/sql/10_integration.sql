-- Work-integration, adapted and sheltered structures, in the layout of the export of the inclusion market.
create table integration_structures as
select
    text_siret(facts.siren, facts.rank) as siret,
    integration.kind,
    facts.name,
    cast(null as varchar) as brand,
    replace(facts.naf, '.', '') as naf,
    'Rue de la Démonstration' as address,
    cast(null as varchar) as post_code,
    facts.place_name as city,
    facts.departement as department,
    cast(null as varchar) as coords
from facts
inner join integration
    on integration.stratum = facts.stratum and integration.legal_form = facts.legal_form and integration.naf = facts.naf
where facts.state = 'A' and not facts.partial and facts.flag < integration.per_ten_thousand
order by siret, kind
