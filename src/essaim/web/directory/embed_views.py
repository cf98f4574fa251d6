"""Lists and maps in the pages of others, and the page that makes their code."""

from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from essaim.observatory.directory.query import Query
from essaim.web.contributions.reading import additions, awarded, opposed
from essaim.web.contributions.whole import whole_index
from essaim.web.design.menu import Step
from essaim.web.design.words import language, tr
from essaim.web.directory import asking, embedding, filtering
from essaim.web.directory.asking import LAST_PAGE, Asked
from essaim.web.directory.cards import cards
from essaim.web.directory.embedding import VIEWS, Embed
from essaim.web.directory.mapping import mapped, points
from essaim.web.maps.families import marks
from essaim.web.territories.stores import current_store

FRAME = (
    '<iframe src="{}" title="{}" width="100%" height="640" loading="lazy" referrerpolicy="no-referrer"'
    ' style="border:0"></iframe>'
)


@login_not_required
@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": settings.ESSAIM_EMBED_ANCESTORS})
def embedded(request: HttpRequest) -> HttpResponse:
    """A page made to be framed: no menu, no cookie, its language and its filters in its address."""
    store, index = current_store(), whole_index()
    asked = asking.read(request.GET, store.manifest["cog"], opposed(), awarded())
    embed = embedding.read(request.GET, asked)
    query = embed.query
    found = index.search(query)
    pages = min(found.pages, LAST_PAGE)
    with translation.override(embed.language):
        shown = {
            "embed": embed,
            "embedded": True,
            "query": query,
            "place": _place(query),
            "found": found,
            "cards": cards(found.structures, index.vintage, additions([one.key for one in found.structures])),
            "criteria": filtering.chips(query, store.manifest["cog"]),
            "pages": pages,
            "previous": embed.page(query.page - 1) if query.page > 1 else "",
            "next": embed.page(query.page + 1) if query.page < pages else "",
            "marks": [mark for mark in marks() if mark.code],
            "as_list": embed.having(view="liste"),
            "map": mapped(index, query),
            "data": points(query),
            "whole": filtering.address(query),
            "store": store.manifest,
        }
        response = render(request, "directory/embedded.html", shown)
        response["Content-Language"] = embed.language
    return response


@login_not_required
@require_safe
@csp_update({"frame-src": ["'self'"]})
def integration(request: HttpRequest) -> HttpResponse:
    """Makes the code of an embedded list and map, and shows what it gives."""
    store, index = current_store(), whole_index()
    cog = store.manifest["cog"]
    asked = asking.read(request.GET, cog, opposed(), awarded())
    embed = embedding.read(request.GET, asked, language()) if request.GET and not asked.place else None
    shown = {
        **filtering.narrowing(asked.query, index.search(asked.query), cog),
        **_typed(asked),
        "finder_action": reverse("directory:integration"),
        "embed": embed,
        "language": embed.language if embed else language(),
        "languages": settings.LANGUAGES,
        "views": VIEWS,
        "store": store.manifest,
        "trail": [Step(tr("Accueil", "Home"), reverse("home")), Step(tr("Intégrer une carte", "Embed a map"))],
        **(_made(request, embed) if embed else {}),
    }
    return render(request, "directory/integration.html", shown)


def _typed(asked: Asked) -> dict[str, object]:
    """The place that was typed, and those that it may stand for."""
    where = reverse("directory:integration")
    return {
        "place": asked.query.territory.name if asked.query.territory else asked.place,
        "unknown_place": asked.place,
        "candidates": [(one, f"{where}?territoire={one.key}&locked=1") for one in asked.candidates],
    }


def _made(request: HttpRequest, embed: Embed) -> dict[str, str]:
    preview = f"{reverse('directory:embed')}?{embed.encoded}"
    with translation.override(embed.language):
        title = tr("L'ESS de {}", "The ESS of {}").format(_place(embed.query))
    return {
        "preview": preview,
        "code": format_html(FRAME, request.build_absolute_uri(preview), title),
        "data": request.build_absolute_uri(points(embed.query)),
        "whole": filtering.address(embed.query),
    }


def _place(query: Query) -> str:
    return query.territory.name if query.territory else "France"
