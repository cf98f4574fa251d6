"""A value as it is drawn and as it is told, and the scale that it is drawn on."""

import math
import sys
from collections.abc import Callable, Iterable, Sequence, Sized
from dataclasses import dataclass

MOST_ROWS = 30  # above, a table is read faster
TINY = 1e-290  # below, a difference has no place on paper

# How a round number of an axis is written: the caller knows the unit and the language.
Written = Callable[[float], str]


@dataclass(frozen=True)
class Point:
    """One value; `shown` and `between` are in the page's language. Without a value, `reason` says why, in words."""

    name: str
    value: float | None
    shown: str
    low: float | None = None
    high: float | None = None
    between: str = ""
    reason: str = ""

    @property
    def why(self) -> str:
        """What stands in place of a value that is missing or withheld."""
        return self.reason or self.shown or "–"

    @property
    def amount(self) -> str:
        """The value without its name."""
        if self.value is None:
            return self.why
        return self.shown + (f" ({self.between})" if self.between else "")

    @property
    def told(self) -> str:
        return f"{self.name} {self.amount}" if self.known else f"{self.name} : {self.why}"

    @property
    def known(self) -> bool:
        return self.value is not None

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The interval, where there is one."""
        return (self.low, self.high) if self.known and self.low is not None and self.high is not None else None


def checked(rows: Sized, what: str, most: int = MOST_ROWS) -> None:
    """Refuses a chart that nobody could read."""
    if not len(rows):
        raise ValueError(f"A chart needs at least one row of {what}.")
    if len(rows) > most:
        raise ValueError(f"A chart shows at most {most} rows of {what}, not {len(rows)}: give them as a table.")


@dataclass(frozen=True)
class Scale:
    """From a value to its place between `start` and `end`; what lies outside is drawn at the edge."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        share = (value / 2 - self.low / 2) / (self.high / 2 - self.low / 2)
        return self.start + (self.end - self.start) * min(max(share, 0), 1)


def extent(values: Iterable[float], *, zero: bool = False, pad: float = 0.0) -> tuple[float, float]:
    """From the lowest to the highest; never flat. `pad` is the share left free at both ends."""
    found = [*values, *([0.0] if zero else [])] or [0.0]
    if not all(math.isfinite(value) for value in found):
        raise ValueError("A chart draws finite numbers only.")
    low, high = min(found), max(found)
    size = max(abs(low), abs(high))
    if size < TINY:
        return (-pad, 1.0 + pad)
    half = high / 2 - low / 2
    if half <= size * 1e-9:
        half = size * 0.1
        low, high = low - half, high + half
    room = half * (2 * pad)
    return (_finite(low - room), _finite(high + room))


def spread_of(points: Iterable[Point]) -> list[float]:
    """Every number that the scale must hold: values and the bounds of their intervals."""
    known = [point for point in points if point.value is not None]
    return [number for point in known for number in (point.value, *(point.bounds or ())) if number is not None]


def ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Round numbers between both ends: about `count` of them, at most twice as many."""
    raw = high / count - low / count
    if raw <= TINY or not math.isfinite(raw):
        return [low]
    unit = 10.0 ** math.floor(math.log10(raw))
    step = next((unit * times for times in (1, 2, 5) if unit * times >= raw * 0.999), unit * 10)
    if not math.isfinite(step):
        return [low]
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [_rounded(place * step, step) for place in range(first, last + 1)]


def runs(points: Sequence[Point], cuts: frozenset[int]) -> list[list[int]]:
    """Places of the values that follow one another, cut where one is missing and before each place in `cuts`."""
    found: list[list[int]] = [[]]
    for place, point in enumerate(points):
        if not point.known or place in cuts:
            found.append([])
        if point.known:
            found[-1].append(place)
    return [run for run in found if run]


def _rounded(value: float, step: float) -> float:
    """Without the dust of binary fractions: 0.3, not 0.30000000000000004."""
    return round(value, min(max(0, 2 - math.floor(math.log10(step))), 300)) + 0.0


def _finite(value: float) -> float:
    return min(max(value, -sys.float_info.max), sys.float_info.max)
