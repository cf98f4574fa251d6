"""Scales, labels and outlines, from which charts are made."""

import math
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.observatory.language import Language
from essaim.observatory.report.charts.base import Chart
from essaim.observatory.report.charts.choropleth import Area, Limits, Wording, choropleth, land
from essaim.observatory.report.charts.ground import gridded, ground
from essaim.observatory.report.charts.labels import apart, lanes, shortened, spread, wide, wrapped
from essaim.observatory.report.charts.points import Scale, extent, ticks
from tests.observatory.report.drawn import (
    REASON,
    SVG,
    a_map,
    parsed,
    percent,
    square,
    words,
)


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False)), st.booleans())
def test_scales_hold_all_their_values_and_round_ticks(values: list[float], zero: bool) -> None:
    low, high = extent(values, zero=zero)
    assert low < high
    scale = Scale(low, high, 0, 100)
    assert all(0 <= scale.at(value) <= 100 for value in values)
    found = ticks(low, high)
    assert 1 <= len(found) <= 12
    assert all(one < after for one, after in pairwise(found))


def test_ticks_are_round() -> None:
    assert ticks(0, 1) == [0, 0.2, 0.4, 0.6, 0.8, 1]
    assert ticks(7.3, 16.1) == [8, 10, 12, 14, 16]
    assert ticks(-30, 1200) == [0, 500, 1000]


@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(1, 60)), max_size=20))
def test_labels_spread_without_touching(found: list[tuple[float, float]]) -> None:
    heights = [height for _, height in found]
    placed = spread([wanted for wanted, _ in found], heights, 0, sum(heights) + 10)
    ordered = sorted(zip(placed, heights, strict=True))
    assert all(a + h / 2 <= b - k / 2 + 1e-6 for (a, h), (b, k) in pairwise(ordered))
    assert all(a - h / 2 >= -1e-6 and a + h / 2 <= sum(heights) + 10 + 1e-6 for a, h in ordered)


@given(st.lists(st.tuples(st.floats(0, 500), st.floats(1, 200)), max_size=20))
def test_rows_and_lines_of_labels_are_apart(found: list[tuple[float, float]]) -> None:
    spans = [(left, left + width) for left, width in found]
    placed = lanes(spans)
    for one, other in combinations(range(len(spans)), 2):
        if placed[one] == placed[other]:
            assert spans[one][1] < spans[other][0] or spans[other][1] < spans[one][0]
    kept = [spans[one] for one in apart(spans)]
    assert all(one[1] < other[0] or other[1] < one[0] for one, other in combinations(kept, 2))


@given(st.text(), st.floats(30, 600))
def test_words_fit_their_room(said: str, room: float) -> None:
    assert wide(shortened(said, room)) <= room
    assert all(wide(one) <= room for one in wrapped(said, room))


def test_a_number_stays_with_its_unit() -> None:
    assert wrapped("Associations 12,5\u00a0%", 160) == ["Associations", "12,5\u00a0%"]


# --- maps


def wavy(place: int, side: int = 13) -> list[tuple[float, float]]:
    """A commune with a border of 400 points, the same as its neighbours have."""
    column, row = place % side, place // side

    def edge(x: float, y: float, across: bool) -> list[tuple[float, float]]:
        steps = [(step / 100, 0.006 * math.sin(step / 3) * math.sin(math.pi * step / 100)) for step in range(101)]
        return [(x + 0.05 * at, y + off) if across else (x + off, y + 0.05 * at) for at, off in steps]

    x, y = 0.05 * column, 47 + 0.05 * row
    return edge(x, y, True) + edge(x + 0.05, y, False) + edge(x, y + 0.05, True)[::-1] + edge(x, y, False)[::-1]


def many(count: int, language: Language = "fr", limits: Limits | int = 5) -> Chart:
    """A map of so many communes, one in eleven without a value."""
    values = {place: None if place % 11 == 0 else float(place * 37 % 101) for place in range(count)}
    areas = [
        Area(f"{place:05}", f"Saint-Martin-des-Champs-{place}", value, percent(value or 0), reason=REASON)
        for place, value in values.items()
    ]
    on = land({area.code: [wavy(place)] for place, area in enumerate(areas)})
    return choropleth("c", Wording("Part de l’ESS", "communes"), on, areas, language, limits=limits)


def test_a_map_of_many_communes_stays_light() -> None:
    chart = many(160)
    assert len(chart.svg.encode()) < 60_000
    assert len(list(parsed(chart).iter(f"{SVG}path"))) == 160


def test_neighbours_keep_the_same_border() -> None:
    place = ground([wavy(0), wavy(1)], 0, 600, 400)
    one, other = (set(gridded(wavy(at), place, 4)) for at in (0, 1))
    assert len(one & other) > 10


def test_north_is_up_and_east_is_right() -> None:
    place = ground([square(0)], 0, 600, 400)
    (west, south), (east, north) = place.at(0.1, 48.0), place.at(0.15, 48.05)
    assert north < south and west < east
    assert (east - west) / (south - north) == pytest.approx(math.cos(math.radians(48.025)))


def test_equal_values_share_a_class() -> None:
    chart = a_map("c", [f"C{place}" for place in range(12)], [0.0] * 8 + [1.0, 2.0, 3.0, 4.0])
    shades = [one.get("class") for one in parsed(chart).iter(f"{SVG}path")]
    assert len(set(shades[:8])) == 1
    assert percent(0) in words(parsed(chart))


def test_given_limits_are_told_in_both_languages() -> None:
    limits = [(20.0, "20 %"), (60.0, "60 %")]
    french, english = many(12, "fr", limits), many(12, "en", limits)
    assert {"moins de 20\u00a0%", "de 20 % à moins de 60 %", "60\u00a0% et plus"} <= set(words(parsed(french)))
    assert {"less than 20 %", "20 % to less than 60 %", "60 % and more"} <= set(words(parsed(english)))
