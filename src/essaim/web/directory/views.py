"""Public pages of the directory: a list under an address that can be kept, a page for each structure, points."""

from dataclasses import replace

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from essaim.observatory.directory.query import PAGE_SIZE, Found
from essaim.web.design.menu import Step
from essaim.web.design.words import language, tr
from essaim.web.directory import asking, filtering, helping
from essaim.web.directory.asking import LAST_PAGE, Asked
from essaim.web.directory.cards import cards
from essaim.web.directory.files import pointed
from essaim.web.directory.sheet import dated, told
from essaim.web.territories.levels import address_of
from essaim.web.territories.stores import current_index, current_store

HOME = Step(tr("Accueil", "Home"), "/")


@login_not_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Structures by name, trade and place; every filter says how many it would keep."""
    store, index = current_store(), current_index()
    cog = store.manifest["cog"]
    asked = asking.read(request.GET, cog)
    found = index.search(asked.query)
    if found.total and not found.structures:  # a page past the last: the list has shrunk since the link was kept
        last = min(found.pages, LAST_PAGE)
        return HttpResponseRedirect(filtering.address(replace(asked.query, page=last)))
    shown = {
        **_list(asked, found, cog),
        "cards": cards(found.structures, index.vintage),
        "ways": [] if found.total else helping.ways_out(index, asked.query, cog),
        "trade": helping.trade(asked.query, found),
        "store": store.manifest,
        "trail": [HOME, Step(tr("Annuaire", "Directory"))],
    }
    return render(request, "directory/list.html", shown)


def _list(asked: Asked, found: Found, cog: int) -> dict[str, object]:
    query = asked.query
    pages = min(found.pages, LAST_PAGE)

    def page(number: int) -> str:
        return filtering.address(replace(query, page=number)) if 1 <= number <= pages else ""

    return {
        "query": query,
        "place": query.territory.name if query.territory else asked.place,
        "unknown_place": asked.place,
        "candidates": [(one, filtering.address(replace(query, territory=one))) for one in asked.candidates],
        "found": found,
        "filters": filtering.filters(query, found, cog),
        "chips": filtering.chips(query, cog),
        "sorts": filtering.sorts(query),
        "perimeters": filtering.perimeters(query, found),
        "first": PAGE_SIZE * (query.page - 1) + 1,
        "last": PAGE_SIZE * (query.page - 1) + len(found.structures),
        "pages": pages,
        "previous": page(query.page - 1),
        "next": page(query.page + 1),
        "names_only": filtering.address(replace(query, names_only=True, page=1)),
        "employers": found.facets["employer"]["yes"],
        "encoded": asking.encoded(replace(query, page=1)),
        "corrections": list(found.corrections.items()),
    }


@login_not_required
@require_safe
def structure(request: HttpRequest, key: str) -> HttpResponse:
    """One structure: who it is, what it does, why it is in the ESS, and where each fact comes from."""
    store, index = current_store(), current_index()
    one = index.structure(key)
    if one is None:
        raise Http404
    cog = store.manifest["cog"]
    page = told(one, store.manifest, index.vintage, language())
    commune = page.commune(cog)
    steps = [HOME, Step(tr("Annuaire", "Directory"), reverse("directory:list"))]
    if commune:
        steps.append(Step(commune.name, filtering.address(asking.of(commune))))
    shown = {
        "page": page,
        "one": one,
        "commune": commune,
        "portrait": address_of(commune) if commune else "",
        "alike": cards(index.neighbours(one), index.vintage),
        "store": store.manifest,
        "month": dated(f"{store.manifest['vintage']}-01", language()),
        "trail": [*steps, Step(page.name)],
    }
    return render(request, "directory/structure.html", shown)


@login_not_required
@require_safe
def points(request: HttpRequest) -> StreamingHttpResponse:
    """The places of work of a list, for anyone's map (uMap reads this address)."""
    store, index = current_store(), current_index()
    asked = asking.read(request.GET, store.manifest["cog"])
    return pointed(index, asked.query, store.manifest)
