"""Outlines of the demonstration: cells of a swarm, each given to the commune whose centre is nearest for its size.

They are computed, and say so: the true outlines are IGN's, which nothing in the demonstration copies.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from essaim.observatory.outlines import Ring, Shape, coordinates, snapped, together

NAME = "contours_communes.geojson"
SIDE = 0.3  # kilometres
REACH = 1.5  # radii of a disc of its area: how far a commune reaches where no other one is nearer
LATITUDE, LONGITUDE = 110.57, 111.32  # kilometres in a degree, the second one at the equator
CORNERS = ((0, 2), (-1, 1), (-1, -1), (0, -2), (1, -1), (1, 1))

Cell = tuple[int, int]  # column and row, in half widths and half sides of a hexagon


def write_outlines(path: Path, centres: Iterable[Mapping[str, str]]) -> None:
    """A GeoJSON of communes, from their code, name, centre (lon, lat) and surface_km2_approx; no file without any."""
    listed = list(centres)
    if not listed:
        return
    features = [
        {
            "type": "Feature",
            "properties": {"code": row["code"], "nom": row["nom"], "computed": True},
            "geometry": {"type": "MultiPolygon", "coordinates": coordinates(shape)},
        }
        for row, shape in zip(listed, shapes(listed), strict=True)
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def shapes(centres: list[Mapping[str, str]]) -> list[Shape]:
    """The cells of each commune, put together; neighbours share their border to the point."""
    ground = _Ground(centres)
    held: list[list[Shape]] = [[] for _ in centres]
    for cell in ground.cells():
        nearest = ground.nearest(cell)
        if nearest is not None:
            held[nearest].append(snapped([[ground.hexagon(cell)]]))
    return [together(cells) for cells in held]


class _Ground:
    """A plane in kilometres around the centres, paved with hexagons."""

    def __init__(self, centres: list[Mapping[str, str]]) -> None:
        self.south = min(float(row["lat"]) for row in centres)
        self.west = min(float(row["lon"]) for row in centres)
        self.stretch = LONGITUDE * math.cos(math.radians(self.south))
        self.discs = [
            (
                (float(row["lon"]) - self.west) * self.stretch,
                (float(row["lat"]) - self.south) * LATITUDE,
                math.sqrt(float(row["surface_km2_approx"]) / math.pi),
            )
            for row in centres
        ]

    def cells(self) -> Iterator[Cell]:
        """Every cell that some centre may reach."""
        most = max(radius for _, _, radius in self.discs) * REACH
        across = max(x for x, _, _ in self.discs) + most
        up = max(y for _, y, _ in self.discs) + most
        for row in range(-int(most / SIDE / 1.5) - 1, int(up / SIDE / 1.5) + 2):
            first, last = (int(edge / (SIDE * math.sqrt(3))) for edge in (-most, across))
            for column in range(first - 1, last + 2):
                yield 2 * column + row % 2, 3 * row

    def nearest(self, cell: Cell) -> int | None:
        """The commune that a cell falls to; a larger one reaches further."""
        x, y = cell[0] * SIDE * math.sqrt(3) / 2, cell[1] * SIDE / 2
        reaches = [math.hypot(x - a, y - b) / radius for a, b, radius in self.discs]
        place = min(range(len(reaches)), key=reaches.__getitem__)
        return place if reaches[place] <= REACH else None

    def hexagon(self, cell: Cell) -> Ring:
        return [
            (
                self.west + (cell[0] + right) * SIDE * math.sqrt(3) / 2 / self.stretch,
                self.south + (cell[1] + up) * SIDE / 2 / LATITUDE,
            )
            for right, up in CORNERS
        ]
