-- Contracts and subsidies that structures of the ESS received: invented, awkward cases included, for one employer in ten
-- and for all the structures of the interview.
create table buyers as
select commune, min(siren) as siren, min(name) as name
from facts
where legal_form = 7210 and head_office and state = 'A'
group by commune;

create table recipients as
select
    siren, rank, naf[1:2] as division, stratum, commune, draw(siren, 'received') as luck, partial,
    text_siret(siren, rank) as siret,
    lag(text_siret(siren, rank)) over (order by siren) as partner
from facts
where head_office and state = 'A' and ess and (stratum = 'interview' or band between '03' and '53');

create table awarded as
select
    recipients.*, buyers.siren as buyer, buyers.name as buyer_name, number,
    coalesce(named.object, other.object) as object, coalesce(named.cpv, other.cpv) as cpv,
    case when stratum = 'interview' then number * 0.12 else draw(recipients.siren, 'kind' || number) end as kind,
    round(exp(10.6 + 2.4 * draw(recipients.siren, 'amount' || number)), -2) as amount,
    date '2021-01-04' + cast(2000 * draw(recipients.siren, 'day' || number) as integer) as notified,
    strftime(date '2021-01-04' + cast(2000 * draw(recipients.siren, 'day' || number) as integer), '%Y') || 'M'
        || lpad(cast(recipients.siren % 10000 as varchar), 4, '0') || '.' || number as id,
from recipients
inner join buyers on buyers.commune = recipients.commune
cross join (select unnest(range(6)) as number) as several
left join contracts as named on named.division = recipients.division
inner join contracts as other on other.division = '**'
where stratum = 'interview' or (luck < 0.1 and number < 1 + luck * 30);

-- What becomes of a contract in the consolidated table: holders, versions, sources, damage.
create table contract_rows as
with shaped as (
    select
        *, siret as holder, 0 as version, notified as dated, true as is_current, amount as told, 1 as site, 'pes' as origin
    from awarded
    union all  -- a second holder
    select *, partner, 0, notified, true, amount, 1, 'pes' from awarded where kind < 0.12
    union all  -- an earlier version, for a smaller amount
    select *, siret, 0, notified, false, round(amount * 0.8), 1, 'pes' from awarded where kind >= 0.12 and kind < 0.24
    union all  -- the same contract told by another source, under another establishment of the buyer
    select *, siret, 0, notified, true, amount, 2, 'aife' from awarded where kind >= 0.36 and kind < 0.48
)
select
    text_siret(buyer, site) || replace(id, '.', '_') as uid,
    replace(id, '.', '_') as id,
    'Marché' as nature,
    text_siret(buyer, site) as "acheteur_id",
    buyer_name as "acheteur_nom",
    -- A postcode in the place of the number of the establishment.
    case when kind >= 0.48 and kind < 0.6 then holder[1:9] || '21000' else holder end as "titulaire_id",
    'SIRET' as "titulaire_typeIdentifiant",
    'STRUCTURE SYNTHETIQUE' as "titulaire_nom",
    object || ' (marché synthétique)' as objet,
    cast(case when kind >= 0.9 then 10 else told end as double) as montant,
    cpv as "codeCPV",
    case when kind >= 0.24 and kind < 0.36 then 'Accord-cadre' else 'Sans objet' end as techniques,
    cast(12 + 12 * (number % 4) as integer) as "dureeMois",
    case when is_current and kind >= 0.12 and kind < 0.24 then dated + 200 else dated end as "dateNotification",
    dated + 40 + 10 * site as "datePublicationDonnees",
    case when kind >= 0.24 and kind < 0.36 then 'Bons de commande' else 'Sans objet' end as "modalitesExecution",
    case when kind >= 0.6 and kind < 0.7 then 'Clause sociale, Marché réservé' else 'Sans objet' end
        as "considerationsSociales",
    cast(null as varchar) as "idAccordCadre",
    cast(case when is_current and kind >= 0.12 and kind < 0.24 then 1 else 0 end as integer) as modification_id,
    is_current as "donneesActuelles",
    origin as "sourceDataset"
from shaped
where holder is not null
order by uid, modification_id, "titulaire_id", origin;

create table subsidy_rows as
select
    buyer_name as "nomAttribuant",
    text_siret(buyer, 1) as "idAttribuant",
    strftime(notified + 30, '%Y-%m-%d') as "dateConvention",
    'DEL-' || id as "referenceDecision",
    'STRUCTURE SYNTHETIQUE' as "nomBeneficiaire",
    case when kind >= 0.8 then text_siren(siren) else siret end as "idBeneficiaire",
    '' as "rnaBeneficiaire",
    case number % 3 when 0 then 'Fonctionnement' when 1 then 'Projet associatif' else 'Investissement' end
        || ' (subvention synthétique)' as objet,
    round(amount / 4, 2) as montant,
    case when kind >= 0.36 and kind < 0.42 then 'aide en nature' else 'aide en numéraire' end as nature,
    case when kind >= 0.42 and kind < 0.48 then 0.5 else 1 end as "pourcentageSubvention",
    commune in (select code from dijon_metropole) as by_hand
from awarded
where division <> '18' or number < 2
order by "referenceDecision", "idBeneficiaire"
