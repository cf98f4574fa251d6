-- Posts of the statutory ESS by région and family, as INSEE publishes them: what the draws amount to in the last year,
-- taken back by the growth of each family and by a draw of the région of at most 1 % a year.
create table ess_margins as
with statutory as (
    select facts.region, forms.family, sum(facts.posts) as posts
    from facts
    inner join forms on forms.legal_form = facts.legal_form
    where facts.state = 'A' and facts.naf not in (select code from exclusions)
    group by facts.region, forms.family
),
back as (
    select unnest(range(2022, last.year + 1)) as year, last.year as last
    from (select max("TIME_PERIOD") as year from flores) as last
)
select
    statutory.region,
    statutory.family as famille,
    back.year as annee,
    cast(round(statutory.posts / power(
        1 + growth.per_thousand / 1000 + 0.02 * (draw(statutory.region, statutory.family) - 0.5), last - year
    )) as bigint) as postes
from statutory
inner join growth on growth.part = statutory.family
cross join back
order by region, famille, annee
