"""Outlines on a grid: read from GeoJSON, kept whole where they are faulty, put together without a spatial library.

Points are snapped to a grid, each on its own, so that neighbours keep the very same border: two territories become one
by dropping the edges that they share. Positions are in degrees (WGS 84), longitude first, as in GeoJSON.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

Point = tuple[float, float]
Ring = list[Point]  # the last point is not the first one again; outer rings turn left, holes turn right
Shape = list[list[Ring]]  # polygons, each an outer ring and its holes

STEP = 0.0005  # degrees: 55 m northwards, some 38 m eastwards
DECIMALS = 5


def shape_of(geometry: Any, step: float = STEP) -> Shape:
    """The polygons of a GeoJSON geometry, on the grid; what is no outline is left out, and nothing raises."""
    if not isinstance(geometry, dict):
        return []
    coordinates = geometry.get("coordinates")
    listed = {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(geometry.get("type", ""))
    return snapped(listed, step) if isinstance(listed, list) else []


def snapped(polygons: Iterable[Any], step: float = STEP) -> Shape:
    """Every ring on the grid; those that the grid swallows are left out, with the holes of an outer ring so lost."""
    found = []
    for polygon in polygons:
        rings = [_ring(ring, step) for ring in polygon] if isinstance(polygon, list) else []
        if rings and len(rings[0]) > 2:
            holes = [_turned(ring, left=False) for ring in rings[1:] if len(ring) > 2]
            found.append([_turned(rings[0], left=True), *holes])
    return found


def _ring(points: Any, step: float) -> Ring:
    """One point a cell, the way closed by itself; empty where a position is none."""
    try:
        spots = [(float(point[0]), float(point[1])) for point in points]
    except (TypeError, ValueError, IndexError, KeyError):
        return []
    if not all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in spots):  # holds nothing for NaN either
        return []
    ring: Ring = []
    for lon, lat in spots:
        here = (round(round(lon / step) * step, DECIMALS), round(round(lat / step) * step, DECIMALS))
        if not ring or here != ring[-1]:
            ring.append(here)
    while len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    return ring


def _turned(ring: Ring, *, left: bool) -> Ring:
    return ring if (area(ring) >= 0) == left else ring[::-1]


def area(ring: Sequence[Point]) -> float:
    """In square degrees, positive where the ring turns left."""
    x0, y0 = ring[0]
    return sum((a - x0) * (d - y0) - (c - x0) * (b - y0) for (a, b), (c, d) in pairwise([*ring, ring[0]])) / 2


def together(shapes: Iterable[Shape]) -> Shape:
    """One shape of several: the edges that two of them share in opposite ways are no border any more."""
    follows: dict[Point, list[Point]] = {}
    for start, end in _edges(shapes):
        if start in follows.get(end, ()):
            follows[end].remove(start)
        else:
            follows.setdefault(start, []).append(end)
    return _polygons(_rings(follows))


def _edges(shapes: Iterable[Shape]) -> Iterator[tuple[Point, Point]]:
    for shape in shapes:
        for polygon in shape:
            for ring in polygon:
                yield from pairwise([*ring, ring[0]])


def _rings(follows: dict[Point, list[Point]]) -> Iterator[Ring]:
    """Walk the edges that are left; a loop is taken off the way as soon as it closes, an open end is given up."""
    for start in list(follows):
        way: Ring = [start]
        while way:
            if not (ends := follows.get(way[-1])):
                way.pop()
                continue
            step = ends.pop()
            if step in way:
                loop = way[way.index(step) :]
                del way[way.index(step) + 1 :]
                if len(loop) > 2:
                    yield loop
            else:
                way.append(step)


def _polygons(rings: Iterable[Ring]) -> Shape:
    """Holes into the smallest outer ring around them."""
    outer: list[Ring] = []
    holes: list[Ring] = []
    for ring in rings:
        (outer if area(ring) > 0 else holes).append(ring)
    shape = [[ring] for ring in sorted(outer, key=area)]
    for hole in holes:
        around = next((polygon for polygon in shape if contains(polygon[0], _inner(hole))), None)
        if around:
            around.append(hole)
    return shape[::-1]


def _inner(hole: Ring) -> Point:
    """A point beside the first edge of a hole, on its land side: never on the border of what holds it."""
    (a, b), (c, d) = hole[0], hole[1]
    length = math.hypot(c - a, d - b)
    shift = STEP / 100 / length
    return ((a + c) / 2 - (d - b) * shift, (b + d) / 2 + (c - a) * shift)


def contains(ring: Sequence[Point], point: Point) -> bool:
    """Whether a point lies inside a ring, by the number of edges on its right."""
    x, y = point
    inside = False
    for (a, b), (c, d) in pairwise([*ring, ring[0]]):
        if (b > y) != (d > y) and x < a + (y - b) * (c - a) / (d - b):
            inside = not inside
    return inside


def coordinates(shape: Shape) -> list[list[list[Point]]]:
    """As a GeoJSON MultiPolygon has them: each ring closed."""
    return [[[*ring, ring[0]] for ring in polygon] for polygon in shape]


def bounds(shapes: Iterable[Shape]) -> tuple[float, float, float, float] | None:
    """West, south, east, north; None without any point."""
    points = [point for shape in shapes for polygon in shape for point in polygon[0]]
    if not points:
        return None
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    return (min(lons), min(lats), max(lons), max(lats))
