"""Counts by year, a few columns side by side: births and closures."""

from collections.abc import Sequence

from markupsafe import Markup

from essaim.observatory.report.charts.base import WIDTH, Chart, framed, joined, rect, series, text

EDGE, BASE, TALL = 8, 150, 118
LETTER = 8.6  # the room of one digit

# A year, then for each series its count and how it is written.
Year = tuple[str, Sequence[tuple[float, str]]]


def columns(id_: str, title: str, names: Sequence[str], years: Sequence[Year]) -> Chart:
    """One group of columns a year, on one scale that starts at nought."""
    top = max((value for _, counts in years for value, _ in counts), default=0) or 1
    step = (WIDTH - 2 * EDGE) / max(len(years), 1)
    fits = all(sum(LETTER * len(shown) for _, shown in counts) <= step for _, counts in years)
    groups = [_group(year, EDGE + place * step, step, top, fits) for place, year in enumerate(years)]
    told = " ; ".join(
        f"{year} : " + ", ".join(f"{name} {shown}" for name, (_, shown) in zip(names, counts, strict=True))
        for year, counts in years
    )
    key = _key(names if fits else _spans(names, years))
    return framed(id_, title, told, 206, joined([*groups, key]), kind="columns")


def _spans(names: Sequence[str], years: Sequence[Year]) -> list[str]:
    """Where counts have no room above their columns, from which to which each series goes, in the key."""
    told = []
    for place, name in enumerate(names):
        ordered = sorted((counts[place] for _, counts in years), key=lambda one: one[0])
        told.append(f"{name} ({ordered[0][1]} – {ordered[-1][1]})")
    return told


def _group(year: Year, left: float, step: float, top: float, told: bool) -> Markup:
    """The columns of one year, their counts above them where `told`."""
    label, counts = year
    width = step * 0.72 / len(counts)
    drawn = [text(left + step / 2, 172, label, anchor="middle", tone="soft")]
    for place, (value, shown) in enumerate(counts):
        colour, css = series(place)
        x, height = left + step * 0.14 + place * width, TALL * value / top
        drawn.append(rect(x, BASE - height, width * 0.92, height, fill=colour, css=css, radius=3))
        if told:
            drawn.append(text(x + width * 0.46, BASE - height - 6, shown, anchor="middle"))
    return joined(drawn)


def _key(names: Sequence[str]) -> Markup:
    parts, x = [], float(EDGE)
    for place, name in enumerate(names):
        colour, css = series(place)
        parts += [rect(x, 188, 13, 13, fill=colour, css=css), text(x + 19, 200, name, tone="soft")]
        x += 40 + 8.2 * len(name)
    return joined(parts)
