"""Areas shaded by their value: one hue from light to dark, hatched where there is no value to show.

The map goes with the list of the areas: its description tells the highest, the lowest and what is missing.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from essaim.observatory.language import Language, Text
from essaim.observatory.report.charts.base import SERIES, SOFT, Chart, drawn, framed, joined, rect, text
from essaim.observatory.report.charts.ground import Ground, Ring, gridded, ground, middle, path
from essaim.observatory.report.charts.labels import TALL, wrapped
from essaim.observatory.report.charts.points import extent
from essaim.observatory.report.charts.shapes import EDGE, RIGHT, hatch, notes, rule, triangle

ROOM = 430
SCALE = ("#dcefe0", "#a8d0b2", "#6aa37b", "#35734a", "#0b3d20")  # each darker than the one before, in grey too
PICKS = {1: (2,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
# Bytes: of all outlines, at least; of the whole map, but where that is too little; of an area without its outline.
LEAST, MOST, EACH = 8_000, 53_000, 120
CELLS = (0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 12, 16)

# Inner limits of the classes, from low to high, each with its words.
Limits = Sequence[tuple[float, str]]


@dataclass(frozen=True)
class Land:
    """Outlines on the sheet, by code: what the pen draws and where a sign goes. The same for every value they bear."""

    place: Ground
    pens: Mapping[str, str]
    middles: Mapping[str, tuple[float, float]]


def land(outlines: Mapping[str, Sequence[Ring]]) -> Land:
    """Rings within rings are holes; on the finest grid with which the map stays light."""
    held = {code: [ring for ring in rings if ring] for code, rings in outlines.items()}
    place = ground([ring for rings in held.values() for ring in rings], EDGE, RIGHT - EDGE, ROOM)
    middles = {code: place.at(*middle(max(rings, key=len))) for code, rings in held.items() if rings}
    return Land(place, _pens(held, place), middles)


@dataclass(frozen=True)
class Area:
    """What an outline bears: a value, how it is written, its interval in words, or why there is no value."""

    code: str
    name: str
    value: float | None
    shown: str
    between: str = ""
    reason: str = ""

    @property
    def told(self) -> str:
        """The value with its interval; else why there is none."""
        if self.value is None:
            return self.reason or self.shown or "–"
        return f"{self.shown} ({self.between})" if self.between else self.shown


@dataclass(frozen=True)
class Wording:
    """What the sheet says beside its figures: the subject, what areas are called, where outlines come from."""

    subject: str
    areas: str
    note: str = ""


def choropleth(
    id_: str, wording: Wording, on: Land, areas: Sequence[Area], language: Language, *, limits: Limits | int = 5
) -> Chart:
    """`limits` are the inner limits of three to five classes, or how many classes of as many areas to make."""
    extent(area.value for area in areas if area.value is not None)
    edges, words = _classes(areas, limits, language)
    peaks = _peaks(areas, wording.areas, language)
    top = on.place.height + 26
    legend, y = _legend(words, peaks, top)
    gaps = [(area.name, area.told) for area in areas if area.value is None]
    below, y = notes(id_, gaps, y + 4)
    origin, height = _note(wording.note, y)
    parts = [hatch(id_), _land(id_, areas, edges, on), *_signs(peaks, on), _compass(on.place, top)]
    title = wording.subject if not peaks else f"{wording.subject}{_colon(language)}{_span(peaks, language)}"
    told = [f"{peak.words}{peak.where} {peak.first.told}" for peak in peaks]
    told += [f"{name}{_colon(language)}{reason}" for name, reason in gaps]
    told += [wording.note] if wording.note else []
    drawn = joined([*parts, legend, below, origin])
    return framed(id_, title, " ; ".join(told) or wording.subject, height, drawn, kind="choropleth")


def _note(words: str, top: float) -> tuple[Markup, float]:
    """Where the outlines come from, under everything else; and where that ends."""
    rows = wrapped(words, RIGHT - EDGE, 9) if words else []
    written = [text(EDGE, top + 21 + place * TALL, one, tone="soft") for place, one in enumerate(rows)]
    return joined(written), top + TALL * len(rows) + 4 * bool(rows)


@dataclass(frozen=True)
class _Peak:
    """The highest or the lowest: in words, where, and how much."""

    words: str  # with its colon
    where: str
    up: bool
    first: Area


def _peaks(areas: Sequence[Area], called: str, language: Language) -> list[_Peak]:
    """None where there is no value; one where all are the same."""
    values = [area.value for area in areas if area.value is not None]
    ends = (
        (max(values, default=0.0), Text("Valeur la plus élevée", "Highest value"), True),
        (min(values, default=0.0), Text("Valeur la plus basse", "Lowest value"), False),
    )
    found = []
    for value, words, up in ends if len(set(values)) > 1 else ends[: len(set(values))]:
        here = sorted((one for one in areas if one.value == value), key=lambda one: (one.name, one.code))
        where = here[0].name if len(here) == 1 else f"{len(here)} {called}"
        found.append(_Peak(words.in_(language) + _colon(language), where, up, here[0]))
    return found


def _span(peaks: Sequence[_Peak], language: Language) -> str:
    told = [f"{peak.first.shown} ({peak.where})" for peak in reversed(peaks)]
    return Text("de {} à {}", "from {} to {}").in_(language).format(*told) if len(told) == 2 else told[0]


def _colon(language: Language) -> str:
    return ": " if language == "en" else " : "


def _classes(areas: Sequence[Area], limits: Limits | int, language: Language) -> tuple[list[float], list[str]]:
    """Lower edges of all classes but the first, and the words of each class."""
    count = limits if isinstance(limits, int) else len(limits) + 1
    if not 3 <= count <= 5:
        raise ValueError(f"A map has three to five classes, not {count}.")
    if isinstance(limits, int):
        return _quantiles(areas, limits, language)
    edges = [edge for edge, _ in limits]
    if edges != sorted(set(edges)):
        raise ValueError("Limits of the classes of a map go from low to high.")
    said = [words for _, words in limits]
    first = Text(f"moins de {said[0]}", f"less than {said[0]}").in_(language)
    last = Text(f"{said[-1]} et plus", f"{said[-1]} and more").in_(language)
    between = Text("de {} à moins de {}", "{} to less than {}").in_(language)
    return edges, [first, *(between.format(*pair) for pair in pairwise(said)), last]


def _quantiles(areas: Sequence[Area], count: int, language: Language) -> tuple[list[float], list[str]]:
    """Classes of as many areas as can be; equal values stay together."""
    known = sorted((one.value, one.shown) for one in areas if one.value is not None)
    if not known:
        return [], []
    values = [value for value, _ in known]
    edges = _cuts(values, count)
    if len(edges) < count - 1:  # many areas share a value, often nought: it gets its own class
        edges = _cuts(sorted(set(values)), count)
    held: list[list[str]] = [[] for _ in range(len(edges) + 1)]
    for value, shown in known:
        held[bisect_right(edges, value)].append(shown)
    between = Text("de {} à {}", "{} to {}").in_(language)
    return edges, [one[0] if one[0] == one[-1] else between.format(one[0], one[-1]) for one in held]


def _cuts(values: Sequence[float], count: int) -> list[float]:
    """The lower edges of all classes but the first."""
    cuts = {values[round(len(values) * part / count)] for part in range(1, count) if len(values) > part}
    return sorted(cut for cut in cuts if cut > values[0])


def _shade(place: int, count: int) -> tuple[str, str]:
    pick = PICKS[count][place]
    return SCALE[pick], f"q{pick + 1}"


def _land(id_: str, areas: Sequence[Area], edges: Sequence[float], on: Land) -> Markup:
    """Every area once; the outline of the territory is what a thick line under them leaves to be seen."""
    paths = []
    for area in areas:
        if area.value is None:
            fill, css = f"url(#{id_}-h)", "missing"
        else:
            fill, css = _shade(bisect_right(edges, area.value), len(edges) + 1)
        told = f"<title>{escape(area.name)} : {escape(area.told)}</title>"
        paths.append(drawn(f'<path class="{css}" fill="{fill}" d="{on.pens[area.code]}">{told}</path>'))
    return Markup(
        '<g transform="translate(0 6)" fill-rule="evenodd" stroke-linejoin="round"><use href="#{id}-l"'
        ' stroke="currentColor" stroke-width="4"/><g stroke="#ffffff"><g id="{id}-l">{land}</g></g></g>'
    ).format(id=id_, land=joined(paths))


def _pens(held: Mapping[str, Sequence[Ring]], place: Ground) -> dict[str, str]:
    budget = max(MOST - EACH * len(held), LEAST)
    pens: dict[str, str] = {}
    for cell in CELLS:
        pens = {code: path([gridded(ring, place, cell) for ring in rings], cell) for code, rings in held.items()}
        if sum(map(len, pens.values())) <= budget:
            break
    return pens


def _signs(peaks: Sequence[_Peak], on: Land) -> list[Markup]:
    """Where the highest and the lowest are, if each is alone."""
    drawn = []
    for peak in peaks:
        spot = on.middles.get(peak.first.code)
        if spot and peak.where == peak.first.name and len(peaks) == 2:
            x, y = spot
            drawn.append(_sign(x, y + 6, up=peak.up))
    return drawn


def _sign(x: float, y: float, *, up: bool) -> Markup:
    """Edged in the colour of the sheet, so that it is seen on every shade."""
    size = 9 if up else -9
    edge = triangle(x, y, fill="#ffffff", css="sign-edge", size=size * 1.5)
    return joined([edge, triangle(x, y, fill=SERIES[3], css="sign", size=size)])


def _compass(place: Ground, y: float) -> Markup:
    """A scale in kilometres and the north, at the right of the sheet."""
    length = next((km for km in (50, 20, 10, 5, 2, 1) if km * place.kilometre <= 150), 1)
    reach = min(length * place.kilometre, 150)
    left = RIGHT - 34 - reach
    bar = [
        (left, y + 14, left + reach, y + 14),
        (left, y + 9, left, y + 14),
        (left + reach, y + 9, left + reach, y + 14),
    ]
    parts = [rule(*one) for one in bar]
    parts.append(triangle(RIGHT - 10, y + 4, fill=SOFT, css="soft", size=8))
    parts.append(text(RIGHT - 10, y + 38, "N", anchor="middle", tone="soft"))
    parts.append(text(left + reach / 2, y + 38, f"{length} km", anchor="middle", tone="soft"))
    return joined(parts)


def _legend(words: Sequence[str], peaks: Sequence[_Peak], top: float) -> tuple[Markup, float]:
    """The classes from low to high, then what the signs mean."""
    parts, y = [], top
    for place, said in enumerate(words):
        fill, css = _shade(place, len(words))
        swatch = rect(EDGE, y, 28, 18, fill=fill, css=css)
        parts.append(Markup('<g stroke="currentColor" stroke-width="0.8">{}</g>').format(swatch))
        parts.append(text(EDGE + 38, y + 15, said, tone="soft"))
        y += TALL
    y = max(y, top + 46)
    for peak in peaks if len(peaks) == 2 else ():
        if peak.where == peak.first.name:
            parts.append(_sign(EDGE + 14, y + 11, up=peak.up))
        for row in wrapped(f"{peak.words}{peak.where}, {peak.first.told}", RIGHT - EDGE - 38, 9):
            parts.append(text(EDGE + 38, y + 17, row, tone="soft"))
            y += TALL
    return joined(parts), y
