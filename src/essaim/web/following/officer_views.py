"""The list that an authority checks at each new version: what changed on its territory, ticked as it is looked at."""

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from essaim.web.accounts.access import signed_in
from essaim.web.accounts.models import Authority, User
from essaim.web.accounts.pages import of_authority
from essaim.web.design.menu import Step
from essaim.web.design.words import count, tr
from essaim.web.following.access import can_check
from essaim.web.following.actions import checking
from essaim.web.following.models import Check
from essaim.web.following.models.changes import Change, ChangeQuerySet
from essaim.web.following.pages import kind_asked, kinds, page_of
from essaim.web.following.reading import last_refresh, shown
from essaim.web.following.territory import changes_of, checked, claimed_first, to_check

STATES = {
    "": tr("À vérifier", "To check"),
    "verifies": tr("Vérifiés", "Checked"),
    "tous": tr("Tous", "All"),
}


def _asked(request: HttpRequest, authority: Authority) -> tuple[str, ChangeQuerySet]:
    """The state that the address asks for, and the changes in it: those of claimed structures first."""
    state = request.GET.get("etat", "")
    state = state if state in STATES else ""
    every = changes_of(authority)
    if state == "":
        every = to_check(authority)
    elif state == "verifies":
        every = checked(authority)
    return state, claimed_first(every)


def _with_ticks(changes: ChangeQuerySet, authority: Authority, user: User) -> ChangeQuerySet:
    mine = Check.objects.visible_to(user).filter(authority=authority).select_related("by")
    return changes.select_related("refresh").prefetch_related(Prefetch("checks", mine, to_attr="ticks"))


@never_cache
@require_safe
@of_authority(can_check)
def changes(request: HttpRequest, authority: Authority) -> HttpResponse:
    """What changed, what remains to be checked, and who checked the rest."""
    kind = kind_asked(request)
    state, asked = _asked(request, authority)
    rows = _with_ticks((asked.filter(kind=kind) if kind else asked).placed(), authority, signed_in(request))
    page = page_of(request, rows)
    context = {
        "theme": authority,
        "kinds": kinds(asked),
        "kind": kind,
        "states": list(STATES.items()),
        "state": state,
        "page": page,
        "lines": shown(page.object_list),
        "refresh": last_refresh(),
        "asked": urlencode([(name, value) for name, value in (("etat", state), ("nature", kind)) if value]),
        "trail": [
            Step(str(tr("Collectivités", "Authorities")), reverse("authority_list")),
            Step(authority.name, authority.get_absolute_url()),
            Step(str(tr("Ce qui a changé", "What changed"))),
        ],
    }
    return render(request, "following/officer.html", context)


@never_cache
@require_POST
@of_authority(can_check)
def tick(request: HttpRequest, authority: Authority) -> HttpResponse:
    """One change, or all that remain of a kind; or a tick taken back."""
    here = to_check(authority)
    given = request.POST
    if given.get("annuler", "").isdigit():
        change = get_object_or_404(changes_of(authority), pk=int(given["annuler"]))
        checking.untick(authority=authority, change=change)
        messages.success(request, tr("C'est de nouveau à vérifier.", "It is to be checked again."))
    else:
        done = checking.tick(authority=authority, changes=_named(given, here), actor=signed_in(request))
        text = count(
            done, ("{n} changement vérifié", "{n} changements vérifiés"), ("{n} change checked", "{n} changes checked")
        )
        messages.success(request, text)
    query = given.get("asked", "")
    address = reverse("authority_changes", args=[authority.slug])
    return redirect(f"{address}?{query}" if query else address)


def _named(given: Any, here: ChangeQuerySet) -> list[Change]:
    """The change that a form names, or all of a kind; 404 for neither."""
    if given.get("change", "").isdigit():
        return list(here.filter(pk=int(given["change"])))
    if given.get("nature"):
        return list(here.filter(kind=given["nature"]))
    raise Http404


class _Line:
    """What a CSV writer writes to: it gives each line back, to be sent at once."""

    def write(self, line: str) -> str:
        return line


@never_cache
@require_safe
@of_authority(can_check)
def file(request: HttpRequest, authority: Authority) -> HttpResponseBase:
    """The list that the page shows, whole, for a spreadsheet."""
    kind = kind_asked(request)
    _, asked = _asked(request, authority)
    rows = _with_ticks(asked.filter(kind=kind) if kind else asked, authority, signed_in(request))
    response = StreamingHttpResponse(_lines(list(rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="essaim-changements-{authority.slug}.csv"'
    return response


HEADINGS = ("kind", "siren", "siret", "name", "what", "date", "cause", "version", "claimed", "checked_by", "checked_at")


def _lines(rows: list[Any]) -> Iterator[str]:
    writer = csv.writer(_Line(), delimiter=";", lineterminator="\r\n")
    yield "\ufeff" + writer.writerow(HEADINGS)
    for one in shown(rows):
        row: Any = one.change
        tick = row.ticks[0] if row.ticks else None
        checked = (tick.by or "", tick.at.isoformat()) if tick else ("", "")
        told = (one.name, one.what, one.on or "", one.cause, row.refresh.version, int(row.claimed))
        yield writer.writerow([one.kind, row.key, row.siret, *told, *checked])
