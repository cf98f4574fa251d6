"""Two dates, or two territories: the same parts on both sides, linked."""

from collections.abc import Sequence

from markupsafe import Markup

from essaim.observatory.report.charts.base import SERIES, Chart, framed, joined, series, text
from essaim.observatory.report.charts.labels import TALL, shortened, spread, wide, wrapped
from essaim.observatory.report.charts.points import Point, Scale, checked, extent, spread_of
from essaim.observatory.report.charts.shapes import EDGE, RIGHT, hatch, leader, lines_of, link, marker, notes

PLOT, SHOWN, NAMES = 240, 130, 340

# The same part on both sides; it bears its name on the first.
Pair = tuple[Point, Point]


def slope(id_: str, title: str, ends: tuple[str, str], pairs: Sequence[Pair]) -> Chart:
    """`ends` are the names of both sides; figures on the left, figures and names on the right."""
    checked(pairs, "parts")
    low, high = extent(spread_of(point for pair in pairs for point in pair))
    full = [pair for pair in pairs if pair[0].known or pair[1].known]
    labels = [wrapped(f"{after.shown if after.known else ''} {one.name}", NAMES, 3) for one, after in full]
    tall = max(PLOT, TALL * sum(len(rows) for rows in labels) + 4 * len(labels), (TALL + 4) * len(labels))
    left = EDGE + 34 + max((wide(shortened(one.shown, SHOWN)) for one, _ in full if one.known), default=0)
    right = RIGHT - 40 - max((wide(row) for rows in labels for row in rows), default=0)
    head, top = _head(ends, right)
    scale = Scale(low, high, top + tall - 14, top + 14)
    parts = [_links(full, scale, left, right), _left(full, scale, left, (top, top + tall))]
    parts.append(_right(full, labels, scale, right, (top, top + tall)))
    sides = zip(ends, zip(*pairs, strict=True), strict=True)
    gaps = [
        (f"{pair[0].name} ({end})", one.why)
        for end, side in sides
        for pair, one in zip(pairs, side, strict=True)
        if not one.known
    ]
    below, height = notes(id_, gaps, top + tall + 12)
    told = " ; ".join(f"{one.name} : {ends[0]} {one.amount}, {ends[1]} {after.amount}" for one, after in pairs)
    return framed(id_, title, told, height, joined([hatch(id_), head, *parts, below]), kind="slope")


def _head(ends: tuple[str, str], right: float) -> tuple[Markup, float]:
    """The names of both sides; that of the right stands over its points where it has the room."""
    after = wrapped(ends[1], 290, 3, bold=True)
    start = min(right - 6, RIGHT - max(wide(row, bold=True) for row in after))
    before = wrapped(ends[0], start - EDGE - 16, 3, bold=True)
    parts = [lines_of(EDGE, 0, before, bold=True), lines_of(start, 0, after, bold=True)]
    return joined(parts), TALL * max(len(before), len(after)) + 8


def _colour(place: int, pairs: Sequence[Pair]) -> tuple[str, str]:
    """Colours tell parts apart as long as there are enough of them; else only names do."""
    return series(place) if len(pairs) <= len(SERIES) else (SERIES[4], "s5")


def _links(pairs: Sequence[Pair], scale: Scale, left: float, right: float) -> Markup:
    strokes, dots = [], []
    for place, pair in enumerate(pairs):
        colour, css = _colour(place, pairs)
        spots = [(x, scale.at(one.value)) for x, one in zip((left, right), pair, strict=True) if one.value is not None]
        if len(spots) == 2:
            strokes.append(link(spots[0], spots[1], fill=colour, css=css))
        dots += [marker(place, *spot, fill=colour, css=css, radius=5.5) for spot in spots]
    return joined(strokes + dots)


def _left(pairs: Sequence[Pair], scale: Scale, x: float, span: tuple[float, float]) -> Markup:
    known = [one for one, _ in pairs if one.value is not None]
    spots = [scale.at(one.value or 0) for one in known]
    middles = spread(spots, [TALL + 4.0] * len(known), *span)
    parts = []
    for one, spot, middle in zip(known, spots, middles, strict=True):
        parts.append(leader(x - 8, spot, x - 21, middle))
        parts.append(text(x - 26, middle + 5, shortened(one.shown, SHOWN), anchor="end"))
    return joined(parts)


def _right(
    pairs: Sequence[Pair], labels: Sequence[list[str]], scale: Scale, x: float, span: tuple[float, float]
) -> Markup:
    """A part without figure on this side is named beside its place on the other."""
    spots = [scale.at(one.value if one.value is not None else other.value or 0) for other, one in pairs]
    heights = [TALL * len(rows) + 4.0 for rows in labels]
    middles = spread(spots, heights, *span)
    parts = []
    for place, (_, one) in enumerate(pairs):
        colour, css = _colour(place, pairs)
        top = middles[place] - heights[place] / 2 + 2
        if one.known:
            parts.append(leader(x + 8, spots[place], x + 19, top + 13))
        parts.append(marker(place, x + 26, top + 13, fill=colour, css=css, radius=4.5))
        parts += [text(x + 36, top + 18 + TALL * row, words) for row, words in enumerate(labels[place])]
    return joined(parts)
