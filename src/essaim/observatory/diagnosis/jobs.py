"""Jobs from head-count bands: an estimate with hard bounds, and the arithmetic that keeps the bounds true."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from essaim.observatory.reference.tables import read_table


@dataclass(frozen=True)
class Band:
    """One head-count band of Sirene: its bounds and the fitted mean number of posts (docs/method/indicators.md)."""

    code: str
    low: int
    high: float
    mean: float
    size_class: str

    @property
    def employs(self) -> bool:
        """At least one post on 31 December."""
        return self.low >= 1

    @property
    def known(self) -> bool:
        """Neither blank nor NN, which mixes "no employee" and "unknown"."""
        return self.code not in ("", "NN")


@cache
def bands() -> dict[str, Band]:
    """Every band by code, the blank one included, by increasing size."""
    blank = Band("", 0, 0, 0, "unknown")
    listed = (
        Band(row["code"], int(row["min"]), float(row["max"] or "inf"), float(row["mean"]), row["size_class"])
        for row in read_table("headcount_bands")
    )
    return {band.code: band for band in (blank, *listed)}


@dataclass(frozen=True)
class Jobs:
    """A number of posts between two hard bounds; `high` is infinite when a band has no upper bound."""

    value: float = 0
    low: float = 0
    high: float = 0

    def __add__(self, other: "Jobs") -> "Jobs":
        return Jobs(self.value + other.value, self.low + other.low, self.high + other.high)


NOTHING = Jobs()


@dataclass(frozen=True)
class Ratio:
    """A quotient of two amounts between two hard bounds."""

    value: float
    low: float
    high: float


def jobs_in(band: str, establishments: int) -> Jobs:
    """The posts of so many establishments of one band."""
    known = bands()[band]
    high = known.high * establishments if establishments else 0
    return Jobs(known.mean * establishments, known.low * establishments, high)


def total(amounts: Iterable[Jobs]) -> Jobs:
    """The sum of independent amounts."""
    return sum(amounts, NOTHING)


def share(part: Jobs, rest: Jobs) -> Ratio | None:
    """`part` over the whole that it makes with `rest`; None when the whole is nil.

    The bounds are exact for two disjoint amounts: the share is least when the part is least and the rest greatest.
    """
    whole = part.value + rest.value
    if not whole:
        return None
    return Ratio(part.value / whole, _fraction(part.low, rest.high), _fraction(part.high, rest.low))


def _fraction(part: float, rest: float) -> float:
    if not part:
        return 0.0
    return 1.0 if math.isinf(part) else part / (part + rest)


def over(part: Jobs, posts: float, set_apart: Jobs = NOTHING) -> Ratio | None:
    """`part` over a published number of posts, less an estimated amount.

    None when nothing is left to divide by, or when the estimate exceeds it: two sources of different years then
    disagree, and a share above 1 would be a lie.
    """
    left = posts - set_apart.value
    if left <= 0 or part.value > left:
        return None
    least = posts - set_apart.high
    high = 1.0 if part.high >= least else part.high / least
    return Ratio(part.value / left, part.low / (posts - set_apart.low), high)


def quotient(one: Ratio, other: Ratio) -> Ratio | None:
    """The ratio of two shares; None when the second is nil."""
    if not other.value:
        return None
    high = one.high / other.low if other.low else math.inf
    return Ratio(one.value / other.value, one.low / other.high if other.high else 0.0, high)


def portion(part: Jobs, whole: Jobs) -> Ratio | None:
    """One estimated amount over another that may hold it, never above 1; None when the second is nil."""
    if not whole.value:
        return None
    low = part.low / whole.high if not math.isinf(whole.high) else 0.0
    high = min(1.0, part.high / whole.low) if whole.low else 1.0
    return Ratio(part.value / whole.value, low, high)
