"""Figures over years: lines cut where the series breaks, a ribbon for the interval, names at the ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from markupsafe import Markup

from essaim.observatory.report.charts.base import LINE, Chart, framed, joined, line, series, text
from essaim.observatory.report.charts.labels import TALL, clamped, lanes, shortened, spread, wide, wrapped
from essaim.observatory.report.charts.points import Point, Scale, Written, checked, extent, runs, spread_of, ticks
from essaim.observatory.report.charts.shapes import (
    EDGE,
    RIGHT,
    faded,
    hatch,
    hatched,
    leader,
    lines_of,
    link,
    marker,
    names_below,
    notes,
    polygon,
    rule,
)

PLOT, MOST_SERIES, NAMES = 230, 4, 240
UNDER = 36  # from the axis to the years: clear of the lowest number, even in the large letters of a telephone


@dataclass(frozen=True)
class Curve:
    """One series: its points bear the years as names, the same years in every series."""

    name: str
    points: Sequence[Point]


@dataclass(frozen=True)
class Break:
    """From `year` on, figures are not made as before, for `reason`."""

    year: str
    reason: str


@dataclass(frozen=True)
class _Plot:
    """Where years and values lie."""

    years: Sequence[str]
    across: Sequence[float]
    scale: Scale
    top: float
    bottom: float


def lines(
    id_: str, title: str, curves: Sequence[Curve], *, written: Written, breaks: Sequence[Break] = (), zero: bool = False
) -> Chart:
    """One to four series; each break cuts every line and is told above the plot."""
    years = _years(curves)
    breaks = sorted(breaks, key=lambda one: _place(one, years))
    places = [_place(one, years) for one in breaks]
    cuts = frozenset(places)
    low, high = extent(spread_of(point for curve in curves for point in curve.points), zero=zero, pad=0.05)
    labels = [_label(curve) for curve in curves]
    tall = max(PLOT, TALL * (sum(len(rows) for rows in labels) + len(labels) - 1))
    left = min(max(wide(shortened(written(one), 110)) for one in ticks(low, high)), 110) + EDGE + 8
    right = RIGHT - max(wide(row, bold=True) for rows in labels for row in rows) - 34
    across = _across(years, left + 10, right)
    head, top = _told_breaks(breaks, [_seam(across, place) for place in places])
    plot = _Plot(years, across, Scale(low, high, top + tall, top), top, top + tall)
    drawn = [_curve(curve, place, plot, cuts) for place, curve in enumerate(curves)]
    seams = [rule(x, top, x, plot.bottom, dash="5 4") for x in (_seam(across, place) for place in sorted(cuts))]
    gaps = [(f"{curve.name} {one.name}", one.why) for curve in curves for one in curve.points if not one.known]
    below, height = notes(id_, gaps, plot.bottom + UNDER + 10)
    parts = [hatch(id_), head, _grid(plot, left, written), _holes(id_, curves, plot), *seams, *drawn]
    named = names_below(list(zip(across, years, strict=True)), plot.bottom + UNDER)
    parts += [_ends(curves, labels, plot), named, below]
    return framed(id_, title, _told(curves, breaks), height, joined(parts), kind="lines")


def _years(curves: Sequence[Curve]) -> list[str]:
    checked(curves, "series", MOST_SERIES)
    years = [point.name for point in curves[0].points]
    checked(years, "years")
    if any([point.name for point in curve.points] != years for curve in curves):
        raise ValueError("Every series of a chart bears the same years; a year without figure is a missing value.")
    return years


def _place(one: Break, years: Sequence[str]) -> int:
    if one.year not in years:
        raise ValueError(f"No year {one.year} in this chart, whose series would break there.")
    return list(years).index(one.year)


def _across(years: Sequence[str], left: float, right: float) -> list[float]:
    """Where each year lies: as far apart as they are, where they are numbers in order."""
    numbers = [float(year) for year in years if year.isdecimal() and len(year) < 9]
    if len(numbers) < len(years) or any(one >= after for one, after in pairwise(numbers)):
        numbers = [float(place) for place in range(len(years))]
    if len(numbers) == 1:
        return [(left + right) / 2]
    return [left + (right - left) * (one - numbers[0]) / (numbers[-1] - numbers[0]) for one in numbers]


def _seam(across: Sequence[float], place: int) -> float:
    """A break lies between its year and the one before."""
    return (across[place - 1] + across[place]) / 2 if place else across[0] - 8


def _told_breaks(breaks: Sequence[Break], seams: Sequence[float]) -> tuple[Markup, float]:
    """What each break is, above its line, and where that ends."""
    rows = [wrapped(f"{one.year} : {one.reason}", RIGHT - EDGE, 9) for one in breaks]
    widths = [max(wide(row) for row in block) for block in rows]
    lefts = [clamped(x, width, EDGE, RIGHT) for x, width in zip(seams, widths, strict=True)]
    placed = lanes([(left, left + width) for left, width in zip(lefts, widths, strict=True)])
    parts, y = [], 0.0
    for lane in range(max(placed, default=-1) + 1):
        here = [one for one, row in enumerate(placed) if row == lane]
        parts += [lines_of(lefts[one] + widths[one] / 2, y, rows[one], anchor="middle") for one in here]
        y += TALL * max(len(rows[one]) for one in here)
    return joined(parts), y + 10


def _grid(plot: _Plot, left: float, written: Written) -> Markup:
    parts = []
    for value in ticks(plot.scale.low, plot.scale.high):
        y = plot.scale.at(value)
        parts.append(line(left, y, plot.across[-1] + 10, y, stroke=LINE))
        parts.append(text(left - 8, y + 5, shortened(written(value), 110), anchor="end", tone="soft"))
    return joined(parts)


def _holes(id_: str, curves: Sequence[Curve], plot: _Plot) -> Markup:
    """A hatched column over each year for which a figure is missing."""
    missing = sorted({place for curve in curves for place, one in enumerate(curve.points) if not one.known})
    return joined([hatched(id_, plot.across[one] - 5, plot.top, 10, plot.bottom - plot.top) for one in missing])


def _curve(curve: Curve, place: int, plot: _Plot, cuts: frozenset[int]) -> Markup:
    colour, css = series(place)
    ribbons, strokes, dots = [], [], []
    for run in runs(curve.points, cuts):
        spots = [(plot.across[one], plot.scale.at(curve.points[one].value or 0)) for one in run]
        ribbons += _ribbons([curve.points[one] for one in run], spots, plot, place)
        strokes += [link(one, after, fill=colour, css=css) for one, after in pairwise(spots)]
        dots += [marker(place, *spot, fill=colour, css=css, radius=4.5) for spot in spots]
    return joined([faded(joined(ribbons)), *strokes, *dots])


def _ribbons(points: Sequence[Point], spots: Sequence[tuple[float, float]], plot: _Plot, place: int) -> list[Markup]:
    colour, css = series(place)
    edges = [
        (x, *map(plot.scale.at, one.bounds)) if one.bounds else None for one, (x, _) in zip(points, spots, strict=True)
    ]
    drawn = []
    for known, group in groupby(edges, key=bool):
        held = [edge for edge in group if edge]
        if known and len(held) > 1:
            corners = [(x, low) for x, low, _ in held] + [(x, high) for x, _, high in reversed(held)]
            drawn.append(polygon(corners, fill=colour, css=css))
        elif known:
            x, low, high = held[0]
            drawn.append(link((x, low), (x, high), fill=colour, css=css, thick=8))
    return drawn


def _last(curve: Curve) -> int | None:
    return max((place for place, one in enumerate(curve.points) if one.known), default=None)


def _label(curve: Curve) -> list[str]:
    last = _last(curve)
    shown = "" if last is None else curve.points[last].shown
    return [*wrapped(curve.name, NAMES, 3, bold=True), shortened(shown, NAMES)]


def _ends(curves: Sequence[Curve], labels: Sequence[list[str]], plot: _Plot) -> Markup:
    """The name and last figure of each series, beside its end."""
    known = [(place, last) for place, curve in enumerate(curves) if (last := _last(curve)) is not None]
    spots = [(plot.across[last], plot.scale.at(curves[place].points[last].value or 0)) for place, last in known]
    heights = [TALL * len(labels[place]) + 6.0 for place, _ in known]
    middles = spread([y for _, y in spots], heights, plot.top - 6, plot.bottom + 6)
    x, parts = plot.across[-1] + 26, []
    for (place, _), spot, middle, height in zip(known, spots, middles, heights, strict=True):
        colour, css = series(place)
        first = middle - height / 2 + 3
        parts.append(leader(spot[0] + 7, spot[1], x - 8, first + 13))
        parts.append(marker(place, x, first + 13, fill=colour, css=css))
        *names, shown = labels[place]
        parts += [text(x + 12, first + 18 + TALL * row, words, bold=True) for row, words in enumerate(names)]
        parts.append(text(x + 12, first + 18 + TALL * len(names), shown))
    return joined(parts)


def _told(curves: Sequence[Curve], breaks: Sequence[Break]) -> str:
    told = [f"{curve.name} : " + ", ".join(f"{one.name} {one.amount}" for one in curve.points) for curve in curves]
    return " ; ".join([*told, *(f"{one.year} : {one.reason}" for one in breaks)])
