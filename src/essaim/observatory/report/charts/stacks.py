"""Shares that add up to the whole, one bar per territory; each part bears its number where there is room."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from essaim.observatory.report.charts.base import INK, WIDTH, Chart, framed, joined, rect, series, text

ROW, EDGE, BAR, KEY_ROW = 58, 8, 28, 24
LIGHT = "s2"  # the one colour on which white would not be read
ROOM = 0.09  # share from which a percentage fits in its part


@dataclass(frozen=True)
class Part:
    """One share, as it is drawn and as it is told."""

    name: str
    share: float
    shown: str


def stacks(id_: str, title: str, bars: Sequence[tuple[str, Sequence[Part]]]) -> Chart:
    """The parts of every bar in the same order and colours; a key names them below."""
    names = list(dict.fromkeys(part.name for _, parts in bars for part in parts))
    rows = [_bar(name, parts, names, place) for place, (name, parts) in enumerate(bars)]
    top = ROW * len(bars)
    keys, height = _keys(names, top + 14)
    told = " ; ".join(f"{name} : " + ", ".join(f"{part.name} {part.shown}" for part in parts) for name, parts in bars)
    return framed(id_, title, told, height, joined([*rows, keys]), kind="stacks")


def _bar(name: str, parts: Sequence[Part], names: list[str], place: int) -> Markup:
    y, x = place * ROW, float(EDGE)
    whole = sum(part.share for part in parts) or 1
    drawn = [text(EDGE, y + 18, name, bold=place == 0)]
    for part in parts:
        width = (WIDTH - 2 * EDGE) * part.share / whole
        colour, css = series(names.index(part.name))
        drawn.append(rect(x, y + 26, max(width - 1.5, 0.5), BAR, fill=colour, css=css))
        if part.share / whole >= ROOM:
            drawn.append(
                Markup('<text class="on" x="{:.1f}" y="{}" text-anchor="middle" fill="{}">{}</text>').format(
                    x + width / 2, y + 45, INK if css == LIGHT else "#ffffff", part.shown
                )
            )
        x += width
    return joined(drawn)


def _keys(names: list[str], top: float) -> tuple[Markup, float]:
    """The key, in as many lines as it takes, and where it ends."""
    parts, x, y = [], float(EDGE), top
    for place, name in enumerate(names):
        width = 30 + 8.2 * len(name)
        if x + width > WIDTH and x > EDGE:
            x, y = float(EDGE), y + KEY_ROW
        colour, css = series(place)
        parts += [rect(x, y, 13, 13, fill=colour, css=css), text(x + 19, y + 12, name, tone="soft")]
        x += width
    return joined(parts), y + KEY_ROW if names else top
