"""A territory among its peers: a dot for each within the line of its interval, on one axis."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from essaim.observatory.report.charts.base import LINE, SERIES, Chart, circle, framed, joined, rect, text
from essaim.observatory.report.charts.labels import TALL, clamped, lanes, shortened, wide
from essaim.observatory.report.charts.points import Point, Scale, Written, checked, extent, spread_of
from essaim.observatory.report.charts.shapes import EDGE, RIGHT, axis_below, hatch, link, notes, rule

LANE, OWN = 40, 50


@dataclass(frozen=True)
class Band:
    """Where the middle half of the peers lies, and how it is told: "moitié centrale des territoires comparables"."""

    low: float
    high: float
    label: str


def strip(
    id_: str,
    title: str,
    own: Point,
    peers: Sequence[Point],
    *,
    written: Written,
    reference: Point | None = None,
    band: Band | None = None,
) -> Chart:
    """The territory first, set forth; then its peers from the lowest to the highest, in as few rows as can be."""
    every = [own, *peers]
    checked(every, "territories")
    asides = [one for one in (reference,) if one]
    numbers = spread_of([*every, *asides]) + ([band.low, band.high] if band else [])
    scale = Scale(*extent(numbers, pad=0.04), EDGE + 12, RIGHT - 12)
    head, top = _head(scale, reference, band)
    ranked = sorted((one for one in peers if one.known), key=lambda one: (one.value or 0, one.name))
    rows, bottom = _peers(ranked, scale, top + (OWN if own.known else 0))
    behind = _behind(scale, reference, band, (top, bottom), own=own.known)
    axis = axis_below(scale, bottom, top, written)
    below, height = notes(id_, [(one.name, one.why) for one in [*every, *asides] if not one.known], bottom + 34)
    front = _one(own, scale, top, own=True) if own.known else Markup("")
    told = " ; ".join([one.told for one in [own, *asides]] + ([band.label] if band else []) + [p.told for p in peers])
    parts = [hatch(id_), axis, behind, head, front, rows, below]
    return framed(id_, title, told, height, joined(parts), kind="strip")


def _head(scale: Scale, reference: Point | None, band: Band | None) -> tuple[Markup, float]:
    """The labels of the reference and of the band, a row each, and where they end."""
    parts, y = [], 0.0
    if band:
        words = shortened(band.label, RIGHT - EDGE - 24)
        left = clamped((scale.at(band.low) + scale.at(band.high)) / 2, wide(words) + 24, EDGE, RIGHT)
        parts += [rect(left, y + 5, 17, 15, fill=LINE, css="track"), text(left + 24, y + 18, words, tone="soft")]
        y += TALL
    if reference and reference.value is not None:
        words = shortened(f"{reference.name} {reference.shown}", RIGHT - EDGE)
        left = clamped(scale.at(reference.value), wide(words), EDGE, RIGHT)
        parts.append(text(left + wide(words) / 2, y + 18, words, anchor="middle"))
        y += TALL
    return joined(parts), y


def _behind(
    scale: Scale, reference: Point | None, band: Band | None, span: tuple[float, float], *, own: bool
) -> Markup:
    """The line of the reference leaves the names free: it is drawn beside dots only."""
    (top, bottom), parts = span, []
    if band:
        left, right = scale.at(band.low), scale.at(band.high)
        parts.append(faint(rect(left, top, max(right - left, 2), bottom - top, fill=LINE, css="track")))
        parts += [faint(rule(x, top, x, bottom, dash="1 3")) for x in (left, right)]
    if reference and reference.value is not None:
        x = scale.at(reference.value)
        first = top + (OWN if own else 0)
        starts = [first + LANE * lane + 22 for lane in range(round((bottom - 6 - first) / LANE))]
        marks = [rule(x, start, x, start + 18) for start in ([top + 26] if own else []) + starts]
        parts.append(Markup('<g stroke-width="2.2">{}</g>').format(joined(marks)))
    return joined(parts)


def faint(content: Markup) -> Markup:
    return Markup('<g opacity="0.6">{}</g>').format(content)


def _peers(ranked: Sequence[Point], scale: Scale, top: float) -> tuple[Markup, float]:
    boxes = []
    for one in ranked:
        left = clamped(scale.at(one.value or 0), _room(one), EDGE, RIGHT)
        ends = [scale.at(bound) for bound in one.bounds or (one.value or 0,)]
        boxes.append((min(left, *ends), max(left + _room(one), *ends)))
    rows = lanes(boxes)
    drawn = [_one(one, scale, top + row * LANE) for one, row in zip(ranked, rows, strict=True)]
    return joined(drawn), top + LANE * (max(rows, default=-1) + 1) + 6


def _words(one: Point, *, own: bool = False) -> str:
    return shortened(f"{one.name} {one.shown}" if own else one.name, RIGHT - EDGE, bold=own)


def _room(one: Point, *, own: bool = False) -> float:
    return wide(_words(one, own=own), bold=own)


def _one(one: Point, scale: Scale, y: float, *, own: bool = False) -> Markup:
    """The name over its dot; the interval as a line on either side."""
    colour, css = (SERIES[0], "s1") if own else (SERIES[4], "s5")
    x, middle = scale.at(one.value or 0), y + (34 if own else 30)
    parts = []
    if one.bounds:
        ends = [(scale.at(bound), middle) for bound in one.bounds]
        parts.append(link(ends[0], ends[1], fill=colour, css=css, thick=5 if own else 2))
    parts.append(circle(x, middle, 8 if own else 5.5, fill=colour, css=css))
    width = _room(one, own=own)
    center = clamped(x, width, EDGE, RIGHT) + width / 2
    words = text(center, y + 18, _words(one, own=own), anchor="middle", tone="ink" if own else "soft", bold=own)
    return joined([*parts, words])
