"""What the store holds about one territory, read once for every indicator and every perimeter."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from essaim.observatory.diagnosis.jobs import NOTHING, Jobs, bands
from essaim.observatory.perimeter.rules import OUTSIDE, PERIMETERS
from essaim.observatory.reference import activities
from essaim.observatory.reference.geography import Territory
from essaim.observatory.store.reader import Store

# The levels that the cube is read for; the others are in its rollup, which has no commune.
DETAILED = ("commune", "intercommunality")
DECLARED_TIER = 3
EVERY_FAMILY = "_T"
UNKNOWN_SECTOR = "_U"


class Cell(NamedTuple):
    """Establishments alike in everything that the diagnosis looks at, and the posts that they amount to."""

    tier: int
    family: str
    subfamily: str
    division: str
    band: str
    establishments: int
    posts: float
    variance: float
    low: int
    high: int
    open: int
    known_posts: int

    @property
    def jobs(self) -> Jobs:
        """Posts on 31 December, without the local effect of the territory."""
        high = math.inf if self.open else self.high
        return Jobs(self.posts, self.low, high, self.variance, self.known_posts, self.employers)

    @property
    def employers(self) -> int:
        """Establishments with at least one employee on 31 December."""
        return self.establishments if bands()[self.band].employs else 0


# Of the rest of the economy only the posts of each sector are looked at: its bands need not be told apart.
BAND = f"case when tier = {OUTSIDE} then '' else band end"
# What a cell adds up, as SQL; the names are those of its fields.
SUMS = (
    "cast(sum(establishments) AS bigint), cast(sum(posts) AS double), cast(sum(variance) AS double),"
    " cast(sum(low) AS bigint), cast(sum(high) AS bigint), cast(sum(open) AS bigint), cast(sum(known_posts) AS bigint)"
)


class Scatter(NamedTuple):
    """How the posts of one family ("_T" for all) are spread over legal units, and where these are run from.

    `squares` is the sum of the squared posts of the units, with its variance and its covariance with `jobs`.
    """

    family: str
    units: int
    jobs: float
    variance: float
    squares: float
    squares_variance: float
    squares_covariance: float
    top5: float | None
    top5_variance: float | None
    top10: float | None
    top10_variance: float | None
    establishments: int
    head_elsewhere: int
    head_unknown: int
    jobs_head_elsewhere: float
    variance_head_elsewhere: float


class Label(NamedTuple):
    """Establishments that bear a label, and their posts."""

    label: str
    establishments: int
    jobs: Jobs


@dataclass(frozen=True)
class Facts:
    """One territory in one perimeter; `flores` holds the salaried posts by A17 sector, where Flores is complete.

    `events` are births and closures of the stock alone: nothing where the history of the register tells them better.
    """

    territory: Territory
    perimeter: str
    cells: tuple[Cell, ...]
    others: tuple[Cell, ...]
    flores: dict[str, int]
    scatter: tuple[Scatter, ...]
    events: tuple[tuple[int, int, int], ...]
    labels: tuple[Label, ...]
    local_effect: float

    @cached_property
    def sectors(self) -> "dict[str, Part]":
        """The perimeter by A17 sector; summed once, for several chapters, and for every territory set beside France."""
        return settled(sum_by(self.cells, "division", activities.divisions_of("A17")), self.local_effect)

    @cached_property
    def other_sectors(self) -> "dict[str, Part]":
        """The rest of the economy by A17 sector."""
        return settled(sum_by(self.others, "division", activities.divisions_of("A17")), self.local_effect)


def facts_of(store: Store, territory: Territory, perimeter: str, local_effect: float) -> Facts:
    """Read the slices of one territory; `perimeter` is strict, legal or wide. `local_effect` is that of its totals."""
    limit = PERIMETERS[perimeter].max_tier
    cells = _cells(store, territory)
    return Facts(
        territory,
        perimeter,
        cells=tuple(cell for cell in cells if OUTSIDE < cell.tier <= limit),
        others=tuple(cell for cell in cells if not OUTSIDE < cell.tier <= limit),
        flores=_flores(store, territory),
        scatter=_scatter(store, territory, perimeter),
        events=() if store.manifest["followed_years"] else _events(store, territory, limit),
        labels=_labels(store, territory, limit),
        local_effect=local_effect,
    )


def _inside(territory: Territory) -> tuple[str, list[str]]:
    """The condition that keeps the rows of a territory, and its parameters."""
    return ("true", []) if territory.level == "france" else (f"{territory.level} = ?", [territory.code])


def _cells(store: Store, territory: Territory) -> list[Cell]:
    if territory.level in DETAILED:
        table, (condition, params) = "cube", _inside(territory)
    else:
        table, condition, params = "rollup", "level = ? and code = ?", [territory.level, territory.code]
    rows = store.rows(
        f"select tier, family, subfamily, division, {BAND} AS band, {SUMS} from {table} where {condition} group by all",
        params,
    )
    return [Cell(*row) for row in rows]


def _flores(store: Store, territory: Territory) -> dict[str, int]:
    """Posts by sector; a sector with one suppressed cell is left out, for its sum would be short."""
    condition, params = _inside(territory)
    rows = store.rows(
        f"select activity, cast(sum(posts) AS bigint), count(*) - count(posts) from flores where {condition}"
        " group by activity",
        params,
    )
    return {activity: posts for activity, posts, suppressed in rows if not suppressed}


def _scatter(store: Store, territory: Territory, perimeter: str) -> tuple[Scatter, ...]:
    rows = store.rows(
        f"select {', '.join(Scatter._fields)} from fragmentation where level = ? and code = ? and perimeter = ?",
        [territory.level, territory.code, perimeter],
    )
    return tuple(sorted(Scatter(*row) for row in rows))


def _events(store: Store, territory: Territory, limit: int) -> tuple[tuple[int, int, int], ...]:
    """(year, births, closures); a complete year without any is there with zeros."""
    condition, params = _inside(territory)
    rows = store.rows(
        "select year, cast(sum(births) AS bigint), cast(sum(closures) AS bigint) from demography"
        f" where {condition} and tier <= ? group by year",
        [*params, limit],
    )
    known = {year: (births, closures) for year, births, closures in rows}
    return tuple((year, *known.get(year, (0, 0))) for year in store.manifest["years_of_demography"])


def _labels(store: Store, territory: Territory, limit: int) -> tuple[Label, ...]:
    condition, params = _inside(territory)
    rows = store.rows(
        f"select label, cast(sum(employers) AS bigint), {SUMS} from labels"
        f" where {condition} and tier <= ? group by label order by label",
        [*params, limit],
    )
    return tuple(
        Label(label, establishments, Jobs(posts, low, math.inf if open_ else high, variance, known, employers))
        for label, employers, establishments, posts, variance, low, high, open_, known in rows
    )


class Part(NamedTuple):
    """What the cells of one part add up to: posts, and establishments that employ."""

    jobs: Jobs
    employers: int


NO_PART = Part(NOTHING, 0)


def sum_by(cells: Iterable[Cell], field: str, group_of: Mapping[str, str] | None = None) -> dict[str, Part]:
    """Posts and employers by one field of the cells, or by group of its values; what has no group is unknown ("_U").

    Plain sums: this loop is what a diagnosis spends its time in. The local effect is not in the variances yet.
    """
    position, known = Cell._fields.index(field), bands()
    sums: dict[str, list[float]] = {}
    for cell in cells:
        part = str(cell[position])
        if group_of is not None:
            part = group_of.get(part, UNKNOWN_SECTOR)
        amount = sums.setdefault(part, [0.0, 0.0, 0.0, 0.0, 0.0, 0])
        amount[0] += cell.posts
        amount[1] += cell.low
        amount[2] += math.inf if cell.open else cell.high
        amount[3] += cell.variance
        amount[4] += cell.known_posts
        amount[5] += cell.establishments if known[cell.band].low else 0
    return {part: _part(*amounts) for part, amounts in sums.items()}


def _part(posts: float, low: float, high: float, variance: float, known: float, employers: float) -> Part:
    return Part(Jobs(posts, low, high, variance, known, int(employers)), int(employers))


def settled(parts: dict[str, Part], local_effect: float) -> dict[str, Part]:
    """The same with the local effect of the territory, part by part."""
    return {name: Part(part.jobs.settled(local_effect), part.employers) for name, part in parts.items()}
