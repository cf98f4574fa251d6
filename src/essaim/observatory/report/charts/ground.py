"""From degrees to the sheet: outlines on a grid, so that neighbours keep the same border and a map stays light."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

KILOMETRES = 111.32  # in one degree of latitude

Ring = Sequence[tuple[float, float]]  # (longitude, latitude)
Cells = list[tuple[int, int]]


@dataclass(frozen=True)
class Ground:
    """Where degrees lie on the sheet: north up, both directions at the same scale around the middle latitude."""

    west: float
    north: float
    stretch: float  # how much shorter a degree of longitude is than one of latitude
    scale: float  # units of the sheet in one degree of latitude
    left: float
    width: float
    height: float

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        return (self.left + (lon - self.west) * self.stretch * self.scale, (self.north - lat) * self.scale)

    @property
    def kilometre(self) -> float:
        return self.scale / KILOMETRES


def ground(rings: Sequence[Ring], left: float, width: float, height: float) -> Ground:
    """As large as holds in the room given."""
    lons, lats = [lon for ring in rings for lon, _ in ring], [lat for ring in rings for _, lat in ring]
    if not lons or not all(map(math.isfinite, [*lons, *lats])):
        raise ValueError("A map needs outlines whose coordinates are finite numbers.")
    stretch = max(math.cos(math.radians((min(lats) + max(lats)) / 2)), 0.01)
    across, up = (max(lons) - min(lons)) * stretch, max(lats) - min(lats)
    scale = min(width / max(across, 1e-6), height / max(up, 1e-6))
    free = (width - across * scale) / 2
    return Ground(min(lons), max(lats), stretch, scale, left + free, across * scale, max(up * scale, 1))


def gridded(ring: Ring, place: Ground, cell: float) -> Cells:
    """The ring on a grid of `cell`: one point a cell, none on the way between two others."""
    spots = (place.at(lon, lat) for lon, lat in ring)
    found: Cells = []
    for x, y in spots:
        here = (round(x / cell), round(y / cell))
        if len(found) > 1 and here == found[-2]:
            found.pop()  # there and back
        elif not found or here != found[-1]:
            found.append(here)
    while len(found) > 1 and found[0] == found[-1]:
        found.pop()
    return [here for one, here in enumerate(found) if len(found) < 3 or not _between(found, one)]


def _between(cells: Cells, one: int) -> bool:
    """On the straight way from the point before to the point after: neighbours drop it alike."""
    (a, b), (x, y), (c, d) = cells[one - 1], cells[one], cells[(one + 1) % len(cells)]
    return (x - a) * (d - y) == (y - b) * (c - x) and (x - a) * (c - x) + (y - b) * (d - y) > 0


def path(rings: Sequence[Cells], cell: float) -> str:
    """What the pen draws: steps from point to point; a place smaller than a cell keeps one."""
    pens = [_pen(cells, cell) for cells in rings if len(cells) > 2]
    if not pens and rings and rings[0]:
        x, y = rings[0][0]
        return f"M{_short(x * cell)} {_short(y * cell)}h{_short(cell)}v{_short(cell)}h-{_short(cell)}z"
    return "".join(pens)


def _pen(cells: Cells, cell: float) -> str:
    (x, y), steps = cells[0], []
    before = cells[0]
    for here in cells[1:]:
        steps.append(f"{_short((here[0] - before[0]) * cell)} {_short((here[1] - before[1]) * cell)}")
        before = here
    return f"M{_short(x * cell)} {_short(y * cell)}l{' '.join(steps)}z".replace(" -", "-")


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def middle(ring: Ring) -> tuple[float, float]:
    """The centre of gravity of an outline, its mean where it has no area."""
    x0, y0 = ring[0]
    area = x = y = 0.0
    for (a, b), (c, d) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = (a - x0) * (d - y0) - (c - x0) * (b - y0)
        area, x, y = area + cross, x + (a + c - 2 * x0) * cross, y + (b + d - 2 * y0) * cross
    if abs(area) < 1e-12:
        return (sum(lon for lon, _ in ring) / len(ring), sum(lat for _, lat in ring) / len(ring))
    return (x0 + x / (3 * area), y0 + y / (3 * area))
