"""What codes mean: indicators, code lists, and the store that everything comes from."""

from collections.abc import Callable, Iterable
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path

from essaim.observatory.diagnosis.catalogue import catalogue
from essaim.observatory.directory.changes import KINDS
from essaim.observatory.directory.labels import labels
from essaim.observatory.directory.needs import needs
from essaim.observatory.directory.query import EVERY_MARK, SIZES
from essaim.observatory.directory.received import RECEIVED
from essaim.observatory.perimeter.rules import PERIMETERS
from essaim.observatory.reference.legal_forms import family_label
from essaim.observatory.reference.tables import read_table
from essaim.observatory.report.tables import store_as_object
from essaim.web.api.answering import kept, written
from essaim.web.api.operations import router
from essaim.web.api.schemas import territories as shapes
from essaim.web.api.schemas.common import both
from essaim.web.design.words import tr
from essaim.web.directory.words import choice_label
from essaim.web.territories.stores import current_store

ListName = Annotated[
    Literal["perimeters", "families", "sectors", "needs", "labels", "headcounts", "marks", "received", "changes"],
    Path(description=tr("Nom de la liste.", "Name of the list.")),
]
SUBJECT = tr("Codes et sources", "Codes and sources")


@router.get(
    "/indicators",
    response=shapes.Indicators,
    operation_id="indicators",
    tags=[SUBJECT],
    summary=tr("Le catalogue des indicateurs", "The catalogue of indicators"),
    description=tr(
        "Ce que chacun veut dire, comment il se calcule, à quoi prendre garde.",
        "What each means, how it is computed, what to beware of.",
    ),
)
def indicators(request: HttpRequest) -> HttpResponse:
    """Every indicator, in the order of the diagnosis."""
    items = [
        shapes.Indicator(
            code=one.id,
            chapter=one.chapter,
            name=both(one.name),
            definition=both(one.definition),
            formula=one.formula,
            unit=one.unit,
            sources=list(one.sources),
            breakdowns=list(one.breakdowns),
            caveat=both(one.caveat),
        )
        for one in catalogue().values()
    ]
    return kept(request, shapes.Indicators(items=items).model_dump_json().encode())


@router.get(
    "/codes/{name}",
    response=shapes.CodeList,
    operation_id="codes",
    tags=[SUBJECT],
    summary=tr("Une liste de codes", "A code list"),
    description=tr(
        "Périmètres, familles, secteurs, besoins, labels, effectifs, repères : les codes des filtres et des réponses.",
        "Perimeters, families, sectors, needs, labels, head counts, landmarks: the codes of filters and of answers.",
    ),
)
def codes(request: HttpRequest, name: ListName) -> HttpResponse:
    """One code list, in its order."""
    return kept(request, shapes.CodeList(name=name, items=_LISTS[name]()).model_dump_json().encode())


@router.get(
    "/store",
    response=shapes.Store,
    operation_id="store",
    tags=[SUBJECT],
    summary=tr("Sources et millésimes", "Sources and vintages"),
    description=tr(
        "La version des données, et chaque jeu avec son producteur, sa licence, sa date et sa somme de contrôle.",
        "The version of the data, and each data set with its producer, licence, date and checksum.",
    ),
)
def store(request: HttpRequest) -> HttpResponse:
    """What every answer comes from."""
    return kept(request, written(store_as_object(current_store().manifest)))


def _perimeters() -> list[shapes.Code]:
    return [
        shapes.Code(code=code, label=both(one.label), detail=both(one.definition)) for code, one in PERIMETERS.items()
    ]


def _families() -> list[shapes.Code]:
    return [
        shapes.Code(code=row["code"], label=both(family_label(row["code"])), parent=row["parent"] or None)
        for row in read_table("families")
    ]


def _sectors() -> list[shapes.Code]:
    # Some codes are of both levels: they are the same sector.
    found = dict.fromkeys(row["code"] for row in read_table("naf_levels") if row["level"] in ("A17", "A38"))
    return [shapes.Code(code=code, label=both(choice_label("sectors", code))) for code in found]


def _named(field: str, every: Callable[[], Iterable[str]]) -> Callable[[], list[shapes.Code]]:
    def listed() -> list[shapes.Code]:
        return [shapes.Code(code=code, label=both(choice_label(field, code))) for code in every()]

    return listed


_LISTS: dict[str, Callable[[], list[shapes.Code]]] = {
    "perimeters": _perimeters,
    "families": _families,
    "sectors": _sectors,
    "needs": _named("needs", needs),
    "labels": _named("labels", labels),
    "headcounts": _named("sizes", lambda: SIZES),
    "marks": _named("marks", lambda: EVERY_MARK),
    "received": _named("received", lambda: RECEIVED),
    "changes": lambda: [shapes.Code(code=code, label=both(label)) for code, label in KINDS.items()],
}
