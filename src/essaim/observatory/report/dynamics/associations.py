"""Chapter "demography": what it says of the associations that were declared (D7), its tables and its sentences."""

from collections.abc import Iterator

from essaim.observatory.diagnosis.catalogue import catalogue
from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.language import Text
from essaim.observatory.report.grid import Column, Grid, Row, at, everywhere, places, present, values
from essaim.observatory.report.telling import both
from essaim.observatory.report.words import word


def grids(diagnosis: Diagnosis) -> list[Grid]:
    """By year, beside the territories above; by theme, over the years."""
    rows = [
        *(everywhere(diagnosis, "D7", word("measure", one), measure=one) for one in ("rate", "declared", "dissolved")),
        *(
            everywhere(diagnosis, "D7", _in_year(year), measure="declared", year=year)
            for year in values(diagnosis, "D7", "year")
        ),
    ]
    by_theme = [
        Row(word("theme", theme), (diagnosis.find("D7", measure="declared", theme=theme),))
        for theme in values(diagnosis, "D7", "theme")
    ]
    title = Text("Associations déclarées, par thème de leur objet", "Associations declared, by theme of their object")
    columns = (Column(word("measure", "declared"), diagnosis.territory),)
    return [
        Grid(catalogue()["D7"].name, at(places(diagnosis)), present(rows), bounded=()),
        Grid(title, columns, present(by_theme), bounded=(), barred=(0,)),
    ]


def _in_year(year: str) -> Text:
    return Text(f"Associations déclarées en {year}", f"Associations declared in {year}")


def findings(diagnosis: Diagnosis) -> Iterator[Text]:
    """How many were declared, and what the numbers leave out; why nothing is told, where nothing is."""
    declared, rate = (diagnosis.find("D7", measure=measure) for measure in ("declared", "rate"))
    if declared is None or declared.value is None:
        if rate and rate.reason:
            yield Text(
                f"Les créations d'associations ne sont pas connues : {rate.reason.fr}.",
                f"Declarations of associations are not known: {rate.reason.en}.",
            )
        return
    yield _declared(diagnosis, declared, rate)
    yield from _left_out(diagnosis)


def _declared(diagnosis: Diagnosis, declared: Figure, rate: Figure | None) -> Text:
    """So many over the years, so many a year for a thousand inhabitants, and the dissolutions that were declared."""
    years = values(diagnosis, "D7", "year")
    each, there = _each_year(diagnosis, rate)
    were = {
        0: Text("aucune association n'a été déclarée", "no association was declared"),
        1: Text("1 association a été déclarée", "1 association was declared"),
    }.get(
        int(declared.value or 0),
        Text("{declared} associations ont été déclarées", "{declared} associations were declared"),
    )
    return both(
        diagnosis,
        f"De {years[0]} à {years[-1]}, {were.fr}{each.fr}. Dissolutions déclarées : {{dissolved}}, un minimum, car une"
        " association s'arrête souvent sans le dire.",
        f"From {years[0]} to {years[-1]}, {were.en}{each.en}. Dissolutions declared: {{dissolved}}, a minimum, for an"
        " association often stops without saying so.",
        declared=declared,
        rate=rate,
        there=there,
        dissolved=diagnosis.find("D7", measure="dissolved"),
    )


def _each_year(diagnosis: Diagnosis, rate: Figure | None) -> tuple[Text, Figure | None]:
    """The rate, beside that of France; nothing where it would be of too few."""
    there = diagnosis.find("D7", diagnosis.parents[-1], measure="rate") if diagnosis.parents else None
    if rate is None or rate.value is None:
        return Text("", ""), there
    own = Text(", soit {rate} par an pour 1\u202f000 habitants", ", {rate} a year for 1,000 inhabitants")
    if there is None or there.value is None:
        return own, there
    return Text(f"{own.fr} ({{there}} en France)", f"{own.en} ({{there}} in France)"), there


def _left_out(diagnosis: Diagnosis) -> Iterator[Text]:
    """Whose numbers are of some départements only, and which."""
    told: dict[Text, list[str]] = {}
    for place in places(diagnosis):
        figure = diagnosis.find("D7", place, measure="declared")
        if figure and figure.denominator:
            told.setdefault(figure.denominator, []).append(place.name)
    for scope, names in told.items():
        where = ", ".join(names)
        yield Text(f"{where} : associations comptées {scope.fr}.", f"{where}: associations counted {scope.en}.")
