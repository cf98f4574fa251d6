"""Comparable territories: the nearest of a tier on open variables, none of which measures the ESS.

Arithmetic only: what the variables are, and where they come from, is in `landscape`. A variable is a vector: one
number, or the square roots of the shares of a mix, which then weigh together as much as one number. The method is in
docs/method/peers.md.
"""

import heapq
import itertools
import math
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from essaim.observatory.language import Text
from essaim.observatory.reference.geography import Territory

SIZE = 10
MOST_MISSING = 2
FURTHEST = 3.0  # in standard deviations: an outlier counts as this, no more
FRAGILE = 0.6
ALIKE = 0.8  # two numbers more correlated than that say one thing: they count as one variable
FEWEST_TO_TELL = 10  # territories that know both, for their correlation to mean something
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
    """How a variable of a tier is standardised: its means, and what each deviation is divided by.

    The divisors are such that the variance of the whole vector is 1.
    """

    mean: Vector
    spread: Vector

    def standard(self, measured: Vector) -> Vector:
        """Deviations from the mean, of at most three standard deviations in all."""
        moved = tuple((one - mean) / by for one, mean, by in zip(measured, self.mean, self.spread, strict=True))
        length = math.hypot(*moved)
        return tuple(one * FURTHEST / length for one in moved) if length > FURTHEST else moved


@dataclass(frozen=True)
class Tier:
    """Territories that may be compared: `points` by code, in order, without those of which too much is unknown.

    `variables` are those that tell the territories of the tier apart, each made of the measures at the places `kept`;
    `scales` are theirs. `flat` holds the points of which nothing is missing, every variable one after the other.
    """

    name: Text
    variables: tuple[Variable, ...]
    scales: tuple[Scale, ...]
    kept: tuple[tuple[int, ...], ...]
    points: Mapping[str, Measures]
    flat: Mapping[str, Vector] = field(repr=False)

    def point(self, measures: Measures) -> Measures:
        """Any territory on the scales of this tier."""
        found = (_joined([measures[place] for place in places]) for places in self.kept)
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
    columns = [[measured[code][place] for code in codes] for place in range(len(variables))]
    scales = {place: scale for place, column in enumerate(columns) if (scale := _scale(column))}
    kept = _alike([place for place in scales if len(scales[place].mean) == 1], columns)
    kept = tuple(sorted([*kept, *((place,) for place in scales if len(scales[place].mean) > 1)]))
    used = tuple(_named([variables[place] for place in places]) for places in kept)
    bare = Tier(name, used, tuple(_together([scales[place] for place in places]) for places in kept), kept, {}, {})
    points = {code: bare.point(measured[code]) for code in codes}
    points = {code: point for code, point in points.items() if enough(point)}
    flat = {code: whole for code, point in points.items() if (whole := _joined(point))}
    return replace(bare, points=points, flat=flat)


def _scale(known: Sequence[Vector | None]) -> Scale | None:
    """None when the variable tells nobody apart."""
    vectors = [one for one in known if one]
    if len(vectors) < 2:
        return None
    columns = list(zip(*vectors, strict=True))
    mean = tuple(math.fsum(column) / len(vectors) for column in columns)
    squares = math.fsum((one - middle) ** 2 for column, middle in zip(columns, mean, strict=True) for one in column)
    spread = math.sqrt(squares / len(vectors))
    return Scale(mean, (spread,) * len(mean)) if spread > 1e-9 else None


def _alike(places: Sequence[int], columns: Sequence[Sequence[Vector | None]]) -> tuple[tuple[int, ...], ...]:
    """The numbers in groups: each is highly correlated with another of its group."""
    groups = [[place] for place in places]
    for one, other in itertools.combinations(places, 2):
        first, second = (next(group for group in groups if place in group) for place in (one, other))
        if first is not second and abs(_correlation(columns[one], columns[other])) > ALIKE:
            first += second
            groups.remove(second)
    return tuple(tuple(sorted(group)) for group in groups)


def _correlation(one: Sequence[Vector | None], other: Sequence[Vector | None]) -> float:
    pairs = [(a[0], b[0]) for a, b in zip(one, other, strict=True) if a and b]
    sides = list(zip(*pairs, strict=True))
    if len(pairs) < FEWEST_TO_TELL or any(len(set(side)) == 1 for side in sides):
        return 0.0
    return statistics.correlation(*sides)


def _named(variables: Sequence[Variable]) -> Variable:
    """One variable, or several that count as one."""
    names = [one.name for one in variables]
    told = Text(" et ".join(one.fr for one in names), " and ".join(one.en for one in names))
    return Variable("+".join(one.id for one in variables), told)


def _together(scales: Sequence[Scale]) -> Scale:
    """Several numbers as one vector, which weighs as much as one of them."""
    share = math.sqrt(len(scales))
    return Scale(
        tuple(one for scale in scales for one in scale.mean),
        tuple(one * share for scale in scales for one in scale.spread),
    )


def _joined(vectors: Sequence[Vector | None]) -> Vector | None:
    """One after the other; None where one is missing."""
    known = [one for one in vectors if one]
    return tuple(itertools.chain.from_iterable(known)) if len(known) == len(vectors) else None


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
