"""The directory: structures by the filters of its list, one of them, their places of work on a map."""

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from ninja import Query

from essaim.observatory.directory.query import Query as Question
from essaim.observatory.directory.query import Zone
from essaim.observatory.reference.geography import Territory, TerritoryNotFound
from essaim.web.api import paging, telling
from essaim.web.api.addresses import whole
from essaim.web.api.answering import FROM_PEOPLE, kept, tag
from essaim.web.api.operations import router
from essaim.web.api.problems import Fault, Problem
from essaim.web.api.schemas import structures as shapes
from essaim.web.api.schemas.structures import Key
from essaim.web.api.validation import CODE_OF_TERRITORY, ZONE, unknown_value
from essaim.web.contributions.models import Sheet
from essaim.web.contributions.reading import additions, awarded, opposed, redirect_of
from essaim.web.contributions.whole import whole_index, whole_version
from essaim.web.design.words import tr
from essaim.web.directory import asking
from essaim.web.directory.file_views import origin_of
from essaim.web.directory.files import points as placed
from essaim.web.territories.gazetteer import gazetteer, named
from essaim.web.territories.stores import current_store

GEOJSON = "application/geo+json"
# Parameter: the field of the question, and the list of codes that tells its values.
CODED = {
    "family": ("families", "families"),
    "sector": ("sectors", "sectors"),
    "need": ("needs", "needs"),
    "label": ("labels", "labels"),
    "headcount": ("sizes", "headcounts"),
    "mark": ("marks", "marks"),
    "received": ("received", "received"),
}
SUBJECT = tr("Annuaire", "Directory")


@router.get(
    "/structures",
    response=shapes.Structures,
    operation_id="structures",
    tags=[SUBJECT],
    summary=tr("Les structures de l'ESS", "ESS organisations"),
    description=tr(
        "Les filtres de la liste de l'annuaire. Qui a demandé à ne pas être montré n'y est pas.",
        "The filters of the directory's list. Who asked not to be shown is not in it.",
    ),
)
def structures(request: HttpRequest, asked: Query[shapes.StructuresAsked]) -> HttpResponse:
    """A page of the structures that the filters keep, in an order that does not change within a version."""
    question = _question(request, asked, sort=asked.sort, page=asked.page, size=asked.size)
    found = whole_index().search(question)
    written = additions([one.key for one in found.structures])
    content = shapes.Structures(
        items=[shapes.Structure(**telling.structure(request, one, written.get(one.key))) for one in found.structures],
        corrections=found.corrections,
        facets=found.facets if asked.facets else None,
        page_for_people=f"{whole(request, 'directory:list')}?{asking.encoded(question)}",
        origin=telling.origin_of(current_store().manifest),
        **paging.counted(request, asked, found.total),
    )
    response = kept(request, content.model_dump_json().encode(), seconds=FROM_PEOPLE)
    return paging.linked(response, content.links)


@router.get(
    "/structures.geojson",
    response=shapes.Points,
    operation_id="points",
    tags=[SUBJECT],
    summary=tr("Leurs établissements sur une carte", "Their places of work on a map"),
    description=tr(
        "En GeoJSON, les mêmes filtres ; sans position connue ou diffusée, un établissement n'y est pas.",
        "As GeoJSON, the same filters; a place of work whose position is unknown or withheld is not in it.",
    ),
)
def points(request: HttpRequest, asked: Query[shapes.StructureFilters]) -> HttpResponseBase:
    """Every place of work that the filters keep, written as it is read."""
    question = _question(request, asked)
    told = origin_of(request)
    # Made of the directory, of who objects and of the question only: its tag is known before it is written.
    etag = tag(repr((whole_version(), question, told)).encode(), packed=False)
    if etag in request.headers.get("If-None-Match", ""):
        response: HttpResponseBase = HttpResponse(status=304)
    else:
        response = StreamingHttpResponse(placed.written(whole_index(), question, told), content_type=GEOJSON)
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={FROM_PEOPLE}"
    return response


@router.get(
    "/structures/{key}",
    response=shapes.StructureDetail,
    operation_id="structure",
    tags=[SUBJECT],
    summary=tr("Une structure", "An organisation"),
    description=tr(
        "Ce qu'on sait d'elle, pourquoi elle est dans l'ESS, d'où vient chaque preuve, ses établissements, et ce que"
        " des personnes y ont ajouté.",
        "What is known of it, why it is in the ESS, where each proof comes from, its places of work, and what people"
        " added.",
    ),
)
def structure(request: HttpRequest, key: Key) -> HttpResponse:
    """One structure; a merged one leads to what it became."""
    index = whole_index()
    one = None if key in opposed() else index.structure(key)
    if one is None:
        if became := redirect_of(key):
            return HttpResponse(status=308, headers={"Location": whole(request, "api:structure", became)})
        raise Problem("not-found")
    more = additions([key]).get(key)
    version = Sheet.objects.live().of_keys([key]).values_list("version", flat=True).first()
    told = telling.detail(request, one, more, current_store().manifest)
    received = telling.received(index.received(key))
    content = shapes.StructureDetail(**told, received=received, sheet_version=version or 0)
    return kept(request, content.model_dump_json().encode(), seconds=FROM_PEOPLE)


def _question(request: HttpRequest, asked: shapes.StructureFilters, **more: Any) -> Question:
    """The question to the index; a code that no list has is refused, with the nearest."""
    _check_codes(request, asked)
    several: dict[str, Any] = {field: tuple(dict.fromkeys(getattr(asked, name))) for name, (field, _) in CODED.items()}
    return Question(
        text=asked.q.strip(),
        territory=territory_of(asked.territory),
        zone=_zone(asked.zone),
        communes=tuple(dict.fromkeys(asked.commune)),
        employers_only=asked.employers_only,
        names_only=asked.names_only,
        perimeter=asked.perimeter,
        without=opposed(),
        awarded=awarded(),
        **several,
        **more,
    )


def _check_codes(request: HttpRequest, asked: shapes.StructureFilters) -> None:
    faults = [
        unknown_value("query", name, code, known, whole(request, "api:codes", codes))
        for name, (field, codes) in CODED.items()
        if (given := getattr(asked, name))
        for known in [asking.known(field)]
        for code in given
        if code not in known
    ]
    communes = gazetteer(current_store().manifest["cog"]).by_key if asked.commune else {}
    faults += [
        Fault("query", "commune", *CODE_OF_TERRITORY) for code in asked.commune if ("commune", code) not in communes
    ]
    if faults:
        raise Problem("invalid", faults=tuple(faults))


def _zone(given: str) -> Zone | None:
    found = asking.zone_of(given) if given else None
    if given and found is None:
        raise Problem("invalid", faults=(Fault("query", "zone", *ZONE),))
    return found


def territory_of(key: str) -> Territory | None:
    """The territory of `level:code`; None for France, which holds everything, and where none is asked for."""
    if not key:
        return None
    level, _, code = key.partition(":")
    try:
        found = named(level, code, current_store().manifest["cog"])
    except TerritoryNotFound as fault:
        raise Problem("invalid", faults=(Fault("query", "territory", *CODE_OF_TERRITORY),)) from fault
    return None if found.level == "france" else found
