"""Flores as an upper limit: the posts of the ESS cannot exceed those of all employers, département by sector.

A cell that does is told with its residual and left as it is: the two sources are of different years, and an estimate
forced under the limit would only hide that they disagree (docs/method/estimation.md, decision 12).
"""

from essaim.observatory.estimation.alerts import Alert
from essaim.observatory.reference import activities
from essaim.observatory.store.engine import Engine

ESTIMATED = (
    "select departement, division, cast(sum(posts) AS double) from cube where tier > 0 group by departement, division"
)
# The row of the département as it is published; where the file has none, the sum of its communes, which is a limit only
# where none of them is suppressed. Of the edition in use: sectors are those of A17, which a newer A5 does not have.
PUBLISHED = """
    with summed as (
        select
            departement, activity, max(year) AS year, cast(sum(posts) AS double) AS posts,
            count(*) = count(posts) AS whole
        from flores
        group by departement, activity
    )
    select summed.departement, summed.activity, summed.year, coalesce(cast(told.posts AS double), summed.posts)
    from summed
    left join flores_series AS told
        on told.level = 'departement' and told.code = summed.departement
        and told.activity = summed.activity and told.year = summed.year
    where summed.whole or told.posts is not null
"""


def above_flores(engine: Engine) -> tuple[Alert, ...]:
    """One alert for each département and A17 sector where the ESS is estimated above all salaried posts."""
    sector_of = activities.divisions_of("A17")
    estimated: dict[tuple[str, str], float] = {}
    for departement, division, posts in engine.rows(ESTIMATED):
        if sector := sector_of.get(division):
            cell = departement, sector
            estimated[cell] = estimated.get(cell, 0.0) + posts
    return tuple(
        Alert(
            "above_limit",
            f"Flores {year}, département × A17",
            number,
            posts,
            estimated[departement, sector],
            f"{departement} × {sector}",
            f"departement:{departement}",
        )
        for number, (departement, sector, year, posts) in enumerate(sorted(engine.rows(PUBLISHED)))
        if estimated.get((departement, sector), 0.0) > posts
    )
