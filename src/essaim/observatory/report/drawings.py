"""The charts of a diagnosis: which figures each one draws, and the finding that its title states."""

from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.language import Language, Text
from essaim.observatory.report.charts.base import Chart
from essaim.observatory.report.charts.points import Point
from essaim.observatory.report.charts.ranges import Mark, ranges
from essaim.observatory.report.charts.stacks import Part, stacks
from essaim.observatory.report.charts.strip import strip
from essaim.observatory.report.dynamics import curves
from essaim.observatory.report.numbers import interval, percent, shown
from essaim.observatory.report.sheet import places
from essaim.observatory.report.words import word

FEWEST_PEERS = 3  # below, a strip of dots shows nothing that the table does not


def drawings(diagnosis: Diagnosis, language: Language) -> dict[str, list[Chart]]:
    """The charts of each chapter that has some."""
    drawn = {
        "weight": [_weight(diagnosis, language), _peers(diagnosis, language)],
        "families": [_families(diagnosis, language)],
        "dynamics": curves.dynamics(diagnosis, language),
        "demography": curves.demography(diagnosis, language),
    }
    kept = {chapter: [chart for chart in charts if chart] for chapter, charts in drawn.items()}
    return {chapter: charts for chapter, charts in kept.items() if charts}


def _weight(diagnosis: Diagnosis, language: Language) -> Chart | None:
    found = [(place.name, diagnosis.find("W6", place)) for place in places(diagnosis)]
    marks = [_mark(name, figure, language) for name, figure in found if figure and figure.value is not None]
    own = diagnosis.find("W6")
    if not marks or own is None or own.value is None:
        return None
    title = Text(
        f"L'ESS : {shown(own, 'fr')} des emplois salariés de {diagnosis.territory.name}",
        f"The ESS: {shown(own, 'en')} of salaried jobs in {diagnosis.territory.name}",
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
    families = list(dict.fromkeys(one.breakdown["family"] for one in diagnosis.figures if one.indicator == "C1"))
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
