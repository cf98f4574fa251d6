"""What the store holds about one territory, read once for every indicator and every perimeter."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from essaim.observatory.diagnosis.jobs import Jobs, bands, jobs_in
from essaim.observatory.perimeter.rules import OUTSIDE, PERIMETERS
from essaim.observatory.reference.geography import Territory
from essaim.observatory.store.reader import Store

# The levels that the cube is read for; the others are in its rollup, which has no commune.
DETAILED = ("commune", "intercommunality")
DECLARED_TIER = 3
EVERY_FAMILY = "_T"
UNKNOWN_SECTOR = "_U"


class Cell(NamedTuple):
    """A count of establishments alike in everything that the diagnosis looks at."""

    tier: int
    family: str
    subfamily: str
    division: str
    band: str
    establishments: int

    @property
    def jobs(self) -> Jobs:
        """Posts on 31 December."""
        return jobs_in(self.band, self.establishments)

    @property
    def employers(self) -> int:
        """Establishments with at least one employee on 31 December."""
        return self.establishments if bands()[self.band].employs else 0


class Scatter(NamedTuple):
    """How the posts of one family ("_T" for all) are spread over legal units, and where these are run from."""

    family: str
    units: int
    jobs: float
    hhi: float | None
    top5: float | None
    top10: float | None
    establishments: int
    head_elsewhere: int
    head_unknown: int
    jobs_head_elsewhere: float


@dataclass(frozen=True)
class Facts:
    """One territory in one perimeter; `flores` holds the salaried posts by A17 sector, where Flores is complete."""

    territory: Territory
    perimeter: str
    cells: tuple[Cell, ...]
    others: tuple[Cell, ...]
    flores: dict[str, int]
    scatter: tuple[Scatter, ...]
    events: tuple[tuple[int, int, int], ...]
    labels: tuple[tuple[str, str, int], ...]


def facts_of(store: Store, territory: Territory, perimeter: str) -> Facts:
    """Read the slices of one territory; `perimeter` is strict, legal or wide."""
    limit = PERIMETERS[perimeter].max_tier
    cells = _cells(store, territory)
    return Facts(
        territory,
        perimeter,
        cells=tuple(cell for cell in cells if OUTSIDE < cell.tier <= limit),
        others=tuple(cell for cell in cells if not OUTSIDE < cell.tier <= limit),
        flores=_flores(store, territory),
        scatter=_scatter(store, territory, perimeter),
        events=_events(store, territory, limit),
        labels=_labels(store, territory, limit),
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
        "select tier, family, subfamily, division, band, cast(sum(establishments) AS bigint)"
        f" from {table} where {condition} group by all",
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


def _labels(store: Store, territory: Territory, limit: int) -> tuple[tuple[str, str, int], ...]:
    """(label, band, establishments)."""
    condition, params = _inside(territory)
    rows = store.rows(
        f"select label, band, cast(sum(establishments) AS bigint) from labels where {condition} and tier <= ?"
        " group by label, band",
        [*params, limit],
    )
    return tuple(sorted(rows))


def sum_by(cells: Iterable[Cell], field: str) -> dict[str, tuple[Jobs, int]]:
    """Posts and employers by one field of the cells. Plain sums: this loop is what a diagnosis spends its time in."""
    position, known = Cell._fields.index(field), bands()
    sums: dict[str, list[float]] = {}
    for cell in cells:
        band, number = known[cell.band], cell.establishments
        amount = sums.setdefault(str(cell[position]), [0.0, 0.0, 0.0, 0])
        amount[0] += band.mean * number
        amount[1] += band.low * number
        amount[2] += band.high * number
        amount[3] += number if band.low else 0
    return {part: (Jobs(value, low, high), int(employers)) for part, (value, low, high, employers) in sums.items()}
