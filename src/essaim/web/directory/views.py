"""Public pages of the directory: a list under an address that can be kept, a page for each structure, points."""

from dataclasses import replace

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from essaim.observatory.directory.query import ADDED, PAGE_SIZE, Found
from essaim.observatory.directory.structures import Structure
from essaim.web.contributions.known import sheet_of
from essaim.web.contributions.pages import ways
from essaim.web.contributions.reading import additions, awarded, opposed, redirect_of
from essaim.web.contributions.whole import whole_index
from essaim.web.design.menu import Step
from essaim.web.design.words import language, tr
from essaim.web.directory import asking, filtering, helping
from essaim.web.directory.asking import LAST_PAGE, Asked
from essaim.web.directory.cards import cards
from essaim.web.directory.file_views import origin_of
from essaim.web.directory.files.linked import block
from essaim.web.directory.files.records import Record
from essaim.web.directory.files.tables import MOST_ROWS
from essaim.web.directory.mapping import mapped
from essaim.web.directory.received import section
from essaim.web.directory.sheet import dated, told
from essaim.web.following.public_views import departed_page
from essaim.web.following.reading import departed, departure
from essaim.web.territories.levels import address_of
from essaim.web.territories.stores import current_store

MOST_DEPARTED = 60
HOME = Step(tr("Accueil", "Home"), "/")


@login_not_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Structures by name, trade and place; every filter says how many it would keep."""
    store, index = current_store(), whole_index()
    cog = store.manifest["cog"]
    asked = asking.read(request.GET, cog, opposed(), awarded())
    found = index.search(asked.query)
    if found.total and not found.structures:  # a page past the last: the list has shrunk since the link was kept
        last = min(found.pages, LAST_PAGE)
        return HttpResponseRedirect(filtering.address(replace(asked.query, page=last)))
    shown = {
        **_list(asked, found, cog),
        "cards": cards(found.structures, index.vintage, additions([one.key for one in found.structures])),
        "map": mapped(index, asked.query),
        "departed": departed(asked.query.territory, asked.query.text, MOST_DEPARTED) if asked.query.closed else None,
        "workbook": found.total <= MOST_ROWS,
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
        **filtering.narrowing(query, found, cog),
        "finder_action": reverse("directory:list"),
        "place": query.territory.name if query.territory else asked.place,
        "unknown_place": asked.place,
        "candidates": [(one, filtering.address(replace(query, territory=one))) for one in asked.candidates],
        "found": found,
        "chips": filtering.chips(query, cog),
        "first": PAGE_SIZE * (query.page - 1) + 1,
        "last": PAGE_SIZE * (query.page - 1) + len(found.structures),
        "pages": pages,
        "previous": page(query.page - 1),
        "next": page(query.page + 1),
        "names_only": filtering.address(replace(query, names_only=True, page=1)),
        "added": found.facets["mark"].get(ADDED, 0),
        "only_added": filtering.address(replace(query, marks=(ADDED,), page=1)),
        "encoded": asking.encoded(replace(query, page=1)),
        "corrections": list(found.corrections.items()),
    }


@login_not_required
@require_safe
def structure(request: HttpRequest, key: str) -> HttpResponse:
    """One structure: who it is, what it does, why it is in the ESS, and where each fact comes from."""
    store, index = current_store(), whole_index()
    gone = opposed()
    one = None if key in gone else index.structure(key)
    if one is None or one.local:
        return _elsewhere(request, key, one)
    more = additions([key]).get(key)
    cog = store.manifest["cog"]
    page = told(one, store.manifest, index.vintage, language())
    commune = page.commune(cog)
    received = index.received(key)
    steps = [HOME, Step(tr("Annuaire", "Directory"), reverse("directory:list"))]
    if commune:
        steps.append(Step(commune.name, filtering.address(asking.of(commune))))
    shown = {
        "page": page,
        "one": one,
        "commune": commune,
        "portrait": address_of(commune) if commune else "",
        "alike": cards([other for other in index.neighbours(one) if other.key not in gone], index.vintage, {}),
        "additions": more,
        **(ways(request.user, sheet_of(key)) if one.name and request.user.is_authenticated else {}),
        "received": section(received, store.manifest, language()),
        "linked": mark_safe(block(Record(one, more), origin_of(request), received)),  # noqa: S308 - nothing in it ends the block
        "store": store.manifest,
        "month": dated(f"{store.manifest['vintage']}-01", language()),
        "trail": [*steps, Step(page.name)],
    }
    return render(request, "directory/structure.html", shown)


def _elsewhere(request: HttpRequest, key: str, added: Structure | None) -> HttpResponse:
    """Where a key that registers lack leads: what it became, a structure that is gone, an actor that people added."""
    became = redirect_of(key)
    if became:
        return redirect("directory:structure", became)
    if gone := departure(key):
        return departed_page(request, gone)
    if added:
        return redirect("sheet", key)
    raise Http404
