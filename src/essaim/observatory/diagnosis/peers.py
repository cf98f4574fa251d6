"""Comparable territories: the nearest of a tier on open variables, none of which measures the ESS.

Arithmetic only: what the variables are, and where they come from, is in `landscape`. A variable is a vector: one
number, or the square roots of the shares of a mix, which then weigh together as much as one number. The method is in
docs/method/peers.md.
"""

import heapq
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from essaim.observatory.language import Text
from essaim.observatory.reference.geography import Territory

SIZE = 10
MOST_MISSING = 2
FURTHEST = 3.0  # in standard deviations: an outlier counts as this, no more
FRAGILE = 0.6
CLOSEST, DIFFERENT = 3, 2
UNNAMED = Text("", "")

Vector = tuple[float, ...]
# One vector per variable; None where it is not known.
Measures = tuple[Vector | None, ...]


@dataclass(frozen=True)
class Variable:
    """What territories are compared on, as it is named within a sentence."""

    id: str
    name: Text


@dataclass(frozen=True)
class Scale:
    """How a variable of a tier is standardised: its mean, and the square root of its whole variance."""

    mean: Vector
    spread: float

    def standard(self, measured: Vector) -> Vector:
        """Deviations from the mean, of at most three standard deviations in all."""
        moved = tuple((one - mean) / self.spread for one, mean in zip(measured, self.mean, strict=True))
        length = math.hypot(*moved)
        return tuple(one * FURTHEST / length for one in moved) if length > FURTHEST else moved


@dataclass(frozen=True)
class Tier:
    """Territories that may be compared: `points` by code, in order, without those of which too much is unknown.

    `variables` are those that tell the territories of the tier apart, at the places `kept` of their measures; `scales`
    are theirs. `flat` holds the points of which nothing is missing, every variable one after the other.
    """

    name: Text
    variables: tuple[Variable, ...]
    scales: tuple[Scale, ...]
    kept: tuple[int, ...]
    points: Mapping[str, Measures]
    flat: Mapping[str, Vector] = field(repr=False)

    def point(self, measures: Measures) -> Measures:
        """Any territory on the scales of this tier."""
        found = (measures[place] for place in self.kept)
        return tuple(scale.standard(one) if one else None for scale, one in zip(self.scales, found, strict=True))

    def distance(self, one: str, other: str) -> float:
        """Between two territories of the tier."""
        mine, theirs = self.flat.get(one), self.flat.get(other)
        if mine and theirs:
            return math.dist(mine, theirs) / math.sqrt(len(self.variables))
        return mean_gap(gaps(self.points[one], self.points[other]))


@dataclass(frozen=True)
class Likeness:
    """Why a territory is comparable; `mutual` says that each is among the nearest of the other."""

    distance: float | None
    closest: tuple[Variable, ...]
    different: tuple[Variable, ...]
    mutual: bool


@dataclass(frozen=True)
class Peer:
    """A comparable territory; `chosen` by the user rather than found."""

    territory: Territory
    likeness: Likeness
    chosen: bool = False


@dataclass(frozen=True)
class Peers:
    """The territories that one is set beside, nearest first, those that the user chose before the others.

    `tier` says among which of `candidates`. `stability` is how much of the group is left, on average, when a variable
    is taken away: None for a group that the user changed. `reason` is told when there is no group.
    """

    listed: tuple[Peer, ...] = ()
    tier: Text = UNNAMED
    candidates: int = 0
    variables: tuple[Variable, ...] = ()
    stability: float | None = None
    chosen: bool = False
    reason: Text | None = None

    @property
    def fragile(self) -> bool:
        """The group depends on which variables are looked at."""
        return self.stability is not None and self.stability < FRAGILE


def tier_of(name: Text, variables: Sequence[Variable], measured: Mapping[str, Measures]) -> Tier:
    """A tier from what is measured of each of its territories; the order in which they come does not matter."""
    codes = sorted(measured)
    found = {place: _scale([measured[code][place] for code in codes]) for place in range(len(variables))}
    scales = {place: scale for place, scale in found.items() if scale}
    kept, used = tuple(scales), tuple(variables[place] for place in scales)
    bare = Tier(name, used, tuple(scales.values()), kept, {}, {})
    points = {code: bare.point(measured[code]) for code in codes}
    points = {code: point for code, point in points.items() if enough(point)}
    flat = {code: whole for code, point in points.items() if (whole := _flat(point))}
    return Tier(name, used, bare.scales, kept, points, flat)


def _scale(known: Sequence[Vector | None]) -> Scale | None:
    """None when the variable tells nobody apart."""
    vectors = [one for one in known if one]
    if len(vectors) < 2:
        return None
    columns = list(zip(*vectors, strict=True))
    mean = tuple(math.fsum(column) / len(vectors) for column in columns)
    squares = math.fsum((one - middle) ** 2 for column, middle in zip(columns, mean, strict=True) for one in column)
    spread = math.sqrt(squares / len(vectors))
    return Scale(mean, spread) if spread > 1e-9 else None


def _flat(point: Measures) -> Vector | None:
    """Every variable one after the other; None where one is missing."""
    known = [vector for vector in point if vector]
    return tuple(one for vector in known for one in vector) if len(known) == len(point) else None


def enough(point: Measures) -> bool:
    """At most two variables are missing, and not all of them."""
    missing = sum(one is None for one in point)
    return missing <= MOST_MISSING and missing < len(point)


def gaps(one: Measures, other: Measures) -> list[float | None]:
    """The squared distance on each variable; None where either is missing."""
    return [math.dist(a, b) ** 2 if a and b else None for a, b in zip(one, other, strict=True)]


def mean_gap(squares: Sequence[float | None], without: int | None = None) -> float:
    """The distance on the variables that are known of both; infinite when there is none."""
    known = [one for place, one in enumerate(squares) if one is not None and place != without]
    return math.sqrt(sum(known) / len(known)) if known else math.inf


def nearest(tier: Tier, code: str, size: int = SIZE) -> list[str]:
    """The nearest territories of the tier, nearest first, ties by code; none where too little is known of this one."""
    if code not in tier.points:
        return []
    return _first(((tier.distance(code, other), other) for other in tier.points if other != code), size)


def _first(pairs: Iterator[tuple[float, str]], size: int) -> list[str]:
    return [code for distance, code in heapq.nsmallest(size, pairs) if not math.isinf(distance)]


def stability(tier: Tier, code: str, size: int = SIZE) -> float | None:
    """What is left of the group when one variable is taken away, on average; None without a group."""
    group = set(nearest(tier, code, size))
    if not group or len(tier.variables) < 2:
        return None
    point = tier.points[code]
    table = [(gaps(point, other), key) for key, other in tier.points.items() if key != code]
    summed = [(sum(filter(None, one)), len(one) - one.count(None), one, key) for one, key in table]
    shares = []
    for place, known in enumerate(point):
        if known:
            without = (
                (_ratio(whole - (one[place] or 0.0), count - (one[place] is not None)), key)
                for whole, count, one, key in summed
            )
            shares.append(len(group.intersection(_first(without, size))))
    return sum(shares) / len(shares) / len(group)


def _ratio(whole: float, count: int) -> float:
    return whole / count if count else math.inf


def likeness(tier: Tier, code: str, other: str, measures: Measures | None, size: int = SIZE) -> Likeness:
    """How another territory, of this tier or not, is like this one; `measures` are what is known of the other."""
    point = tier.points.get(other) or (tier.point(measures) if measures else None)
    if point is None or code not in tier.points:
        return Likeness(None, (), (), mutual=False)
    squares = gaps(tier.points[code], point)
    known = sorted((gap, place) for place, gap in enumerate(squares) if gap is not None)
    ordered = [tier.variables[place] for _, place in known]
    apart = mean_gap(squares)
    apart_most = min(DIFFERENT, max(len(ordered) - CLOSEST, 1)) if len(ordered) > 1 else 0
    return Likeness(
        None if math.isinf(apart) else apart,
        tuple(ordered[: len(ordered) - apart_most][:CLOSEST]),
        tuple(reversed(ordered[len(ordered) - apart_most :])),
        other in tier.points and _is_near(tier, other, code, size),
    )


def _is_near(tier: Tier, centre: str, code: str, size: int) -> bool:
    """Whether a territory is among the nearest of another, without listing them all."""
    flat = tier.flat
    slow = tier.points.keys() - flat.keys() if centre in flat and code in flat else tier.points.keys()
    closer = 0
    if len(slow) < len(tier.points):
        middle, reach = flat[centre], math.dist(flat[centre], flat[code])
        near = [other for other, point in flat.items() if math.dist(middle, point) <= reach]
        closer = sum((math.dist(middle, flat[other]), other) < (reach, code) for other in near if other != centre)
    limit = (tier.distance(centre, code), code)
    closer += sum((tier.distance(centre, other), other) < limit for other in slow if other != centre)
    return closer < size


def picked(
    tier: Tier, code: str, *, pinned: Sequence[str] = (), dropped: Sequence[str] = (), size: int = SIZE
) -> list[str]:
    """The pinned territories, then the nearest that are not dropped, so many in all."""
    first = list(dict.fromkeys(one for one in pinned if one != code))
    room = max(size - len(first), 0)
    found = nearest(tier, code, size + len(first) + len(dropped)) if room else []
    return [*first, *[one for one in found if one not in first and one not in dropped][:room]]
