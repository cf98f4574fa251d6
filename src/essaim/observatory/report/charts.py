"""Small charts in SVG, drawn from figures; each stands beside the table that says the same in numbers."""

from dataclasses import dataclass

from markupsafe import Markup, escape

from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.language import Language, Text
from essaim.observatory.report.numbers import interval, shown

LINE = 46  # height of one line of the range chart
LEFT, RIGHT, WIDTH = 8, 632, 640


@dataclass(frozen=True)
class Named:
    """A figure and what the chart calls it."""

    name: str
    figure: Figure


def range_chart(lines: list[Named], title: Text, language: Language) -> Markup:
    """The value of each territory on one scale, as a dot within the bar of its interval; blank without any value."""
    drawn = [line for line in lines if line.figure.value is not None]
    if not drawn:
        return Markup("")
    top = max(line.figure.high or line.figure.value or 0 for line in drawn) * 1.04 or 1
    parts = [_range_line(line, place, top, language) for place, line in enumerate(drawn)]
    height = LINE * len(drawn) + 4
    return Markup('<svg class="ranges" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        WIDTH, height, _spoken(drawn, title, language), Markup("").join(parts)
    )


def _range_line(line: Named, place: int, top: float, language: Language) -> Markup:
    figure, y = line.figure, place * LINE
    x = _scaled(figure.value or 0, top)
    low, high = (_scaled(bound or 0, top) for bound in (figure.low, figure.high or top))
    return Markup(
        '<g class="{}"><text x="{}" y="{}">{}</text><text class="amount" x="{}" y="{}">{}</text>'
        '<rect class="track" x="{}" y="{}" width="{}" height="10" rx="5"/>'
        '<rect class="between" x="{:.1f}" y="{}" width="{:.1f}" height="10" rx="5"/>'
        '<circle cx="{:.1f}" cy="{}" r="7"/></g>'
    ).format(
        "here" if place == 0 else "there",
        LEFT,
        y + 18,
        line.name,
        RIGHT,
        y + 18,
        shown(figure, language),
        LEFT,
        y + 28,
        RIGHT - LEFT,
        low,
        y + 28,
        max(high - low, 1),
        x,
        y + 33,
    )


def _scaled(value: float, top: float) -> float:
    return LEFT + (RIGHT - LEFT) * value / top


def _spoken(lines: list[Named], title: Text, language: Language) -> str:
    told = (
        f"{line.name} {shown(line.figure, language)}"
        + (f" ({between})" if (between := interval(line.figure, language)) else "")
        for line in lines
    )
    return f"{title.in_(language)} : {', '.join(told)}"


def stacked_chart(bars: list[tuple[str, list[Named]]], title: Text, language: Language) -> Markup:
    """One bar per territory, cut into shares that add up to the whole; colours follow the order of the parts."""
    rows = []
    for name, parts in bars:
        known = [part for part in parts if part.figure.value]
        cells = [
            Markup('<span class="part p{}" style="flex-grow:{:.4f}"></span>').format(
                parts.index(part) + 1, part.figure.value
            )
            for part in known
        ]
        rows.append(
            Markup(
                '<div class="stack"><span class="stack-name">{}</span><span class="stack-bar">{}</span></div>'
            ).format(name, Markup("").join(cells))
        )
    keys = [
        Markup('<li><span class="key p{}"></span>{}</li>').format(place, part.name)
        for place, part in enumerate(bars[0][1], 1)
    ]
    spoken = "; ".join(_spoken(parts, Text(name, name), language) for name, parts in bars)
    return Markup(
        '<div class="stacks" role="img" aria-label="{}">{}</div><ul class="keys" aria-hidden="true">{}</ul>'
    ).format(f"{title.in_(language)}. {spoken}", Markup("").join(rows), Markup("").join(keys))


def columns_chart(
    years: list[tuple[str, Figure, Figure]], names: tuple[str, str], title: Text, language: Language
) -> Markup:
    """Two columns a year (births, closures) on one scale."""
    top = max((figure.value or 0 for _, *pair in years for figure in pair), default=0) or 1
    step, base = (RIGHT - LEFT) / max(len(years), 1), 150
    groups = []
    for place, (year, *pair) in enumerate(years):
        left = LEFT + place * step + step * 0.14
        bars = [
            Markup(
                '<rect class="c{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="3"/>'
                '<text class="amount" x="{:.1f}" y="{:.1f}">{}</text>'
            ).format(
                column + 1,
                left + column * step * 0.37,
                base - 118 * (figure.value or 0) / top,
                step * 0.34,
                118 * (figure.value or 0) / top,
                left + column * step * 0.37 + step * 0.17,
                base - 118 * (figure.value or 0) / top - 6,
                shown(figure, language),
            )
            for column, figure in enumerate(pair)
        ]
        groups.append(
            Markup('{}<text class="year" x="{:.1f}" y="172">{}</text>').format(
                Markup("").join(bars), left + step * 0.355, year
            )
        )
    spoken = ", ".join(
        f"{year} : {' / '.join(f'{name} {shown(figure, language)}' for name, figure in zip(names, pair, strict=True))}"
        for year, *pair in years
    )
    keys = [
        Markup('<li><span class="key c{}"></span>{}</li>').format(place, name) for place, name in enumerate(names, 1)
    ]
    return Markup(
        '<svg class="columns" viewBox="0 0 640 180" role="img" aria-label="{}">{}</svg>'
        '<ul class="keys" aria-hidden="true">{}</ul>'
    ).format(f"{escape(title.in_(language))}. {spoken}", Markup("").join(groups), Markup("").join(keys))
