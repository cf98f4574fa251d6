"""Change over time, in pure arithmetic: rates, base 100, contributions, survival and the three effects of a change.

Nothing here knows where its numbers come from: whoever calls has made sure that both dates are counted alike
(docs/method/dynamics.md). A rate that is not defined is None.
"""

import math
from collections.abc import Mapping
from typing import NamedTuple

from essaim.observatory.diagnosis.jobs import QUANTILE
from essaim.observatory.language import Text

FEWEST = 20  # below, one more or one less is several per cent: numbers are told, rates are not
TOO_FEW = Text(
    "moins de 20 au départ : un pourcentage ou un indice grossirait une ou deux unités ; les nombres sont donnés",
    "fewer than 20 at the start: a percentage or an index would blow up one or two units; the numbers are given",
)


def borne(before: float, rate: float | None) -> float | None:
    """The rate, where there was enough at the start to bear one."""
    return rate if before >= FEWEST else None


def change(before: float, after: float) -> float | None:
    """D1, D4: how much has been gained, as a share of what was there; None from nothing."""
    return after / before - 1 if before > 0 else None


def yearly(before: float, after: float, years: float) -> float | None:
    """The mean yearly rate that leads from one to the other in so many years."""
    if before <= 0 or years <= 0 or after < 0:
        return None
    return float((after / before) ** (1 / years) - 1)


def base_100(before: float, after: float) -> float | None:
    """D2: what a value is when that of the first date is called 100."""
    return 100 * after / before if before > 0 else None


def contribution(before: float, after: float, all_before: float, all_after: float) -> float | None:
    """D3: the part of the net gains of a whole that is that of a part; None where the whole does not grow."""
    gained = all_after - all_before
    return (after - before) / gained if gained > 0 else None


def wilson(kept: int, of: int) -> tuple[float, float]:
    """The 90 % interval of a share counted on `of` cases: what chance alone could do to it (Wilson, 1927)."""
    share, weight = kept / of, QUANTILE**2 / of
    middle = (share + weight / 2) / (1 + weight)
    reach = QUANTILE * math.sqrt(share * (1 - share) / of + weight / (4 * of)) / (1 + weight)
    return max(0.0, middle - reach), min(1.0, middle + reach)


class Effects(NamedTuple):
    """A change in number: as much as the reference, the mix of parts at the start, and what is the place's own."""

    national: float
    mix: float
    local: float

    @property
    def total(self) -> float:
        return self.national + self.mix + self.local


def effects(
    before: Mapping[str, float],
    after: Mapping[str, float],
    reference_before: Mapping[str, float],
    reference_after: Mapping[str, float],
) -> Effects | None:
    """Shift-share over time: the three effects add up exactly to the change (statistics of regional growth, Dunn 1960).

    Each mapping gives jobs by part (sector, family). A part that the reference did not have at the start has no growth
    of its own there: what the place gains in it is local. None where the reference had nothing at the start.
    """
    whole = sum(reference_before.values())
    if whole <= 0:
        return None
    growth = sum(reference_after.values()) / whole - 1
    national = mix = local = 0.0
    for part in sorted({*before, *after}):
        start, gained = before.get(part, 0.0), after.get(part, 0.0) - before.get(part, 0.0)
        there = reference_before.get(part, 0.0)
        of_part = reference_after.get(part, 0.0) / there - 1 if there > 0 else growth
        national += start * growth
        mix += start * (of_part - growth)
        local += gained - start * of_part
    return Effects(national, mix, local)
