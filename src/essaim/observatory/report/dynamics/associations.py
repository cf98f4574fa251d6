"""Chapter "demography": what it says of the associations that were declared (D7), its tables and its sentences."""

from collections.abc import Iterator

from essaim.observatory.diagnosis.associations import WITHOUT_LOCAL_LAW
from essaim.observatory.diagnosis.catalogue import catalogue
from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.language import Text
from essaim.observatory.report.grid import Column, Grid, Row, everywhere, places, present, values
from essaim.observatory.report.grid import at as columns_at
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
        Grid(catalogue()["D7"].name, columns_at(places(diagnosis)), present(rows), bounded=()),
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
    years = values(diagnosis, "D7", "year")
    span = Text(f"De {years[0]} à {years[-1]}", f"From {years[0]} to {years[-1]}")
    if not declared.value:
        return Text(
            f"{span.fr}, aucune association n'a été déclarée.", f"{span.en}, no association was declared."
        )
    were = Text("association a été déclarée", "association was declared")
    if declared.value > 1:
        were = Text("associations ont été déclarées", "associations were declared")
    there = diagnosis.find("D7", diagnosis.parents[-1], measure="rate") if diagnosis.parents else None
    each = Text("", "")
    if rate and rate.value is not None:
        each = Text(", soit {rate} par an pour 1 000 habitants", ", {rate} a year for 1,000 inhabitants")
        if there and there.value is not None:
            each = Text(f"{each.fr} ({{there}} en France)", f"{each.en} ({{there}} in France)")
    return both(
        diagnosis,
        f"{span.fr}, {{declared}} {were.fr}{each.fr} ; {{dissolved}} dissolution(s) déclarée(s), un minimum : une"
        " association s'arrête souvent sans le déclarer.",
        f"{span.en}, {{declared}} {were.en}{each.en}; {{dissolved}} declared dissolved, a minimum: an association"
        " often stops without saying so.",
        declared=declared,
        rate=rate,
        there=there,
        dissolved=diagnosis.find("D7", measure="dissolved"),
    )


def _left_out(diagnosis: Diagnosis) -> Iterator[Text]:
    """Whose numbers are without the départements under local law."""
    found = ((place, diagnosis.find("D7", place, measure="declared")) for place in places(diagnosis))
    names = [place.name for place, figure in found if figure and figure.denominator == WITHOUT_LOCAL_LAW]
    if names:
        yield Text(
            f"Les associations déclarées de {', '.join(names)} sont comptées {WITHOUT_LOCAL_LAW.fr}.",
            f"The associations declared in {', '.join(names)} are counted {WITHOUT_LOCAL_LAW.en}.",
        )
