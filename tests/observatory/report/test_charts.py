"""Every chart can be read without colour, without sight, on a phone and in print; none fails on odd figures."""

import math
import re
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.observatory.report.charts.base import SERIES, WIDTH, Chart
from essaim.observatory.report.charts.choropleth import PICKS, SCALE, Area, Wording, choropleth, land
from essaim.observatory.report.charts.labels import wide
from essaim.observatory.report.charts.lines import Break, Curve, lines
from essaim.observatory.report.charts.multiples import Panel, multiples
from tests.observatory.report.drawn import (
    FIRST,
    HOSTILE,
    NEW,
    REASON,
    SVG,
    TOWNS,
    Draw,
    a_map,
    a_strip,
    every_form,
    new_form,
    parsed,
    percent,
    point,
    some_columns,
    some_lines,
    square,
    usual,
    words,
)

# --- read without sight


@every_form
def test_a_screen_reader_hears_a_title_and_a_description(draw: Draw) -> None:
    chart = usual(draw)
    tree = parsed(chart)
    assert tree.get("role") == "img"
    assert tree.get("aria-labelledby") == "c-t c-d"
    title, description = tree.find(f"{SVG}title"), tree.find(f"{SVG}desc")
    assert title is not None and (title.get("id"), title.text) == ("c-t", chart.title)
    assert description is not None and (description.get("id"), description.text) == ("c-d", chart.description)


@pytest.mark.parametrize("draw", [one for one in NEW + FIRST if one not in (a_map, some_columns)])
def test_the_description_tells_every_name(draw: Draw) -> None:
    told = usual(draw).description
    assert all(name in told for name in (TOWNS[:4] if draw is some_lines else TOWNS))


def test_a_map_tells_the_highest_and_the_lowest() -> None:
    chart = usual(a_map)
    assert chart.title == f"Titre : de {percent(0)} (Tours) à {percent(14.4)} (Communauté urbaine du Grand Reims)"
    assert chart.description.startswith(
        "Valeur la plus élevée : Communauté urbaine du Grand Reims 14,4\u00a0% (3 à 4) ; Valeur"
    )
    assert f"Caen la mer : {REASON}" in chart.description


def test_a_map_counts_those_that_share_the_lowest_value() -> None:
    assert "0\u00a0% (3 communes)" in a_map("c", list("abcd"), [0.0, 5.0, 0.0, 0.0]).title


@every_form
def test_ids_are_unique_on_a_page_with_two_charts(draw: Draw) -> None:
    found = re.findall(r'\bid="([^"]+)"', usual(draw, "one").svg + usual(draw, "two").svg)
    assert len(found) == len(set(found))
    used = re.findall(r'(?:url\(|href=")#([^")]+)', usual(draw, "one").svg)
    assert set(used) <= set(found)


# --- read by all


@every_form
def test_hostile_names_stay_text(draw: Draw) -> None:
    chart = draw("c", [f"{HOSTILE}{place}" for place in range(5)], [5.0, 4.0, 3.0, 6.0, 2.0])
    assert "<script" not in chart.svg
    assert not [one for one in parsed(chart).iter() if "script" in str(one.tag)]


@every_form
def test_the_same_figures_give_the_same_bytes(draw: Draw) -> None:
    assert usual(draw) == usual(draw)


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colour", SERIES)
def test_every_series_is_seen_on_white(colour: str) -> None:
    assert 1.05 / (luminance(colour) + 0.05) >= 3


@pytest.mark.parametrize("picked", PICKS.values())
def test_classes_of_a_map_darken_step_by_step(picked: tuple[int, ...]) -> None:
    shades = [luminance(SCALE[one]) for one in picked]
    assert all((light + 0.05) / (dark + 0.05) > 1.35 for light, dark in pairwise(shades))


# --- what is missing, what is nought


@new_form
def test_a_missing_value_is_hatched_with_its_reason(draw: Draw) -> None:
    tree = parsed(usual(draw))
    assert [one for one in tree.iter() if one.get("class") == "missing" and one.get("fill") == "url(#c-h)"]
    assert REASON in " ".join(words(tree))
    assert REASON in usual(draw).description


@new_form
def test_nothing_but_missing_values_is_drawn_as_such(draw: Draw) -> None:
    chart = draw("c", TOWNS[:3], [None, None, None])
    assert inside(chart)
    assert REASON in chart.description


@new_form
def test_nought_is_a_value(draw: Draw) -> None:
    tree = parsed(draw("c", TOWNS[:3], [0.0, 0.0, 0.0]))
    assert not [one for one in tree.iter() if one.get("class") == "missing"]


def test_a_bar_of_nought_is_seen() -> None:
    tree = parsed(multiples("c", "Titre", [Panel("Tours", [point("2024", 0.0), point("2025", 10.0)])]))
    heights = [float(one.get("height", 0)) for one in tree.iter(f"{SVG}rect") if one.get("class") == "s1"]
    assert heights[0] == 1.5 and heights[1] > 50


def test_a_break_cuts_the_line() -> None:
    curve = Curve("Sarthe", [point(str(year), 10.0 + year % 3) for year in range(2019, 2025)])

    def strokes(breaks: list[Break]) -> int:
        tree = parsed(lines("c", "Titre", [curve], written=percent, breaks=breaks))
        return sum(one.get("class") == "s1" for one in tree.iter(f"{SVG}polygon"))

    broken = lines("c", "Titre", [curve], written=percent, breaks=[Break("2022", "nouvelle source")])
    assert strokes([]) - strokes([Break("2022", "nouvelle source")]) == 1
    assert "2022 : nouvelle source" in words(parsed(broken))
    assert "2022 : nouvelle source" in broken.description
    assert any(one.get("stroke-dasharray") for one in parsed(broken).iter(f"{SVG}line"))


# --- how many


@every_form
def test_one_row(draw: Draw) -> None:
    assert inside(draw("c", ["Tours"], [3.0]))


@new_form
def test_thirty_rows(draw: Draw) -> None:
    chart = draw(
        "c", [f"Territoire comparable numéro {place}" for place in range(30)], [7.0 + p % 9 for p in range(30)]
    )
    assert inside(chart)
    assert not overlaps(chart)


@pytest.mark.parametrize("draw", [one for one in NEW if one is not a_map])
def test_more_rows_go_into_a_table(draw: Draw) -> None:
    with pytest.raises(ValueError, match="at most 30 rows"):
        draw("c", [f"T{place}" for place in range(31)], [float(place) for place in range(31)])


def test_charts_that_would_mislead_are_refused() -> None:
    curve = Curve("a", [point("2020", 1.0)])
    with pytest.raises(ValueError, match="at most 4 rows"):
        lines("c", "t", [curve] * 5, written=percent)
    with pytest.raises(ValueError, match="same years"):
        lines("c", "t", [curve, Curve("b", [point("2021", 1.0)])], written=percent)
    with pytest.raises(ValueError, match="No year 2030"):
        lines("c", "t", [curve], written=percent, breaks=[Break("2030", "x")])
    with pytest.raises(ValueError, match="at least one row"):
        multiples("c", "t", [])
    with pytest.raises(ValueError, match="finite"):
        a_strip("c", ["a"], [math.nan])
    le_mans = (Wording("t", "communes"), land({"72181": [square(0)]}), [Area("72181", "Le Mans", 3.0, "3 %")])
    with pytest.raises(ValueError, match="three to five classes"):
        choropleth("c", *le_mans, "fr", limits=[(1, "1 %")])
    with pytest.raises(ValueError, match="from low to high"):
        choropleth("c", *le_mans, "fr", limits=[(2, "2 %"), (1, "1 %")])
    with pytest.raises(ValueError, match="outlines"):
        land({})


# --- places


def boxes(chart: Chart, size: float) -> list[tuple[float, float, float, float, str]]:
    """Where texts lie: left, top, right, bottom."""
    found = []
    for one in parsed(chart).iter(f"{SVG}text"):
        said, x, y = one.text or "", float(one.get("x", 0)), float(one.get("y", 0))
        width = 0.56 * size * len(said) if said.isascii() else wide(said, size=size) * 0.9
        left = x - width * {"start": 0, "middle": 0.5, "end": 1}[one.get("text-anchor", "start")]
        found.append((left, y - 0.74 * size, left + width, y + 0.2 * size, said))
    return found


def overlaps(chart: Chart) -> list[tuple[str, str]]:
    """Texts that lie on one another, on paper or on a phone."""
    return [
        (one[4], other[4])
        for size in (15, 21)
        for one, other in combinations(boxes(chart, size), 2)
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]


def inside(chart: Chart) -> bool:
    """No mark nor label leaves the sheet; no number is odd."""
    tree = parsed(chart)
    height = float((tree.get("viewBox") or "").split()[3])
    assert not re.search(r'="[^"]*\b(nan|inf)\b', re.sub(r"<(title|desc|text).*?</\1>", "", chart.svg))
    spots = [
        (float(one.get(f"{across}{end}") or 0), float(one.get(f"{down}{end}") or 0))
        for one in tree.iter()
        for across, down, end in (("cx", "cy", ""), ("x", "y", ""), ("x", "y", "1"), ("x", "y", "2"))
        if one.get(f"{across}{end}")
    ]
    for one in tree.iter(f"{SVG}polygon"):
        spots += [(float(x), float(y)) for x, y in (pair.split(",") for pair in one.get("points", "").split())]
    spots += [(left, bottom) for left, _, _, bottom, _ in boxes(chart, 15)]
    spots += [(right, top) for _, top, right, _, _ in boxes(chart, 15)]
    outside = [(x, y) for x, y in spots if not (-0.1 <= x <= WIDTH + 0.1 and -0.1 <= y <= height + 0.1)]
    assert not outside, outside
    return True


@new_form
def test_labels_do_not_lie_on_one_another(draw: Draw) -> None:
    assert not overlaps(usual(draw))
    assert inside(usual(draw))


@pytest.mark.parametrize("draw", FIRST)
def test_labels_of_the_first_charts_do_not_lie_on_one_another_on_paper(draw: Draw) -> None:
    chart = draw("c", ["Associations", "Coopératives", "Mutuelles"], [61.0, 22.0, 17.0])
    found = boxes(chart, 15)
    assert inside(chart)
    assert not [
        (one[4], other[4])
        for one, other in combinations(found, 2)
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]


finite = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False), st.floats(-5, 5), st.just(0.0))
names = st.text(max_size=70) | st.sampled_from(TOWNS)
# What a figure about a territory can be: its axis is written in less than ten signs.
believable = st.one_of(st.none(), st.floats(-1e9, 1e9), st.floats(-5, 5), st.just(0.0))
rows = st.lists(st.tuples(names, finite), min_size=1, max_size=30)


@new_form
@settings(max_examples=25, deadline=None)
@given(rows)
def test_any_finite_figures_can_be_drawn(draw: Draw, found: list[tuple[str, float | None]]) -> None:
    assert inside(draw("c", [name for name, _ in found], [value for _, value in found]))


@new_form
@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(TOWNS), believable), min_size=1, max_size=30))
def test_no_figures_make_labels_overlap(draw: Draw, found: list[tuple[str, float | None]]) -> None:
    assert not overlaps(draw("c", [name for name, _ in found], [value for _, value in found]))


@pytest.mark.parametrize("draw", FIRST)
@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(names, st.floats(0, 1e9)), min_size=1, max_size=12))
def test_any_amounts_can_be_drawn(draw: Draw, found: list[tuple[str, float]]) -> None:
    assert parsed(draw("c", [name for name, _ in found], [value for _, value in found])).tag.endswith("svg")
