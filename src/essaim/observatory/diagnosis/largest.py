"""The largest organisations of a territory: what a share of employment rests on, and what a head office inflates.

They are public: names and head-count bands of the register. Bands are added up, never estimated one organisation by
one; the order is that of what bands stand for. Of head counts given under agreement, at most the totals of their groups
have a part in that order (docs/decisions, 11).
"""

from dataclasses import dataclass

from essaim.observatory.diagnosis.asking import EXPECTED
from essaim.observatory.diagnosis.jobs import bands
from essaim.observatory.perimeter.rules import OUTSIDE, PERIMETERS
from essaim.observatory.reference.geography import Territory
from essaim.observatory.store.reader import Store

SHOWN = 5
# For the whole country the list says nothing of any place, and reads every establishment.
LEVELS = ("commune", "intercommunality", "departement", "region")
UNITS = f"""
    select place.siren, min(place.name), list(place.band)
    from establishments AS place
    {EXPECTED}
    where {{condition}} and place.tier > ? and place.tier <= ? and place.name is not null
    group by place.siren
    having sum(head_counts.mean) >= 1
    order by sum(head_counts.mean) desc, place.siren
    limit ?
"""


@dataclass(frozen=True)
class Organisation:
    """A legal unit by its establishments in the territory; `low` and `high` add up their bands, None without limit."""

    siren: str
    name: str
    establishments: int
    low: int
    high: int | None


def largest(store: Store, territory: Territory, perimeter: str) -> tuple[Organisation, ...]:
    """At most five, by decreasing posts; only those whose name is public."""
    if territory.level not in LEVELS:
        return ()
    rows = store.rows(
        UNITS.format(condition=f"place.{territory.level} = ?"),
        [territory.code, OUTSIDE, PERIMETERS[perimeter].max_tier, SHOWN],
    )
    return tuple(_organisation(siren, name, held) for siren, name, held in rows)


def _organisation(siren: str, name: str, held: list[str]) -> Organisation:
    limits = [band for code in held if (band := bands()[code]).employs]
    high = sum(band.high for band in limits)
    return Organisation(
        siren, name, len(limits), sum(band.low for band in limits), None if high == float("inf") else int(high)
    )
