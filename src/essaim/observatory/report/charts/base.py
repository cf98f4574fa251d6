"""What every chart shares: its frame, its colours, and how a screen reader hears it.

Colours are presentation attributes, so that a chart stands alone in a PDF; each shape also bears a class, by which the
page gives it the colours of its theme (style sheets win over attributes). Coordinates have one decimal: the same
figures give the same bytes.
"""

import re
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH = 640
LETTERS = 15  # on a screen; a page has them larger in a smaller picture, a telephone larger still (labels.PHONE)
INK, SOFT, LINE = "#1d2430", "#545e6e", "#dcd8cc"
# Each is told apart from its neighbours by lightness too: charts are also read in grey.
SERIES = ("#14532d", "#d97706", "#0f4c81", "#9d174d", "#6b7280", "#44403c")
FONT = "system-ui, Libertinus Serif, sans-serif"  # the second is the one that Typst brings

# Characters that XML has no way to write; one of them in a name would make the whole picture unreadable.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Chart:
    """A drawn chart of some `kind`: `title` states the finding, `description` says in words what the picture shows."""

    title: str
    description: str
    svg: Markup
    kind: str


def framed(id_: str, title: str, description: str, height: float, content: Markup, *, kind: str) -> Chart:
    """The whole `<svg>`; `id_` is unique on the page."""
    svg = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="chart-{kind}" viewBox="0 0 {width} {height}" role="img"'
        ' aria-labelledby="{id}-t {id}-d" font-family="{font}" font-size="{letters}"><title id="{id}-t">{title}</title>'
        '<desc id="{id}-d">{description}</desc>{content}</svg>'
    ).format(
        kind=kind,
        width=WIDTH,
        height=decimal(height),
        id=id_,
        font=FONT,
        letters=LETTERS,
        title=title,
        description=description,
        content=content,
    )
    return Chart(title, description, Markup(_FORBIDDEN.sub("", svg)), kind)  # noqa: S704 (only takes characters away)


def lettered(chart: Chart, size: int) -> str:
    """The picture with letters of another size, up to that of a telephone: each has the room."""
    return str(chart.svg).replace(f'font-size="{LETTERS}"', f'font-size="{size}"', 1)


def decimal(value: float) -> str:
    """One decimal, none when it is nil: short and always the same."""
    return f"{value:.1f}".removesuffix(".0")


def drawn(element: str) -> Markup:
    """An element written with our own numbers, colours and classes, its texts escaped by whoever writes it.

    Written as it is rather than by `Markup.format`, which takes ten times as long: a page has five hundred.
    """
    return Markup(element)  # noqa: S704


def text(x: float, y: float, words: str, *, anchor: str = "start", tone: str = "ink", bold: bool = False) -> Markup:
    """A line of text; `tone` is ink or soft."""
    fill = INK if tone == "ink" else SOFT
    weight = ' font-weight="700"' if bold else ""
    return drawn(
        f'<text class="{tone}" x="{decimal(x)}" y="{decimal(y)}" text-anchor="{anchor}" fill="{fill}"{weight}>'
        f"{escape(words)}</text>"
    )


def rect(x: float, y: float, width: float, height: float, *, fill: str, css: str, radius: float = 0) -> Markup:
    """A rectangle; `css` is the class by which the page colours it."""
    return drawn(
        f'<rect class="{css}" x="{decimal(x)}" y="{decimal(y)}" width="{decimal(max(width, 0))}"'
        f' height="{decimal(max(height, 0))}" rx="{decimal(radius)}" fill="{fill}"/>'
    )


def circle(x: float, y: float, radius: float, *, fill: str, css: str) -> Markup:
    """A dot, with a thin paper-coloured edge that keeps it apart from what it lies on."""
    return drawn(
        f'<circle class="{css}" cx="{decimal(x)}" cy="{decimal(y)}" r="{decimal(radius)}" fill="{fill}"'
        ' stroke="#ffffff" stroke-width="1.5"/>'
    )


def line(
    x1: float, y1: float, x2: float, y2: float, *, stroke: str = LINE, css: str = "rule", dash: str = ""
) -> Markup:
    """A straight line."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return drawn(
        f'<line class="{css}" x1="{decimal(x1)}" y1="{decimal(y1)}" x2="{decimal(x2)}" y2="{decimal(y2)}"'
        f' stroke="{stroke}"{dashes}/>'
    )


def joined(parts: list[Markup]) -> Markup:
    """One after another."""
    return Markup("").join(parts)


def series(place: int) -> tuple[str, str]:
    """Colour and class of the series at a place (0 first)."""
    return SERIES[place % len(SERIES)], f"s{place % len(SERIES) + 1}"
