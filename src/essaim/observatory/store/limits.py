"""Flores as an upper limit: the posts of the ESS cannot exceed those of all employers, département by sector.

A cell that does is told with its residual and left as it is: the two sources are of different years, and an estimate
forced under the limit would only hide that they disagree (docs/method/estimation.md).
"""

from essaim.observatory.estimation.alerts import Alert
from essaim.observatory.reference import activities
from essaim.observatory.store.engine import Engine

MARGIN = "Flores, département × A17"
# Sums of both sides by département; a suppressed commune makes the published sum too small to be a limit.
ESTIMATED = (
    "select departement, division, cast(sum(posts) AS double) from cube where tier > 0 group by departement, division"
)
PUBLISHED = """
    select departement, activity, cast(sum(posts) AS double)
    from flores
    group by departement, activity
    having count(*) = count(posts)
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
        Alert("above_limit", MARGIN, number, posts, estimated[departement, sector], f"{departement} × {sector}")
        for number, (departement, sector, posts) in enumerate(sorted(engine.rows(PUBLISHED)))
        if estimated.get((departement, sector), 0.0) > posts
    )
