"""Shapes that several charts draw.

Whatever bears the colour of a series is filled, lines too: the style sheet of the page gives each series one fill.
"""

import math
from collections.abc import Sequence

from markupsafe import Markup

from essaim.observatory.report.charts.base import LINE, SOFT, WIDTH, circle, decimal, drawn, joined, line, rect, text
from essaim.observatory.report.charts.labels import TALL, apart, clamped, wide, wrapped
from essaim.observatory.report.charts.points import Scale, Written, ticks

EDGE = 8
RIGHT = WIDTH - EDGE


def polygon(points: Sequence[tuple[float, float]], *, fill: str, css: str) -> Markup:
    """A filled outline."""
    corners = " ".join(f"{decimal(x)},{decimal(y)}" for x, y in points)
    return drawn(f'<polygon class="{css}" points="{corners}" fill="{fill}"/>')


def link(start: tuple[float, float], end: tuple[float, float], *, fill: str, css: str, thick: float = 3) -> Markup:
    """A thick line between two points, as a filled shape."""
    across, along = end[0] - start[0], end[1] - start[1]
    length = math.hypot(across, along) or 1
    x, y = -along / length * thick / 2, across / length * thick / 2
    corners = [
        (start[0] + x, start[1] + y),
        (end[0] + x, end[1] + y),
        (end[0] - x, end[1] - y),
        (start[0] - x, start[1] - y),
    ]
    return polygon(corners, fill=fill, css=css)


def marker(place: int, x: float, y: float, *, fill: str, css: str, radius: float = 6) -> Markup:
    """The mark of the series at a place: a dot, a square, a diamond, a triangle; told apart without colour."""
    if place % 4 == 1:
        return rect(x - radius * 0.85, y - radius * 0.85, radius * 1.7, radius * 1.7, fill=fill, css=css)
    if place % 4 == 2:
        far = radius * 1.25
        return polygon([(x, y - far), (x + far, y), (x, y + far), (x - far, y)], fill=fill, css=css)
    if place % 4 == 3:
        return triangle(x, y, fill=fill, css=css, size=radius * 1.15)
    return circle(x, y, radius, fill=fill, css=css)


def triangle(x: float, y: float, *, fill: str, css: str, size: float) -> Markup:
    """Point up; point down where the size is negative."""
    return polygon(
        [(x, y - size), (x + abs(size), y + size * 0.8), (x - abs(size), y + size * 0.8)], fill=fill, css=css
    )


def faded(content: Markup, opacity: float = 0.22) -> Markup:
    """Behind the rest: an interval."""
    return Markup('<g opacity="{}">{}</g>').format(opacity, content)


def rule(x1: float, y1: float, x2: float, y2: float, *, dash: str = "") -> Markup:
    """A line that must be seen in both themes: in the colour of the text around the chart."""
    return line(x1, y1, x2, y2, stroke="currentColor", css="mark", dash=dash)


def leader(x1: float, y1: float, x2: float, y2: float) -> Markup:
    """From a mark to its label, where they do not stand side by side."""
    return faded(rule(x1, y1, x2, y2), 0.5) if abs(y2 - y1) > 5 else Markup("")


def hatch(id_: str) -> Markup:
    """The pattern of what is missing or withheld; to be drawn once before `hatched`."""
    stripe = rect(0, 0, 6, 6, fill="#ffffff", css="on") + rect(0, 0, 2.2, 6, fill=SOFT, css="soft")
    return Markup(
        '<defs><pattern id="{}-h" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        "{}</pattern></defs>"
    ).format(id_, stripe)


def hatched(id_: str, x: float, y: float, width: float, height: float) -> Markup:
    """The mark of a missing value: hatched, never of no height."""
    return Markup(
        '<rect class="missing" x="{}" y="{}" width="{}" height="{}" fill="url(#{}-h)" stroke="currentColor"'
        ' stroke-width="0.8"/>'
    ).format(*(decimal(one) for one in (x, y, width, height)), id_)


def notes(id_: str, gaps: Sequence[tuple[str, str]], top: float) -> tuple[Markup, float]:
    """One hatched mark for each reason, with what it bears on; and where that ends."""
    parts, y = [], top
    for reason in dict.fromkeys(reason for _, reason in gaps):
        names = ", ".join(name for name, why in gaps if why == reason)
        parts.append(hatched(id_, EDGE, y + 4, 28, 18))
        for words in wrapped(f"{names} : {reason}", RIGHT - EDGE - 38, 99):
            parts.append(text(EDGE + 38, y + 19, words, tone="soft"))
            y += TALL
    return joined(parts), y


def lines_of(x: float, y: float, rows: Sequence[str], *, anchor: str = "start", bold: bool = False) -> Markup:
    """Lines of text, the first in a row that starts at `y`."""
    written = [text(x, y + 18 + place * TALL, one, anchor=anchor, bold=bold) for place, one in enumerate(rows)]
    return joined(written)


def names_below(spots: Sequence[tuple[float, str]], y: float, edges: tuple[float, float] = (EDGE, RIGHT)) -> Markup:
    """Names centred under their place, those that fit."""
    widths = [wide(name) for _, name in spots]
    lefts = [clamped(x, width, *edges) for (x, _), width in zip(spots, widths, strict=True)]
    kept = apart([(left, left + width) for left, width in zip(lefts, widths, strict=True)])
    return joined([text(lefts[one] + widths[one] / 2, y, spots[one][1], anchor="middle", tone="soft") for one in kept])


def axis_below(scale: Scale, y: float, top: float, written: Written) -> Markup:
    """Round numbers under a scale that runs from left to right, each with its thin line up to `top`."""
    for count in (6, 4, 3, 2):
        spots = [(scale.at(value), written(value)) for value in ticks(scale.low, scale.high, count)]
        boxes = [(x - wide(words) / 2, x + wide(words) / 2) for x, words in spots]
        if len(apart(boxes)) == len(boxes):
            break
    rules = [line(x, top, x, y, stroke=LINE) for x, _ in spots]
    return joined([*rules, names_below(spots, y + 20)])
