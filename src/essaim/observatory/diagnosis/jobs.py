"""Numbers of posts and their quotients: an estimate, its 90 % interval, and the limits that its bands set.

An establishment's head count is known by its band only. The estimate adds the expected head count of each band; its
variance adds those of the bands and the local effect, by which a territory departs from the law of the country
(docs/method/estimation.md). Amounts are log-normal around their mean: the interval of a quotient follows from the
variances of its terms.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from essaim.observatory.reference.tables import read_table

QUANTILE = 1.6449  # of the normal law at 95 %: a 90 % interval leaves 5 % on each side


@dataclass(frozen=True)
class Band:
    """One head-count band of Sirene and its limits."""

    code: str
    low: int
    high: float
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
    blank = Band("", 0, 0, "unknown")
    listed = (
        Band(row["code"], int(row["min"]), float(row["max"] or "inf"), row["size_class"])
        for row in read_table("headcount_bands")
    )
    return {band.code: band for band in (blank, *listed)}


@dataclass(frozen=True)
class Jobs:
    """A number of posts: its estimate, its variance, and the limits that the bands set (`high` may be infinite).

    `known` is the part of `value` that comes from known head counts, which no band and no local effect blur.
    `employers` is how many establishments hold them.
    """

    value: float = 0
    low: float = 0
    high: float = 0
    variance: float = 0
    known: float = 0
    employers: int = 0

    def __add__(self, other: "Jobs") -> "Jobs":
        """The sum of independent amounts."""
        return Jobs(
            self.value + other.value,
            self.low + other.low,
            self.high + other.high,
            self.variance + other.variance,
            self.known + other.known,
            self.employers + other.employers,
        )

    def less(self, part: "Jobs") -> "Jobs":
        """What is left without a part."""
        return Jobs(
            max(self.value - part.value, 0),
            max(self.low - part.low, 0),
            math.inf if math.isinf(self.high) else max(self.high - part.high, 0),
            max(self.variance - part.variance, 0),
            max(self.known - part.known, 0),
            max(self.employers - part.employers, 0),
        )

    def settled(self, local_effect: float) -> "Jobs":
        """The amount with the local effect of its territory (a relative standard deviation) in its variance."""
        blurred = local_effect * (self.value - self.known)
        return replace(self, variance=self.variance + blurred**2)

    def divided_by(self, number: float) -> "Jobs":
        """Posts for each of so many."""
        value, low, high, known = (part / number for part in (self.value, self.low, self.high, self.known))
        return Jobs(value, low, high, self.variance / number**2, known, self.employers)

    @property
    def of_one(self) -> bool:
        """An estimate of one establishment, which is never told: only its band is."""
        return self.employers == 1 and self.known < self.value

    @property
    def relative_variance(self) -> float:
        """Variance of the logarithm of the amount."""
        return math.log1p(self.variance / self.value**2) if self.value else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 90 % interval, within the limits of the bands."""
        return _between(*_log_normal(self.value, self.relative_variance), self.low, self.high, self.value)


NOTHING = Jobs()


@dataclass(frozen=True)
class Ratio:
    """A quotient: its estimate, the variance of its logarithm, its 90 % interval and its extreme values."""

    value: float
    low: float
    high: float
    relative_variance: float = 0
    interval: tuple[float, float] = (0, 0)


def total(amounts: Iterable[Jobs]) -> Jobs:
    """The sum of independent amounts."""
    return sum(amounts, NOTHING)


def share(part: Jobs, rest: Jobs) -> Ratio | None:
    """`part` over the whole that it makes with `rest`; None when the whole is nil.

    The extremes are exact for two disjoint amounts: the share is least when the part is least and the rest greatest.
    """
    whole = part.value + rest.value
    if not whole:
        return None
    value = part.value / whole
    low, high = _fraction(part.low, rest.high), _fraction(part.high, rest.low)
    odds_variance = part.relative_variance + rest.relative_variance
    if not 0 < value < 1:
        return Ratio(value, low, high, 0.0, (value, value))
    reach = QUANTILE * math.sqrt(odds_variance)
    odds = math.log(value / (1 - value))
    interval = _between(_logistic(odds - reach), _logistic(odds + reach), low, high, value)
    return Ratio(value, low, high, odds_variance * (1 - value) ** 2, interval)


def over(part: Jobs, posts: float, set_apart: Jobs = NOTHING) -> Ratio | None:
    """`part` over a published number of posts, less an estimated amount.

    None when nothing is left to divide by, or when the estimate exceeds it: two sources of different years then
    disagree, and a share above 1 would be a lie.
    """
    left = posts - set_apart.value
    if left <= 0 or part.value > left:
        return None
    least = posts - set_apart.high
    low, high = part.low / (posts - set_apart.low), 1.0 if part.high >= least else part.high / least
    variance = part.relative_variance + set_apart.variance / left**2
    return bounded_ratio(part.value / left, low, min(high, 1.0), variance)


def quotient(one: Ratio, other: Ratio) -> Ratio | None:
    """The ratio of two independent shares; None when the second is nil."""
    if not other.value:
        return None
    low, high = one.low / other.high if other.high else 0.0, one.high / other.low if other.low else math.inf
    return bounded_ratio(one.value / other.value, low, high, one.relative_variance + other.relative_variance)


def portion(part: Jobs, whole: Jobs) -> Ratio | None:
    """An amount over another that holds it, never above 1; None when the second is nil."""
    if not whole.value:
        return None
    low = part.low / whole.high if not math.isinf(whole.high) else 0.0
    high = min(1.0, part.high / whole.low) if whole.low else 1.0
    within = share(part, whole.less(part))
    variance = within.relative_variance if within else 0.0
    return bounded_ratio(part.value / whole.value, low, high, variance)


def inverse(ratio: Ratio) -> Ratio:
    """One over a ratio that is not nil."""
    high = 1 / ratio.low if ratio.low else math.inf
    return bounded_ratio(1 / ratio.value, 1 / ratio.high, high, ratio.relative_variance)


def bounded_ratio(value: float, low: float, high: float, relative_variance: float) -> Ratio:
    """A ratio between its extremes, with the interval of a log-normal of this variance of the logarithm."""
    interval = _between(*_log_normal(value, relative_variance), low, high, value)
    return Ratio(value, low, high, relative_variance, interval)


def _log_normal(mean: float, relative_variance: float) -> tuple[float, float]:
    """The 5 % and 95 % quantiles of a log-normal law of this mean and of this variance of the logarithm."""
    reach = QUANTILE * math.sqrt(relative_variance)
    median = mean * math.exp(-relative_variance / 2)
    return median * math.exp(-reach), median * math.exp(reach)


def _between(low: float, high: float, least: float, greatest: float, value: float) -> tuple[float, float]:
    """An interval cut at the extremes; it always holds the estimate."""
    return min(max(low, least), value), max(min(high, greatest), value)


def _logistic(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


def _fraction(part: float, rest: float) -> float:
    if not part:
        return 0.0
    return 1.0 if math.isinf(part) else part / (part + rest)
