"""Values with their interval, one line each, on one scale: a territory beside those that hold it."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from essaim.observatory.report.charts.base import (
    LINE,
    SERIES,
    WIDTH,
    Chart,
    circle,
    framed,
    joined,
    rect,
    text,
)

ROW, EDGE = 46, 8


@dataclass(frozen=True)
class Mark:
    """One value as it is drawn and as it is told: `shown` and `between` are in the page's language."""

    name: str
    value: float
    low: float | None
    high: float | None
    shown: str
    between: str = ""

    @property
    def told(self) -> str:
        return f"{self.name} {self.shown}" + (f" ({self.between})" if self.between else "")


def ranges(id_: str, title: str, marks: Sequence[Mark]) -> Chart:
    """A dot for each value within the bar of its interval; the first is the territory itself, set forth."""
    top = max((mark.high or mark.value) for mark in marks) * 1.04 or 1
    rows = [_row(mark, place, top) for place, mark in enumerate(marks)]
    told = " ; ".join(mark.told for mark in marks)
    return framed(id_, title, told, ROW * len(marks) + 4, joined(rows), kind="ranges")


def _row(mark: Mark, place: int, top: float) -> Markup:
    first, y = place == 0, place * ROW
    colour, css = (SERIES[0], "s1") if first else (SERIES[4], "s5")
    scaled = [EDGE + (WIDTH - 2 * EDGE) * (bound or 0) / top for bound in (mark.low, mark.value, mark.high)]
    parts = [
        text(EDGE, y + 18, mark.name, bold=first),
        text(WIDTH - EDGE, y + 18, mark.shown, anchor="end", bold=first),
        rect(EDGE, y + 28, WIDTH - 2 * EDGE, 10, fill=LINE, css="track", radius=5),
    ]
    if mark.low is not None and mark.high is not None:
        between = rect(scaled[0], y + 28, max(scaled[2] - scaled[0], 1), 10, fill=colour, css=css, radius=5)
        parts.append(Markup('<g opacity="0.5">{}</g>').format(between))
    parts.append(circle(scaled[1], y + 33, 7, fill=colour, css=css))
    return joined(parts)
