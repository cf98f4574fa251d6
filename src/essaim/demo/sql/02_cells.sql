-- How many establishments of each stratum stand in each commune: its inhabitants, the vigour of the ESS in its region
-- and in its intercommunality, and a draw that rounds up or down. `first` numbers the establishments of France.
create table cells as
with place as (
    select
        communes.code as commune,
        communes.departement,
        communes.region,
        communes.intercommunality,
        communes.population,
        -- Towns gather employers: activity grows a little faster than population.
        communes.population * greatest(0.55, least(1.6, power(greatest(communes.population, 50) / 9000.0, 0.08))) as weight,
        coalesce(regions.ess_factor, 0.8) * coalesce(intercommunalities.ess_factor,
            0.72 + 0.56 * draw(coalesce(communes.intercommunality, communes.code), 'vigour')) as vigour,
        upper(regexp_replace(strip_accents(communes.name), '[^[:alpha:]]+', ' ', 'g')) as place_name
    from communes
    left join regions on regions.region = communes.region
    left join intercommunalities on intercommunalities.intercommunality = communes.intercommunality
    where communes.population > 0
),
expected as (
    select
        place.*,
        strata.stratum,
        strata.branches,
        strata.per_thousand / 1000 * place.weight * case when strata.ess_variation = 1 then place.vigour else 1 end as rate
    from place
    cross join strata
    union all
    -- At full density in the demonstrated territory: those who employ nobody, outside the ESS, open and closed.
    select place.*, 'other' as stratum, 0 as branches, 0.6 * place.population as rate
    from place
    where place.intercommunality = getvariable('detailed')
),
counted as (
    select expected.*, cast(floor(rate + draw(commune, stratum)) as bigint) as establishments
    from expected
)
select
    counted.*,
    sum(establishments) over (order by departement, commune, stratum rows unbounded preceding) - establishments as first
from counted
where establishments > 0
