"""Every form of chart, drawn from the same names and values; and how a drawn chart is read back."""

from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest

from essaim.observatory.report.charts.base import Chart
from essaim.observatory.report.charts.choropleth import Area, Wording, choropleth, land
from essaim.observatory.report.charts.columns import columns
from essaim.observatory.report.charts.lines import Break, Curve, lines
from essaim.observatory.report.charts.multiples import Panel, multiples
from essaim.observatory.report.charts.points import Point
from essaim.observatory.report.charts.ranges import Mark, ranges
from essaim.observatory.report.charts.slope import slope
from essaim.observatory.report.charts.stacks import Part, stacks
from essaim.observatory.report.charts.strip import Band, strip

SVG = "{http://www.w3.org/2000/svg}"
TOWNS = [
    "Le Mans Métropole",
    "Brest Métropole",
    "Caen la mer",
    "Communauté urbaine du Grand Reims",
    "Dijon Métropole",
    "Tours",
    "Communauté de communes du Pays de Château-Gontier et de la vallée de la Mayenne",
    "Limoges",
]
HOSTILE = "<script>alert(1)</script> & \"'\x00\x0b"
REASON = "secret statistique"


def percent(value: float) -> str:
    return f"{value:.3g}".replace(".", ",") + "\u00a0%"


def point(name: str, value: float | None, half: float | None = None) -> Point:
    if value is None:
        return Point(name, None, "", reason=REASON)
    if half is None:
        return Point(name, value, percent(value))
    low, high = max(value - half, -1.7e308), min(value + half, 1.7e308)
    return Point(name, value, percent(value), low, high, f"{percent(low)} à {percent(high)}")


Values = list[float | None]
Draw = Callable[[str, list[str], Values], Chart]


def a_strip(id_: str, names: list[str], values: Values) -> Chart:
    points = [point(name, value, abs(value or 0) / 20) for name, value in zip(names, values, strict=True)]
    known = sorted(value for value in values if value is not None) or [0.0]
    band = Band(known[len(known) // 4], known[-1 - len(known) // 4], "moitié centrale des territoires comparables")
    reference = Point("France", known[len(known) // 2], percent(known[len(known) // 2]))
    return strip(id_, "Titre", points[0], points[1:], written=percent, reference=reference, band=band)


def some_lines(id_: str, names: list[str], values: Values) -> Chart:
    """Each value is a year; up to four series."""
    years = [str(1990 + place) for place in range(len(values))]
    curves = [
        Curve(name, [point(year, value, None if place else 1) for year, value in zip(years, values, strict=True)])
        for place, name in enumerate(names[:4])
    ]
    breaks = [Break(years[len(years) // 2], "nouvelle source"), Break(years[-1], f"nouvelle nomenclature {names[0]}")]
    return lines(id_, "Titre", curves, written=percent, breaks=breaks)


def a_slope(id_: str, names: list[str], values: Values) -> Chart:
    pairs = [
        (point(name, value), point(name, other))
        for name, value, other in zip(names, values, reversed(values), strict=True)
    ]
    return slope(id_, "Titre", ("2015", f"2025, {names[0]}"), pairs)


def bars(id_: str, names: list[str], values: Values) -> Chart:
    """Each panel holds three values that follow one another."""
    kept = [(values * 3)[start : start + 3] for start in range(len(names))]
    panels = [
        Panel(name, [point(str(2023 + place), value, 2) for place, value in enumerate(three)])
        for name, three in zip(names, kept, strict=True)
    ]
    return multiples(id_, "Titre", panels)


def small_lines(id_: str, names: list[str], values: Values) -> Chart:
    return multiples(id_, "Titre", _short(names, values), form="lines")


def _short(names: list[str], values: Values) -> list[Panel]:
    points = [point(str(2015 + place), value) for place, value in enumerate(values)]
    return [Panel(name, points) for name in names]


def a_map(id_: str, names: list[str], values: Values) -> Chart:
    areas = [
        Area(f"72{place:03}", name, value, "" if value is None else percent(value), "3 à 4", REASON)
        for place, (name, value) in enumerate(zip(names, values, strict=True))
    ]
    on = land({area.code: [square(place)] for place, area in enumerate(areas)})
    return choropleth(id_, Wording("Titre", "communes", "Contours calculés."), on, areas, "fr")


def square(place: int) -> list[tuple[float, float]]:
    west, south = 0.1 + 0.05 * (place % 6), 48 + 0.05 * (place // 6)
    return [(west, south), (west + 0.05, south), (west + 0.05, south + 0.05), (west, south + 0.05), (west, south)]


def some_ranges(id_: str, names: list[str], values: Values) -> Chart:
    marks = [
        Mark(name, value or 0, value, value, percent(value or 0)) for name, value in zip(names, values, strict=True)
    ]
    return ranges(id_, "Titre", marks)


def some_stacks(id_: str, names: list[str], values: Values) -> Chart:
    parts = [Part(name, value or 0, percent(value or 0)) for name, value in zip(names, values, strict=True)]
    return stacks(id_, "Titre", [("Le Mans", parts), ("France", parts)])


def some_columns(id_: str, names: list[str], values: Values) -> Chart:
    years = [(f"20{place:02}", [(value or 0, percent(value or 0))]) for place, value in enumerate(values)]
    return columns(id_, "Titre", names[:1], years)


NEW = [a_strip, some_lines, a_slope, bars, small_lines, a_map]
FIRST = [some_ranges, some_stacks, some_columns]
every_form = pytest.mark.parametrize("draw", NEW + FIRST)
new_form = pytest.mark.parametrize("draw", NEW)

USUAL: Values = [13.2, 9.7, None, 14.4, 11.0, 0.0, 12.5, 8.25]


def usual(draw: Draw, id_: str = "c") -> Chart:
    return draw(id_, TOWNS, USUAL)


def words(tree: ET.Element) -> list[str]:
    return [one.text or "" for one in tree.iter(f"{SVG}text")]


def parsed(chart: Chart) -> ET.Element:
    return ET.fromstring(str(chart.svg))  # noqa: S314 (our own)
