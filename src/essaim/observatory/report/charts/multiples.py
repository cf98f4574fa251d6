"""Small multiples: the same small picture again and again, on one scale, to be compared at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from markupsafe import Markup

from essaim.observatory.report.charts.base import LINE, SERIES, WIDTH, Chart, circle, framed, joined, line, rect, text
from essaim.observatory.report.charts.labels import TALL, apart, clamped, shortened, wide, wrapped
from essaim.observatory.report.charts.points import Point, Scale, checked, extent, runs, spread_of, ticks
from essaim.observatory.report.charts.shapes import EDGE, faded, hatch, hatched, lines_of, link, names_below, notes

GAP, PLOT = 22, 96

Form = Literal["bars", "lines"]


@dataclass(frozen=True)
class Panel:
    """One small picture: its title and its points, from left to right."""

    title: str
    points: Sequence[Point]


@dataclass(frozen=True)
class _Frame:
    """Where a panel lies."""

    left: float
    right: float
    scale: Scale


def multiples(id_: str, title: str, panels: Sequence[Panel], *, form: Form = "bars") -> Chart:
    """Panels in rows, in the order given; bars start at nought, lines need not."""
    checked(panels, "panels")
    for panel in panels:
        checked(panel.points, "points")
    low, high = extent(spread_of(one for panel in panels for one in panel.points), zero=form == "bars")
    across = _columns(panels)
    width = (WIDTH - 2 * EDGE - GAP * (across - 1)) / across
    parts, y = [hatch(id_)], 0.0
    for start in range(0, len(panels), across):
        row = panels[start : start + across]
        titles = [wrapped(panel.title, width, 3, bold=True) for panel in row]
        top = y + TALL * (max(len(one) for one in titles) + 1) + 6
        for place, (panel, words) in enumerate(zip(row, titles, strict=True)):
            left = EDGE + place * (width + GAP)
            base = top + PLOT - (0 if form == "bars" else TALL)  # figures stand under the troughs of lines
            frame = _Frame(left, left + width, Scale(low, high, base, top))
            parts += [lines_of(left, y, words, bold=True), _panel(id_, panel, frame, form)]
        y = top + PLOT + TALL + 18
    gaps = [(f"{panel.title} {one.name}", one.why) for panel in panels for one in panel.points if not one.known]
    below, height = notes(id_, gaps, y)
    told = " ; ".join(f"{one.title} : " + ", ".join(f"{p.name} {p.amount}" for p in one.points) for one in panels)
    return framed(id_, title, told, height, joined([*parts, below]), kind="multiples")


def _columns(panels: Sequence[Panel]) -> int:
    """Three side by side where their titles hold in two lines, else two."""
    third = (WIDTH - 2 * EDGE - 2 * GAP) / 3
    fits = all(not wrapped(panel.title, third, bold=True)[-1].endswith("…") for panel in panels)
    return min(len(panels), 3 if fits else 2)


def _panel(id_: str, panel: Panel, frame: _Frame, form: Form) -> Markup:
    step = (frame.right - frame.left) / len(panel.points)
    across = [frame.left + step * (place + 0.5) for place in range(len(panel.points))]
    thick = min(step * 0.72, 46)
    holes = [
        hatched(id_, x - min(thick, 14) / 2, frame.scale.end, min(thick, 14), frame.scale.start - frame.scale.end)
        for x, one in zip(across, panel.points, strict=True)
        if not one.known
    ]
    drawn = _bars(panel, across, frame, thick) if form == "bars" else _line(panel, across, frame)
    names = names_below(
        [(x, shortened(one.name, frame.right - frame.left)) for x, one in zip(across, panel.points, strict=True)],
        frame.scale.end + PLOT + 22,
        (frame.left, frame.right),
    )
    return joined([_grid(frame), *holes, drawn, _values(panel, across, frame, form), names])


def _grid(frame: _Frame) -> Markup:
    """Unlabelled: the same lines in every panel carry the eye from one to the next."""
    heights = [frame.scale.at(value) for value in ticks(frame.scale.low, frame.scale.high, 3)]
    return joined([line(frame.left, y, frame.right, y, stroke=LINE) for y in [*heights, frame.scale.start]])


def _bars(panel: Panel, across: Sequence[float], frame: _Frame, thick: float) -> Markup:
    base, parts = frame.scale.at(0), []
    for x, one in zip(across, panel.points, strict=True):
        if one.value is None:
            continue
        y = frame.scale.at(one.value)
        height = max(abs(base - y), 1.5)  # nought is seen as a thin line
        bar = rect(x - thick / 2, min(y, base, frame.scale.start - height), thick, height, fill=SERIES[0], css="s1")
        parts.append(faded(bar, 0.62) if one.bounds else bar)
        if one.bounds:
            ends = [frame.scale.at(bound) for bound in one.bounds]
            parts.append(link((x, ends[0]), (x, ends[1]), fill=SERIES[0], css="s1", thick=4))
    return joined(parts)


def _line(panel: Panel, across: Sequence[float], frame: _Frame) -> Markup:
    ribbons, strokes, dots = [], [], []
    for run in runs(panel.points, frozenset()):
        spots = [(across[one], frame.scale.at(panel.points[one].value or 0)) for one in run]
        strokes += [link(one, after, fill=SERIES[0], css="s1") for one, after in pairwise(spots)]
        dots += [circle(*spot, 4, fill=SERIES[0], css="s1") for spot in spots]
        bounds = [(across[one], panel.points[one].bounds) for one in run]
        for x, pair in bounds:
            if pair:
                low, high = (frame.scale.at(bound) for bound in pair)
                ribbons.append(link((x, low), (x, high), fill=SERIES[0], css="s1", thick=7))
    return joined([faded(joined(ribbons), 0.3), *strokes, *dots])


def _values(panel: Panel, across: Sequence[float], frame: _Frame, form: Form) -> Markup:
    """The figures that fit: above bars and peaks, under troughs; the last and the first before the others."""
    known = [place for place, one in enumerate(panel.points) if one.known]
    sides = {place: 1 if form == "bars" else _side(panel.points, place) for place in known}
    known = [place for place in known if sides[place] or place in (known[0], known[-1])]
    words = [shortened(panel.points[place].shown, frame.right - frame.left) for place in known]
    widths = [wide(said) for said in words]
    lefts = [clamped(across[place], room, frame.left, frame.right) for place, room in zip(known, widths, strict=True)]
    kept = apart([(left, left + room) for left, room in zip(lefts, widths, strict=True)])
    parts = []
    for one in kept:
        point = panel.points[known[one]]
        heights = [frame.scale.at(number) for number in (point.value or 0, *(point.bounds or ()))]
        y = max(heights) + 21 if sides[known[one]] < 0 else min(heights) - 8
        parts.append(text(lefts[one] + widths[one] / 2, y, words[one], anchor="middle"))
    return joined(parts)


def _side(points: Sequence[Point], place: int) -> int:
    """Where a line leaves room for a figure: 1 above a peak, -1 under a trough, 0 on a slope."""
    value = points[place].value or 0
    beside = [one.value for one in (*points[max(place - 1, 0) : place], *points[place + 1 : place + 2])]
    higher = {one > value for one in beside if one is not None and one != value}
    return 0 if len(higher) == 2 else -1 if True in higher else 1
