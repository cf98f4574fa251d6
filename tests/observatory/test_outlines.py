"""Outlines on a grid: put together without losing ground, faulty ones kept whole, holes where they are."""

import json
import math
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.observatory.outlines import Ring, Shape, area, bounds, contains, coordinates, shape_of, snapped, together

CELL = 0.01


def square(column: int, row: int, side: int = 1) -> Shape:
    west, south, end = column * CELL, row * CELL, side * CELL
    ring = [[west, south], [west + end, south], [west + end, south + end], [west, south + end], [west, south]]
    return snapped([[ring]])


def ground(shape: Shape) -> float:
    """In cells: holes turn the other way, and take away."""
    return sum(area(ring) for polygon in shape for ring in polygon) / CELL**2


@given(st.sets(st.tuples(st.integers(-6, 6), st.integers(-6, 6)), min_size=1, max_size=60))
def test_cells_put_together_cover_what_each_covered_and_no_more(cells: set[tuple[int, int]]) -> None:
    whole = together([square(*cell) for cell in cells])
    assert ground(whole) == pytest.approx(len(cells))
    for column in range(-7, 8):
        for row in range(-7, 8):
            middle = ((column + 0.5) * CELL, (row + 0.5) * CELL)
            covered = any(
                contains(outer, middle) and not any(contains(hole, middle) for hole in holes) for outer, *holes in whole
            )
            assert covered == ((column, row) in cells)


@given(st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=36), st.randoms())
def test_in_any_order_and_in_two_steps_the_ground_is_the_same(cells: set[tuple[int, int]], chance: object) -> None:
    listed = sorted(cells)
    chance.shuffle(listed)  # type: ignore[attr-defined]
    half = len(listed) // 2
    parts = [together([square(*cell) for cell in some]) for some in (listed[:half], listed[half:]) if some]
    assert ground(together(parts)) == pytest.approx(len(cells))


def test_a_ring_around_an_empty_place_has_a_hole_and_the_hole_is_in_it() -> None:
    around = [square(column, row) for column in range(3) for row in range(3) if (column, row) != (1, 1)]
    [polygon] = together([*around, square(10, 10)])[:1]
    assert len(polygon) == 2
    assert area(polygon[0]) > 0 > area(polygon[1])
    assert bounds([together(around)]) == (0, 0, 0.03, 0.03)


def test_an_outline_is_closed_and_turns_left_as_the_standard_asks() -> None:
    clockwise = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]]}
    [[ring]] = coordinates(shape_of(clockwise))
    assert ring[0] == ring[-1]
    assert area(ring[:-1]) == pytest.approx(1)


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        7,
        {},
        {"type": "Point", "coordinates": [5, 47]},
        {"type": "Polygon", "coordinates": None},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], ["a", 1], [1, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [math.nan, 1], [1, 0]]]},
        {"type": "Polygon", "coordinates": [[[653000, 6860000], [653100, 6860000], [653100, 6860100]]]},
        {"type": "MultiPolygon", "coordinates": [None, [[]], [[[0, 0]]]]},
    ],
)
def test_what_is_no_outline_in_degrees_is_left_out_and_nothing_raises(geometry: object) -> None:
    assert shape_of(geometry) == []


def test_faulty_outlines_are_kept() -> None:
    """A figure of eight, a spike there and back, points said twice, a ring left open."""
    eight = shape_of({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]})
    spiked = shape_of({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [2, 0], [1, 0], [1, 1], [0, 1], [0, 1]]]})
    assert len(eight[0][0]) == 4
    [[ring]] = together([spiked])
    assert area(ring) == pytest.approx(1)
    assert together([eight, spiked])


def test_a_whole_lake_of_holes_goes_with_an_outer_ring_too_small_to_be_seen() -> None:
    tiny = [[0, 0], [1e-5, 0], [1e-5, 1e-5]]
    assert snapped([[tiny, [[0, 0], [1, 0], [1, 1]]]]) == []


@given(
    st.lists(
        st.lists(st.tuples(st.integers(-8, 8), st.integers(-8, 8)), min_size=0, max_size=8), min_size=1, max_size=5
    )
)
def test_any_rings_at_all_can_be_put_together(rings: list[Ring]) -> None:
    whole = together([snapped([[ring]]) for ring in rings])
    assert all(len(ring) > 2 for polygon in whole for ring in polygon)
    json.dumps(coordinates(whole), allow_nan=False)


def test_real_communes_make_the_real_intercommunalities(real_data: Callable[[str], Path]) -> None:
    """The communes of Côte-d'Or by their EPCI of 2022, against the outlines of 2025 of those that did not change."""
    of_epci = json.loads(real_data("geo/epci_2025.geojson").read_text("utf-8"))["features"]
    told = {feature["properties"]["EPCI"]: shape_of(feature["geometry"]) for feature in of_epci}
    communes = json.loads(real_data("geo/communes_1000m/communes-1000m-21.geojson").read_text("utf-8"))["features"]
    made: dict[str, list[Shape]] = {}
    for feature in communes:
        made.setdefault(feature["properties"]["epci"], []).append(shape_of(feature["geometry"]))
    inside = [code for code in made if code in told and len(made[code]) > 20]
    ratios = sorted(ground(together(made[code])) / ground(told[code]) for code in inside)
    assert len(ratios) > 8
    assert ratios[len(ratios) // 2] == pytest.approx(1, abs=0.03)
    assert len(together(made["242100410"])) == 1  # Dijon Métropole is of one piece, without a hole
    assert len(together(made["242100410"])[0]) == 1
