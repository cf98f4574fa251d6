"""Whom to telephone: the establishments whose exact head count would narrow the estimate of a territory most.

Ten head counts of the largest employers of a territory bring its error from 5.6 % to 1.8 %, more than any model does
(docs/method/estimation.md). Each gain is computed: the interval of the posts of the ESS with and without the variance
of the establishment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from essaim.observatory.diagnosis.jobs import Jobs
from essaim.observatory.diagnosis.totals import Totals
from essaim.observatory.perimeter.rules import OUTSIDE, PERIMETERS
from essaim.observatory.reference.geography import Territory
from essaim.observatory.store.reader import Store

WORTH_ASKING = 10
# France, a région: nobody telephones for them.
LEVELS = ("commune", "intercommunality", "departement")
OPEN_BAND = "53"  # 10,000 or more: no model gives its mean
# What is expected of each establishment of the ESS, by its band.
EXPECTED = """inner join head_counts
        on head_counts.sphere = 'ess' and head_counts.band = place.band
        and head_counts.region = case when place.tier = 1 then place.region else '' end
        and head_counts.family = case when place.tier = 1 then place.family else '' end"""
CANDIDATES = f"""
    select
        place.siret, place.name, place.commune, place.band,
        cast(head_counts.mean AS double), cast(head_counts.variance AS double)
    from establishments AS place
    {EXPECTED}
    where {{condition}} and place.tier > ? and place.tier <= ?
        and head_counts.variance > 0 and not place.head_count_known and place.name is not null
    order by place.band = '{OPEN_BAND}' desc, head_counts.variance desc, head_counts.mean desc, place.siret
    limit ?
"""


@dataclass(frozen=True)
class Asked:
    """An establishment to ask for its head count: its band, what is expected of it, and what knowing it would bring.

    `gain` is the part of the width of the 90 % interval that goes if it alone is known; `together` the part that goes
    once it and those before it in the list are.
    """

    siret: str
    name: str
    commune: str
    band: str
    expected: float
    gain: float
    together: float


def to_ask(store: Store, territory: Territory, perimeter: str, totals: Totals) -> tuple[Asked, ...]:
    """At most ten, by decreasing gain, those of the open band first; public names only."""
    if territory.level not in LEVELS or not totals.ess.value:
        return ()
    rows = store.rows(
        CANDIDATES.format(condition=f"place.{territory.level} = ?"),
        [territory.code, OUTSIDE, PERIMETERS[perimeter].max_tier, WORTH_ASKING],
    )
    return _ranked(rows, totals)


def _ranked(rows: Sequence[tuple[Any, ...]], totals: Totals) -> tuple[Asked, ...]:
    whole = totals.ess
    width = _width(whole)
    if not width:
        return ()
    asked, left = [], whole
    for siret, name, commune, band, mean, variance in rows:
        alone = 1 - _width(_known(whole, mean, variance, totals.local_effect)) / width
        left = _known(left, mean, variance, totals.local_effect)
        asked.append(Asked(siret, name, commune, band, mean, alone, 1 - _width(left) / width))
    return tuple(asked)


def _known(jobs: Jobs, mean: float, variance: float, local_effect: float) -> Jobs:
    """The same posts once those of one establishment are known: neither its band nor the local effect blurs them."""
    blurred = jobs.value - jobs.known
    lifted = local_effect**2 * (blurred**2 - (blurred - mean) ** 2)
    return Jobs(jobs.value, 0, float("inf"), max(jobs.variance - variance - lifted, 0), jobs.known + mean)


def _width(jobs: Jobs) -> float:
    """Of the interval that the variance alone gives, the limits of the bands left aside."""
    low, high = Jobs(jobs.value, 0, float("inf"), jobs.variance, jobs.known).interval
    return high - low
