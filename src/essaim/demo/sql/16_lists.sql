-- What the bodies that publish a list, and INSEE's density grid, say of the same country.
create view listed_in_ess_france as
select
    cast(siren as varchar) as "SIREN",
    name as "Nom ou raison sociale de l'entreprise",
    case when legal_form between 9200 and 9299 then 'Associations' else 'Coopératives, mutuelles, fondations' end
        as "Famille juridique de l'entreprise",
    '' as "Code postal",
    '' as "Libellé de la commune de l'établissement",
    departement as "Code du département de l'établissement",
    '' as "Département de l'établissement",
    '' as "Région de l'établissement"
from units
where in_ess_france and not partial;

create view listed_as_esus as
select name as "Dénomination", text_siren(siren) as "SIREN"
from units
where in_esus;

-- Invented from population alone: the true grid is INSEE's.
create view density_grid as
select
    code as insee_com,
    name as lib_com,
    case
        when population > 50000 then 'Grands centres urbains'
        when population > 15000 then 'Centres urbains intermédiaires'
        when population > 6000 then 'Petites villes'
        when population > 3000 then 'Ceintures urbaines'
        when population > 1200 then 'Bourgs ruraux'
        when population > 200 then 'Rural à habitat dispersé'
        else 'Rural à habitat très dispersé'
    end as niveau_densite
from communes;

create view employment_zones as
select commune as "CODGEO", name as "LIBGEO", zone as "ZE2020", zone_name as "LIBZE2020"
from zones;
