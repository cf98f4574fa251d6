"""What changed: what the pages of a territory tell, for programs."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query

from essaim.observatory.directory.changes import KINDS, WHY
from essaim.web.api import paging
from essaim.web.api.addresses import whole
from essaim.web.api.answering import FROM_PEOPLE, kept
from essaim.web.api.operations import router
from essaim.web.api.operations.structures import SUBJECT, territory_of
from essaim.web.api.problems import Problem
from essaim.web.api.schemas import changes as shapes
from essaim.web.api.schemas.common import coded
from essaim.web.api.telling import family
from essaim.web.api.validation import unknown_value
from essaim.web.design.words import tr
from essaim.web.following.models import Change
from essaim.web.following.reading import told


@router.get(
    "/changes",
    response=shapes.Changes,
    operation_id="changes",
    tags=[SUBJECT],
    summary=tr("Ce qui a changé", "What changed"),
    description=tr(
        "D'une version des données à la suivante, les plus récentes d'abord ; qui a demandé à ne pas être montré n'y"
        " est pas.",
        "From one version of the data to the next, the newest first; who asked not to be shown is not in it.",
    ),
)
def changes(request: HttpRequest, asked: Query[shapes.ChangesAsked]) -> HttpResponse:
    """A page of the changes of a territory, of a kind, of a structure."""
    if asked.kind and asked.kind not in KINDS:
        where = whole(request, "api:codes", "changes")
        raise Problem("invalid", faults=(unknown_value("query", "kind", asked.kind, KINDS, where),))
    place = territory_of(asked.territory)
    found = told().within(place) if place else told()
    narrowed = {name: value for name in ("kind", "key") if (value := getattr(asked, name))}
    every: Any = found.filter(**narrowed).newest_first()
    items = [_change(request, one) for one in paging.cut(every, asked)]
    content = shapes.Changes(items=items, **paging.counted(request, asked, every.count()))
    return paging.linked(kept(request, content.model_dump_json().encode(), seconds=FROM_PEOPLE), content.links)


def _change(request: HttpRequest, one: Change) -> shapes.Change:
    return shapes.Change(
        kind=coded(one.kind, KINDS[one.kind]),
        key=one.key,
        siret=one.siret or None,
        name=one.name or None,
        family=family(one.subfamily or one.family),
        before=one.before or None,
        after=one.after or None,
        on=one.on,
        cause=coded(one.cause, WHY[one.cause]),
        store=one.refresh.version,
        page=whole(request, "directory:structure", one.key),
    )
