"""What changed in a territory, for everyone: a page and a feed; and the page of a structure that is gone."""

from datetime import UTC, datetime, time

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from essaim.observatory.reference.geography import Territory
from essaim.observatory.reference.legal_forms import family_label
from essaim.web.contributions.reading import additions
from essaim.web.design.menu import Step
from essaim.web.design.words import language, say, tr
from essaim.web.following.models import Departure
from essaim.web.following.pages import kind_asked, kinds, page_of
from essaim.web.following.reading import dated, history, last_refresh, shown, told
from essaim.web.territories.gazetteer import named
from essaim.web.territories.levels import address_of
from essaim.web.territories.stores import current_store

IN_A_FEED = 100


def _territory(level: str, code: str) -> Territory:
    return named(level, code, current_store().manifest["cog"])


@login_not_required
@require_safe
def territory_changes(request: HttpRequest, level: str, code: str) -> HttpResponse:
    """The newest refresh first."""
    found, kind = _territory(level, code), kind_asked(request)
    changes = told().within(found)
    page = page_of(request, (changes.filter(kind=kind) if kind else changes).placed().newest_first())
    context = {
        "territory": found,
        "kinds": kinds(changes),
        "kind": kind,
        "page": page,
        "lines": shown(page.object_list),
        "refresh": last_refresh(),
        "store": current_store().manifest,
        "trail": [
            Step(str(tr("Territoires", "Territories")), reverse("territory_search")),
            Step(found.name, address_of(found)),
            Step(str(tr("Ce qui a changé", "What changed"))),
        ],
    }
    return render(request, "following/territory.html", context)


@login_not_required
@require_safe
def feed(request: HttpRequest, level: str, code: str) -> HttpResponse:
    """The last changes of a territory (Atom, RFC 4287)."""
    found = _territory(level, code)
    site = request.build_absolute_uri("/")[:-1]
    title = f"{tr('Ce qui a changé', 'What changed')} · {found.name}"
    page = site + reverse("territory_changes", args=[found.level, found.code])
    manifest = current_store().manifest
    warning = str(tr("Données de démonstration", "Demonstration data")) if manifest["synthetic"] else ""
    about = f"Sirene {manifest['vintage']}. {warning}".strip()
    written = Atom1Feed(
        title=title,
        link=page,
        feed_url=site + request.get_full_path(),
        description=about,
        language=language(),
        feed_copyright=about,
    )
    for one in shown(told().within(found).placed().newest_first()[:IN_A_FEED]):
        written.add_item(
            f"{one.kind} · {one.name}",
            site + one.address,
            " · ".join(part for part in (one.what, one.structure, one.where, one.cause) if part),
            unique_id=f"{site}{one.address}#{one.change.pk}",
            updateddate=one.change.refresh.made_at,
            pubdate=datetime.combine(one.on, time(), UTC) if one.on else one.change.refresh.made_at,
        )
    return HttpResponse(written.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def departed_page(request: HttpRequest, gone: Departure) -> HttpResponse:
    """A structure that the register no longer shows: what is known of it, and what people wrote, which stays."""
    cog = current_store().manifest["cog"]
    place = named("commune", gone.commune, cog) if gone.commune else None
    context = {
        "gone": gone,
        "name": gone.name or str(tr("Structure au nom non diffusé", "Organisation whose name is withheld")),
        "kind": say(family_label(gone.subfamily or gone.family)) if gone.family else "",
        "place": place,
        "day": dated(gone.on),
        "additions": additions([gone.key]).get(gone.key),
        "history": history(gone.key),
        "store": current_store().manifest,
        "trail": [
            Step(str(tr("Annuaire", "Directory")), reverse("directory:list")),
            Step(gone.name or gone.key),
        ],
    }
    return render(request, "following/departed.html", context)
