"""Grounds of maps, and maps in the pages of others."""

import json
from typing import Any

from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from essaim.web.contributions.reading import opposed
from essaim.web.design.menu import Step
from essaim.web.design.words import language, tr
from essaim.web.maps.families import marks
from essaim.web.maps.filters import VIEWS, Embed, read_embed, read_filters
from essaim.web.maps.ground import collection
from essaim.web.maps.structures import places, points
from essaim.web.territories.gazetteer import named
from essaim.web.territories.keeping import kept
from essaim.web.territories.stores import current_store

GEOJSON = "application/geo+json"
LISTED = 50
FRAME = (
    '<iframe src="{}" title="{}" width="100%" height="640" loading="lazy" referrerpolicy="no-referrer"'
    ' style="border:0"></iframe>'
)


@login_not_required
@require_safe
def ground(request: HttpRequest, level: str, code: str) -> HttpResponse:
    """The outlines of a territory and of its parts, for anyone's map."""
    store = current_store()
    whole = named(level, code, store.manifest["cog"])
    return _shared(request, ("ground", level, code), lambda: collection(store, whole))


@login_not_required
@require_safe
def structures(request: HttpRequest) -> HttpResponse:
    """The structures of a territory as GeoJSON, for anyone's map (uMap reads this address)."""
    store = current_store()
    filters = read_filters(request.GET, store.manifest["cog"])
    hidden = ",".join(sorted(opposed()))  # what is kept is kept for those who object now
    return _shared(request, ("structures", filters.query, hidden), lambda: points(places(store, filters)))


def _shared(request: HttpRequest, parts: tuple[str, ...], make: Any) -> HttpResponse:
    """Public data, and nothing else, may be read by the pages of others."""

    def body() -> bytes:
        return json.dumps(make(), ensure_ascii=False, separators=(",", ":")).encode()

    response = kept(request, (*parts, current_store().version), GEOJSON, body)
    response["Access-Control-Allow-Origin"] = "*"
    return response


@login_not_required
@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": settings.ESSAIM_EMBED_ANCESTORS})
def embedded(request: HttpRequest) -> HttpResponse:
    """A page made to be framed: no menu, no cookie, its language and its filters in its address."""
    store = current_store()
    asked = read_embed(request.GET, store.manifest["cog"])
    found = places(store, asked.filters)
    with translation.override(asked.language):
        shown = {
            "embed": asked,
            "embedded": True,
            "territory": asked.filters.territory,
            "page": Paginator(found, LISTED).get_page(request.GET.get("page")),
            "query": f"{asked.query}&",
            "marks": [mark for mark in marks() if mark.code],
            "as_list": asked.viewed("liste").query,
            "data": _address("map_structures", asked.filters.query),
        }
        response = render(request, "maps/embedded.html", shown)
        response["Content-Language"] = asked.language
    return response


@login_not_required
@require_safe
@csp_update({"frame-src": ["'self'"]})
def integration(request: HttpRequest) -> HttpResponse:
    """Makes the code of an embedded map, and shows what it gives."""
    asked = read_embed(request.GET, current_store().manifest["cog"]) if request.GET else None
    shown = {
        "embed": asked,
        "language": asked.language if asked else language(),
        "languages": settings.LANGUAGES,
        "views": VIEWS,
        "marks": [mark for mark in marks() if mark.code],
        "trail": [Step(tr("Accueil", "Home"), reverse("home")), Step(tr("Intégrer une carte", "Embed a map"))],
        **(_made(request, asked) if asked else {}),
    }
    return render(request, "maps/integration.html", shown)


def _made(request: HttpRequest, asked: Embed) -> dict[str, str]:
    preview = _address("map_embed", asked.query)
    with translation.override(asked.language):
        title = tr("L'ESS de {}", "The ESS of {}").format(asked.filters.territory.name)
    return {
        "preview": preview,
        "code": format_html(FRAME, request.build_absolute_uri(preview), title),
        "data": request.build_absolute_uri(_address("map_structures", asked.filters.query)),
    }


def _address(route: str, query: str) -> str:
    return f"{reverse(route)}?{query}"
