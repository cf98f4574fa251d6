"""Chapters "dynamics" and "demography": their charts."""

from itertools import pairwise

from essaim.observatory.diagnosis.catalogue import catalogue
from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.language import Language, Text
from essaim.observatory.reference.geography import Territory
from essaim.observatory.report.charts.base import Chart
from essaim.observatory.report.charts.columns import columns
from essaim.observatory.report.charts.lines import Break, Curve, lines
from essaim.observatory.report.charts.multiples import Panel, multiples
from essaim.observatory.report.charts.points import Point
from essaim.observatory.report.dynamics.findings import FEWEST_FOLLOWED, followed
from essaim.observatory.report.dynamics.grids import POSTS, PRIVATE, years_of_jobs
from essaim.observatory.report.grid import places, values
from essaim.observatory.report.numbers import interval, number, shown
from essaim.observatory.report.words import in_sentence, word

AGES = ("3", "5")


def dynamics(diagnosis: Diagnosis, language: Language) -> list[Chart | None]:
    """Jobs, those of the private sector, then the stock of establishments: base 100, beside what is above."""
    posts, private = (_jobs(diagnosis, counted, language) for counted in (POSTS, PRIVATE))
    return [posts, private, _stock(diagnosis, language)]


def _jobs(diagnosis: Diagnosis, counted: tuple[str, str], language: Language) -> Chart | None:
    """The ESS and everyone here, and everyone in France where the ESS is not published; a break cuts every line."""
    years = years_of_jobs(diagnosis, counted)
    followed = [(diagnosis.territory, field) for field in counted]
    followed += [(place, counted[-1]) for place in diagnosis.parents[-1:]]
    drawn = []
    for place, field in followed:
        found = [diagnosis.find("D2", place, field=field, year=year) for year in years]
        if any(figure and figure.value is not None for figure in found):
            points = [_point(year, figure, language) for year, figure in zip(years, found, strict=True)]
            drawn.append(Curve(f"{place.name}, {in_sentence(word('curve', field).in_(language))}", points))
    told = (one for one in diagnosis.own("D1") if one.breakdown["field"] in counted)
    moved = next((one for one in told if one.value is not None), None)
    if not drawn or moved is None:
        return None
    whose, name = word("field", moved.breakdown["field"]), diagnosis.territory.name
    title = Text(
        f"{name}, emploi salarié, {in_sentence(whose.fr)} : {shown(moved, 'fr')} (base 100, {moved.period})",
        f"{name}, salaried jobs, {in_sentence(whose.en)}: {shown(moved, 'en')} (base 100, {moved.period})",
    )
    return lines(
        f"chart-jobs-{counted[0]}",
        title.in_(language),
        drawn,
        written=lambda value: _index(value, language),
        breaks=_breaks(diagnosis, counted, years, language),
    )


def _breaks(diagnosis: Diagnosis, counted: tuple[str, ...], years: list[str], language: Language) -> list[Break]:
    """The first year with a base after years without one."""
    parts = [one.breakdown for one in diagnosis.own("D2") if one.value is not None]
    known = {part["year"] for part in parts if part["field"] in counted and "year" in part}
    based = [year in known for year in years]
    told = Text("rupture de série", "break in the series").in_(language)
    return [Break(year, told) for year, (old, new) in zip(years[1:], pairwise(based), strict=True) if not old and new]


def demography(diagnosis: Diagnosis, language: Language) -> list[Chart | None]:
    """Births and closures by year; survival by cohort."""
    return [_events(diagnosis, language), _survival(diagnosis, language)]


def _stock(diagnosis: Diagnosis, language: Language) -> Chart | None:
    years = values(diagnosis, "D4", "year")
    drawn = [
        Curve(place.name, [_point(year, figure, language) for year, figure in zip(years, found, strict=True)])
        for place in (diagnosis.territory, *places(diagnosis)[1:][-2:])
        if any(found := [_of_year(diagnosis, place, year) for year in years])
    ]
    moved = diagnosis.find("D4", measure="change")
    if not drawn or moved is None or moved.value is None:
        return None
    title = Text(
        f"{diagnosis.territory.name} : {shown(moved, 'fr')} d'établissements de l'ESS de {years[0]} à {years[-1]}"
        f" (base 100 en {years[0]})",
        f"{diagnosis.territory.name}: {shown(moved, 'en')} ESS establishments from {years[0]} to {years[-1]}"
        f" (base 100 in {years[0]})",
    )
    return lines("chart-stock", title.in_(language), drawn, written=lambda value: _index(value, language))


def _index(value: float, language: Language) -> str:
    """A round number of an axis, with the decimals that it needs."""
    return number(value, next((few for few in (0, 1) if round(value, few) == value), 2), language)


def _of_year(diagnosis: Diagnosis, place: Territory, year: str) -> Figure | None:
    return diagnosis.find("D4", place, measure="base_100", year=year)


def _point(name: str, figure: Figure | None, language: Language) -> Point:
    if figure is None or figure.value is None:
        reason = figure.reason.in_(language) if figure and figure.reason else ""
        return Point(name, None, "", reason=reason)
    return Point(name, figure.value, shown(figure, language), figure.low, figure.high, interval(figure, language))


def _events(diagnosis: Diagnosis, language: Language) -> Chart | None:
    years = []
    for year in values(diagnosis, "D5", "year"):
        pair = [diagnosis.find("D5", event=event, year=year) for event in ("birth", "closure")]
        counts = [(figure.value or 0, shown(figure, language)) for figure in pair if figure]
        years.append((year, counts))
    if not any(value for _, counts in years for value, _ in counts):
        return None
    names = [word("event", event).in_(language) for event in ("birth", "closure")]
    return columns("chart-demography", catalogue()["D5"].name.in_(language), names, years)


def _survival(diagnosis: Diagnosis, language: Language) -> Chart | None:
    """One small picture an age, with what chance alone could do to each cohort."""
    panels = []
    for age in AGES:
        found = [(year, diagnosis.find("D8", age=age, cohort=year)) for year in values(diagnosis, "D8", "cohort")]
        points = [_point(year, figure, language) for year, figure in found if figure]
        if any(point.known for point in points):
            panels.append(Panel(word("age", age).in_(language), points))
    own = diagnosis.find("D8", age=AGES[-1])
    if not panels or own is None or own.value is None or followed(diagnosis) < FEWEST_FOLLOWED:
        return None
    title = Text(
        f"À cinq ans, {shown(own, 'fr')} des établissements créés n'avaient pas fermé ; par année de création",
        f"At five years, {shown(own, 'en')} of the establishments born had not closed; by year of birth",
    )
    return multiples("chart-survival", title.in_(language), panels, form="lines")
