"""Where in a territory the ESS weighs: its parts on a map, shaded by the share of the ESS in employment."""

from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.language import Language, Text
from essaim.observatory.reference.geography import territories_of
from essaim.observatory.report.charts.base import Chart
from essaim.observatory.report.charts.choropleth import Area, Land, Wording, choropleth, land
from essaim.observatory.report.numbers import interval, shown
from essaim.observatory.report.words import PLURALS
from essaim.observatory.store.contours import Contours

FEWEST_AREAS = 4  # below, the bars say it better
AREAS_IN_A_CLASS = 3
NO_DATA = Text("aucune donnée", "no data")
# An intercommunality over two départements is a part of one of them, and has communes in both.
ELSEWHERE = Text("compté avec un autre territoire", "counted with another territory")
OVERSEAS = Text(" Outre-mer : voir le tableau.", " Overseas: see the table.")
EUROPE = (-10.0, 40.0)  # degrees: what lies east and north of it is drawn together


def spread(diagnosis: Diagnosis, language: Language) -> Chart | None:
    """None where the store has no outline, or where too few parts have a share to be shaded."""
    drawn = diagnosis.outlines.drawn(_drawn) if diagnosis.outlines else None
    if drawn is None:
        return None
    on, origin = drawn
    areas = _areas(diagnosis, on, language)
    known = sum(area.value is not None for area in areas)
    if known < FEWEST_AREAS:
        return None
    subject = Text("Part de l'ESS dans l'emploi salarié", "Share of the ESS in salaried employment")
    wording = Wording(subject.in_(language), PLURALS[diagnosis.parts[0].level].in_(language), origin.in_(language))
    limits = max(3, min(5, known // AREAS_IN_A_CLASS))
    return choropleth("chart-map", wording, on, areas, language, limits=limits)


def _drawn(contours: Contours) -> tuple[Land, Text]:
    """France is drawn without its overseas parts, which would leave no room for the others."""
    rings = {code: [ring for polygon in shape for ring in polygon] for code, shape in contours.parts.items()}
    near = {code: some for code, some in rings.items() if some and _in_europe(some[0][0])}
    if not near or len(near) == len(rings):
        return land(rings), contours.origin
    origin = contours.origin
    return land(near), Text(origin.fr + OVERSEAS.fr, origin.en + OVERSEAS.en)


def _in_europe(point: tuple[float, float]) -> bool:
    """East of 10° W, north of 40° N: no overseas territory is."""
    return point[0] > EUROPE[0] and point[1] > EUROPE[1]


def _areas(diagnosis: Diagnosis, on: Land, language: Language) -> list[Area]:
    """The parts that have an outline, then what lies in the territory and belongs to another one."""
    found = []
    for part in diagnosis.parts:
        figure = diagnosis.find("W6", part)
        reason = (figure.reason if figure else None) or NO_DATA
        value = figure.value if figure else None
        words = (shown(figure, language), interval(figure, language), reason.in_(language))
        found.append(Area(part.code, part.name, value, *words))
    others = sorted(on.pens.keys() - {one.code for one in found})
    names = territories_of(diagnosis.parts[0].level, others, diagnosis.territory.cog)
    found += [Area(code, one.name, None, "", reason=ELSEWHERE.in_(language)) for code, one in names.items()]
    return [one for one in found if one.code in on.pens]
