"""S4: is the ESS heavier here because of what the territory does, or because it does it more within the ESS?

The gap between the territory's share and that of France is exactly the sum of a structure effect (the sectors that
are here) and of an own effect (the ESS within each sector), without residual. A sector that the territory lacks has no
share of its own: that of France stands in, and its own effect is nil.
"""

import math
from collections.abc import Mapping

from essaim.observatory.diagnosis.facts import NO_PART, UNKNOWN_SECTOR, Facts, Part
from essaim.observatory.diagnosis.jobs import QUANTILE, Ratio
from essaim.observatory.diagnosis.writing import Writer
from essaim.observatory.language import Text

# Weight of the sector in all posts, share of the ESS within it, and the variance of that share.
Sector = tuple[float, float, float]


def write_shift_share(writer: Writer, facts: Facts, france: Facts) -> None:
    """The gap with France and its two parts, in shares of employment."""
    here, there = _sectors(facts), _sectors(france)
    effects = _effects(here, there) if here and there else None
    for measure in ("gap", "structure", "own"):
        writer.write(
            "S4",
            effects[measure] if effects else None,
            {"measure": measure},
            denominator=Text("écart de part de l'ESS avec la France", "gap of the share of the ESS with France"),
            flores=bool(facts.flores),
        )


def _sectors(facts: Facts) -> dict[str, Sector]:
    """Every sector of a territory over the posts of Flores where they are complete, else over those of Sirene."""
    mine, theirs = facts.sectors, facts.other_sectors
    posts = _posts(facts.flores, mine, theirs)
    whole = sum(posts.values())
    return (
        {
            sector: (
                posts[sector] / whole,
                mine.get(sector, NO_PART).jobs.value / posts[sector],
                mine.get(sector, NO_PART).jobs.variance / posts[sector] ** 2,
            )
            for sector in posts
        }
        if whole
        else {}
    )


def _posts(flores: Mapping[str, int], mine: Mapping[str, Part], theirs: Mapping[str, Part]) -> dict[str, float]:
    sectors = {*mine, *theirs} - {UNKNOWN_SECTOR}
    counted = {
        sector: mine.get(sector, NO_PART).jobs.value + theirs.get(sector, NO_PART).jobs.value for sector in sectors
    }
    if flores and all(flores.get(sector, 0) >= mine.get(sector, NO_PART).jobs.value for sector in sectors):
        counted = {sector: float(flores.get(sector, 0)) for sector in sectors}
    return {sector: posts for sector, posts in sorted(counted.items()) if posts > 0}


def _effects(here: dict[str, Sector], there: dict[str, Sector]) -> dict[str, Ratio]:
    structure = own = structure_variance = own_variance = 0.0
    for sector in sorted({*here, *there}):
        weight_there, share_there, variance_there = there.get(sector, (0.0, *here.get(sector, (0.0, 0.0, 0.0))[1:]))
        weight_here, share_here, variance_here = here.get(sector, (0.0, share_there, variance_there))
        structure += (weight_here - weight_there) * (share_here + share_there) / 2
        own += (share_here - share_there) * (weight_here + weight_there) / 2
        both = variance_here + variance_there
        structure_variance += ((weight_here - weight_there) / 2) ** 2 * both
        own_variance += ((weight_here + weight_there) / 2) ** 2 * both
    return {
        "gap": _signed(structure + own, structure_variance + own_variance),
        "structure": _signed(structure, structure_variance),
        "own": _signed(own, own_variance),
    }


def _signed(value: float, variance: float) -> Ratio:
    """A difference of shares: it may be below nought, and its interval is that of a normal law."""
    reach = QUANTILE * math.sqrt(variance)
    return Ratio(value, -1.0, 1.0, 0.0, (max(value - reach, -1.0), min(value + reach, 1.0)))
