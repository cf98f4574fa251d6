"""Territories and their figures: those of the portrait and of the diagnosis, by the same functions."""

import gzip
import hashlib
import json
from typing import Annotated, Any

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query

from essaim.observatory.diagnosis.catalogue import catalogue
from essaim.observatory.diagnosis.diagnose import diagnose
from essaim.observatory.reference.geography import Territory, parents_of
from essaim.observatory.report.tables import as_object
from essaim.web.api import paging
from essaim.web.api.addresses import whole
from essaim.web.api.answering import kept, written
from essaim.web.api.operations import router
from essaim.web.api.problems import Problem
from essaim.web.api.schemas import territories as shapes
from essaim.web.api.schemas.common import CodePart, LevelPart
from essaim.web.api.validation import unknown_value
from essaim.web.design.words import tr
from essaim.web.territories.gazetteer import gazetteer, named
from essaim.web.territories.keeping import release
from essaim.web.territories.levels import address_of
from essaim.web.territories.stores import current_store

MOST_FOUND = 400
IndicatorPart = Annotated[
    str,
    Path(
        description=tr("Code du catalogue, par exemple W6.", "Code of the catalogue, for instance W6."), max_length=20
    ),
]
SUBJECT = tr("Territoires et chiffres", "Territories and figures")


@router.get(
    "/territories",
    response=shapes.Territories,
    operation_id="territories",
    tags=[SUBJECT],
    summary=tr("Chercher un territoire", "Find a territory"),
    description=tr(
        "Par nom ou par code ; sans « q », tous, du plus large au plus petit.",
        "By name or by code; without “q”, all of them, the widest first.",
    ),
)
def territories(request: HttpRequest, asked: Query[shapes.TerritoriesAsked]) -> HttpResponse:
    """A page of the territories that a name or a code stands for."""
    known = gazetteer(current_store().manifest["cog"])
    found = known.search(asked.q, MOST_FOUND) if asked.q.strip() else known.widest_first
    kept_ones = [one for one in found if asked.level in (None, one.level)]
    items = [_summary(request, one) for one in paging.cut(kept_ones, asked)]
    content = shapes.Territories(items=items, **paging.counted(request, asked, len(kept_ones)))
    return paging.linked(kept(request, content.model_dump_json().encode()), content.links)


@router.get(
    "/territories/{level}/{code}",
    response=shapes.Territory,
    operation_id="territory",
    tags=[SUBJECT],
    summary=tr("Un territoire", "A territory"),
    description=tr(
        "Par niveau et code officiel, avec ce qui le contient.", "By level and official code, with what holds it."
    ),
)
def territory(request: HttpRequest, level: LevelPart, code: CodePart) -> HttpResponse:
    """One territory, the levels that hold it, and where its figures are."""
    found = _named(level, code)
    content = shapes.Territory(
        **_summary(request, found).model_dump(),
        cog=found.cog,
        belongs_to=[_place(one) for one in parents_of(found).values()],
        figures=whole(request, "api:figures", level, code),
        structures=whole(request, "api:structures", territory=f"{level}:{code}"),
        page=request.build_absolute_uri(address_of(found)),
    )
    return kept(request, content.model_dump_json().encode())


@router.get(
    "/territories/{level}/{code}/figures",
    response=shapes.Figures,
    operation_id="figures",
    tags=[SUBJECT],
    summary=tr("Les chiffres d'un territoire", "The figures of a territory"),
    description=tr(
        "Ceux de son portrait et de son diagnostic, chacun avec valeur, intervalle, qualité, unité, dénominateur,"
        " sources, dates, et la raison quand il manque.",
        "Those of its portrait and of its diagnosis, each with value, interval, grade, unit, denominator, sources,"
        " dates, and the reason when it is missing.",
    ),
)
def figures(request: HttpRequest, level: LevelPart, code: CodePart, asked: Query[shapes.FiguresAsked]) -> HttpResponse:
    """Every figure of the diagnosis of a territory."""
    found = _named(level, code)
    if not asked.own:
        return kept(request, _told(found, asked.perimeter))
    return kept(request, _some(found, asked.perimeter, None))


@router.get(
    "/territories/{level}/{code}/figures/{indicator}",
    response=shapes.Figures,
    operation_id="figures_of_indicator",
    tags=[SUBJECT],
    summary=tr("Un indicateur d'un territoire", "One indicator of a territory"),
    description=tr("Avec toutes ses ventilations.", "With all its breakdowns."),
)
def figures_of_indicator(
    request: HttpRequest,
    level: LevelPart,
    code: CodePart,
    indicator: IndicatorPart,
    asked: Query[shapes.IndicatorAsked],
) -> HttpResponse:
    """The figures of one indicator, for the territory itself."""
    if indicator not in catalogue():
        where = whole(request, "api:indicators")
        raise Problem("not-found", faults=(unknown_value("path", "indicator", indicator, catalogue(), where),))
    return kept(request, _some(_named(level, code), asked.perimeter, indicator))


def _named(level: str, code: str) -> Territory:
    return named(level, code, current_store().manifest["cog"])


def _told(found: Territory, perimeter: str) -> bytes:
    """What `essaim diagnose --format json` tells, made once for a version of the store."""
    store = current_store()
    parts = ("api-figures", release(), store.version, found.level, found.code, perimeter)
    key = hashlib.sha256("|".join(parts).encode()).hexdigest()
    packed: bytes | None = caches["pages"].get(key)
    if packed is None:
        packed = gzip.compress(written(as_object(diagnose(store, found, perimeter))), compresslevel=4, mtime=0)
        caches["pages"].set(key, packed)
    return gzip.decompress(packed)


def _some(found: Territory, perimeter: str, indicator: str | None) -> bytes:
    """The same, without the figures of other territories, and of other indicators when one is asked for."""
    told: dict[str, Any] = json.loads(_told(found, perimeter))
    own = {"level": found.level, "code": found.code}
    told["figures"] = [
        one
        for one in told["figures"]
        if own.items() <= one["territory"].items() and indicator in (None, one["indicator"])
    ]
    return written(told)


def _place(one: Territory) -> shapes.Place:
    return shapes.Place(level=one.level, code=one.code, name=one.name)  # type: ignore[arg-type]


def _summary(request: HttpRequest, one: Territory) -> shapes.TerritorySummary:
    return shapes.TerritorySummary(
        **_place(one).model_dump(),
        kind=one.kind,
        population=one.population,
        address=whole(request, "api:territory", one.level, one.code),
    )
