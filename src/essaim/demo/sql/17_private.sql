-- Private employers by région, ESS family, division and year, under the headings of Urssaf: what the draws amount to in
-- the last year without agriculture nor Mayotte, taken back by the growth of each family; pay by head is invented.
create table private_employers as
with employed as (
    select
        facts.region,
        coalesce(forms.family, 'outside') as family,
        facts.naf[1:2] as division,
        count(*) as establishments,
        sum(facts.posts) as posts
    from facts
    left join forms on forms.legal_form = facts.legal_form and facts.naf not in (select code from exclusions)
    where facts.state = 'A' and facts.posts > 0 and facts.region <> '06'
        and facts.naf[1:2] not in ('01', '02', '03') and facts.legal_form // 1000 <> 7
    group by all
),
back as (
    select unnest(range(2015, last.year + 1)) as year, last.year as last
    from (select max("TIME_PERIOD") as year from flores) as last
),
told as (
    select
        employed.*, back.year,
        posts / power(1 + coalesce(growth.per_thousand, 5) / 1000 + 0.02 * (draw(region, family) - 0.5), last - year) as employees
    from employed
    left join growth on growth.part = employed.family
    cross join back
)
select
    region as code_region,
    case when family = 'outside' then '2-Hors ESS' else '1-ESS' end as champ_ess,
    case family
        when 'association' then 'Associations' when 'cooperative' then 'Coopératives' when 'mutual' then 'Mutuelles'
        when 'foundation' then 'Fondations' else 'Hors ESS'
    end as famille_ess,
    division as secteur_na88,
    year as annee,
    establishments as nombre_d_etablissements,
    cast(round(employees) as bigint) as effectifs_salaries_moyens,
    cast(round(employees * case when family = 'outside' then 31000 else 25500 end * power(1.02, year - 2015)) as bigint) as masse_salariale
from told
order by all
