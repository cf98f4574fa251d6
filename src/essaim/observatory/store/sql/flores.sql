-- Salaried posts by commune and sector, of the file that makes the denominators.
create table flores as
select
    geography.region,
    geography.departement,
    geography.intercommunality,
    geography.commune,
    coalesce(nomenclatures.level, 'A17') AS nomenclature,
    flores_communes.activity,
    flores_communes.establishments,
    flores_communes.posts,
    flores_communes.status,
    flores_communes.year
from flores_communes
inner join geography on geography.commune = flores_communes.commune
left join nomenclatures on nomenclatures.code = flores_communes.activity
where flores_communes.source = 'flores'
order by departement, intercommunality, commune, nomenclature, activity
