"""The charts of a diagnosis: which figures each one draws, and the finding that its title states."""

from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.language import Language, Text
from essaim.observatory.report.charts.base import Chart
from essaim.observatory.report.charts.multiples import Panel, multiples
from essaim.observatory.report.charts.points import Point
from essaim.observatory.report.charts.ranges import Mark, ranges
from essaim.observatory.report.charts.slope import slope
from essaim.observatory.report.charts.stacks import Part, stacks
from essaim.observatory.report.charts.strip import strip
from essaim.observatory.report.dynamics import curves
from essaim.observatory.report.grid import places
from essaim.observatory.report.numbers import interval, percent, shown
from essaim.observatory.report.spread import spread
from essaim.observatory.report.standing import largest_parts
from essaim.observatory.report.words import PLURALS, in_sentence, word

DRAWN_PARTS, DRAWN_SECTORS = 12, 5
READINGS = {
    "ranges": Text(
        "Le point est l'estimation, la barre son intervalle à 90\N{NO-BREAK SPACE}%.",
        "The dot is the estimate, the bar its 90% interval.",
    ),
    "strip": Text(
        "Chaque point est un territoire, le trait son intervalle à 90\N{NO-BREAK SPACE}% ; le pointillé est la France.",
        "Each dot is a territory, the line its 90% interval; the dashed line is France.",
    ),
}
FEWEST_PEERS = 3  # below, a strip of dots shows nothing that the table does not


def drawings(diagnosis: Diagnosis, language: Language) -> dict[str, list[Chart]]:
    """The charts of each chapter that has some."""
    drawn = {
        "weight": [_weight(diagnosis, language), _spheres(diagnosis, language)],
        "comparisons": [_peers(diagnosis, language), spread(diagnosis, language), _inside(diagnosis, language)],
        "families": [_families(diagnosis, language)],
        "sectors": [_sectors(diagnosis, language)],
        "sizes": [_sizes(diagnosis, language)],
        "dynamics": curves.dynamics(diagnosis, language),
        "demography": curves.demography(diagnosis, language),
    }
    kept = {chapter: [chart for chart in charts if chart] for chapter, charts in drawn.items()}
    return {chapter: charts for chapter, charts in kept.items() if charts}


def reading(chart: Chart) -> Text | None:
    """How to read a form of chart that is not read at sight."""
    return READINGS.get(chart.kind)


def _weight(diagnosis: Diagnosis, language: Language) -> Chart | None:
    found = [(place.name, diagnosis.find("W6", place)) for place in places(diagnosis)]
    marks = [_mark(name, figure, language) for name, figure in found if figure and figure.value is not None]
    own = diagnosis.find("W6")
    if not marks or own is None or own.value is None:
        return None
    title = Text(
        f"{diagnosis.territory.name} : l'ESS pèse {shown(own, 'fr')} des emplois salariés",
        f"{diagnosis.territory.name}: the ESS weighs {shown(own, 'en')} of salaried jobs",
    )
    return ranges("chart-weight", title.in_(language), marks)


def _peers(diagnosis: Diagnosis, language: Language) -> Chart | None:
    """The territory among those that resemble it, and France for reference."""
    own = diagnosis.find("W6")
    found = [
        (peer.territory.name, figure)
        for peer in diagnosis.peers.listed
        if (figure := diagnosis.find("W6", peer.territory)) and figure.value is not None
    ]
    if own is None or own.value is None or len(found) < FEWEST_PEERS:
        return None
    title = Text(
        f"{diagnosis.territory.name} parmi {len(found)} territoires comparables",
        f"{diagnosis.territory.name} among {len(found)} comparable territories",
    )
    france = diagnosis.find("W6", diagnosis.parents[-1]) if diagnosis.parents else None
    return strip(
        "chart-peers",
        title.in_(language),
        _point(diagnosis.territory.name, own, language),
        [_point(name, figure, language) for name, figure in found],
        written=lambda value: percent(value, language, 0),
        reference=_point("France", france, language) if france and france.value is not None else None,
    )


def _point(name: str, figure: Figure, language: Language) -> Point:
    return Point(name, figure.value, shown(figure, language), figure.low, figure.high, interval(figure, language))


def _mark(name: str, figure: Figure, language: Language) -> Mark:
    return Mark(name, figure.value or 0, figure.low, figure.high, shown(figure, language), interval(figure, language))


def _families(diagnosis: Diagnosis, language: Language) -> Chart | None:
    # Those told together here are told together beside it: each post is in one part of a bar.
    hidden = {one.breakdown["family"] for one in diagnosis.own("C1") if one.reason_code}
    told = (one.breakdown["family"] for one in diagnosis.figures if one.indicator == "C1")
    families = [family for family in dict.fromkeys(told) if family not in hidden]
    bars = []
    for place in (diagnosis.territory, *diagnosis.parents[-1:]):
        found = [
            (word("family", family), figure)
            for family in families
            if (figure := diagnosis.find("C1", place, family=family, measure="jobs")) and figure.value
        ]
        if found:
            parts = [Part(name.in_(language), figure.value or 0, shown(figure, language)) for name, figure in found]
            bars.append((place.name, parts))
    if not bars or bars[0][0] != diagnosis.territory.name:
        return None
    first = max(bars[0][1], key=lambda part: part.share)
    title = Text(f"{first.name} : {first.shown} des postes de l'ESS", f"{first.name}: {first.shown} of ESS posts")
    return stacks("chart-families", title.in_(language), bars)


def _spheres(diagnosis: Diagnosis, language: Language) -> Chart | None:
    """Public employers, the ESS and other private employers, here and in the territories that hold it."""
    bars = []
    for place in places(diagnosis):
        found = [(sphere, diagnosis.find("W10", place, sphere=sphere)) for sphere in ("public", "ess", "private_other")]
        parts = [
            Part(word("sphere", sphere).in_(language), figure.value, shown(figure, language))
            for sphere, figure in found
            if figure and figure.value is not None
        ]
        if len(parts) == len(found):
            bars.append((place.name, parts))
    if not bars or bars[0][0] != diagnosis.territory.name:
        return None
    public, ess, others = (part.shown for part in bars[0][1])
    title = Text(
        f"Emploi salarié : {public} public, {ess} ESS, {others} autre privé",
        f"Salaried employment: {public} public, {ess} ESS, {others} other private",
    )
    return stacks("chart-spheres", title.in_(language), bars)


def _inside(diagnosis: Diagnosis, language: Language) -> Chart | None:
    """The parts that employ most, beside the whole."""
    own = diagnosis.find("W6")
    found = [(part.name, diagnosis.find("W6", part)) for part in largest_parts(diagnosis)]
    marks = [_mark(name, figure, language) for name, figure in found if figure and figure.value is not None]
    if own is None or own.value is None or len(marks) < 2:
        return None
    drawn = marks[:DRAWN_PARTS]
    kind = PLURALS[diagnosis.parts[0].level]
    title = Text(
        f"Part de l'ESS dans l'emploi des {len(drawn)} {kind.fr} qui en comptent le plus de postes",
        f"Share of the ESS in employment, in the {len(drawn)} {kind.en} with most of its posts",
    )
    return ranges("chart-inside", title.in_(language), [_mark(diagnosis.territory.name, own, language), *drawn])


def _sectors(diagnosis: Diagnosis, language: Language) -> Chart | None:
    """What the ESS is made of: the largest sectors, in France and here."""
    if not diagnosis.parents:
        return None
    france = diagnosis.parents[-1]
    largest = sorted((one for one in diagnosis.own("S1") if one.value), key=lambda one: -(one.value or 0))
    pairs = []
    for figure in largest[:DRAWN_SECTORS]:
        name = word("sector", figure.breakdown["sector"]).in_(language)
        there = diagnosis.find("S1", france, sector=figure.breakdown["sector"])
        if there and there.value is not None:
            pairs.append((_point(name, there, language), _point(name, figure, language)))
    if len(pairs) < 2:
        return None
    title = Text(
        f"Premier secteur de l'ESS : {in_sentence(pairs[0][1].name)}, {pairs[0][1].shown} de ses postes",
        f"First sector of the ESS: {in_sentence(pairs[0][1].name)}, {pairs[0][1].shown} of its posts",
    )
    return slope("chart-sectors", title.in_(language), (france.name, diagnosis.territory.name), pairs)


def _sizes(diagnosis: Diagnosis, language: Language) -> Chart | None:
    """Establishments and posts by size class: many small ones, few that employ most."""
    panels = []
    for measure in ("establishments", "jobs"):
        figures = [one for one in diagnosis.own("T1") if one.breakdown["measure"] == measure and one.value is not None]
        points = [_point(one.breakdown["size"], one, language) for one in figures]
        if len(points) < 2:
            return None
        panels.append(Panel(word("measure", measure).in_(language), points))
    micro = diagnosis.find("T3")
    title = Text(
        f"{shown(micro, 'fr')} des établissements employeurs ont moins de dix salariés",
        f"{shown(micro, 'en')} of employer establishments have fewer than ten employees",
    )
    return multiples("chart-sizes", title.in_(language), panels)
