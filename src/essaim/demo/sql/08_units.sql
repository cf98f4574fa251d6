-- Legal units: the head office of each, with what lists say of it.
create table units as
select
    siren, stratum, legal_form, naf, name, acronym, partial, insee_flag, created, closed,
    state = 'A' as active,
    shown_band,
    ess and created < date '2023-11-20' and listed % 100 < case when stratum = 'ess_company' then 3 else 58 end as in_ess_france,
    (stratum = 'ess_company' and listed < 2600) or (stratum in ('association_employer', 'interview') and listed < 60) as in_esus,
    commune, departement
from facts
where head_office
