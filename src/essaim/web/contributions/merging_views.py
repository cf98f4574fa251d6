"""Structures that may be one: looked at side by side, merged, or said once and for all to be two."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from essaim.web.accounts.access import signed_in
from essaim.web.accounts.models import Authority
from essaim.web.contributions.actions.merging import disputed, joined, merge, remember_not_the_same
from essaim.web.contributions.actions.revisions import AlreadyDecided
from essaim.web.contributions.content import FIELDS, told
from essaim.web.contributions.duplicates import candidates
from essaim.web.contributions.known import described, listed, sheet_of
from essaim.web.contributions.models import Sheet
from essaim.web.contributions.models.sheets import State
from essaim.web.contributions.pages import moderated, moderation_trail
from essaim.web.contributions.places import holder
from essaim.web.design.words import tr


@never_cache
@require_safe
@moderated
def duplicates(request: HttpRequest, authority: Authority) -> HttpResponse:
    """The local actors of the authority that look like another one; the likeliest first."""
    mine = [one for one in Sheet.objects.live().local() if holder(one.home) == authority]
    pairs = candidates(mine, listed)
    known = described([pair.other_key for pair in pairs])
    shown = {
        "theme": authority,
        "trail": moderation_trail(authority, tr("Doublons", "Duplicates")),
        "pairs": [(pair, known.get(pair.other_key, "")) for pair in pairs],
    }
    return render(request, "contributions/duplicates.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@moderated
def merge_page(request: HttpRequest, authority: Authority, local: str, other: str) -> HttpResponse:
    """Both sheets side by side; for each field where they disagree, whose word stays."""
    gone, stays = _pair(authority, local, other)
    choices = disputed(gone.content, stays.content)
    user = signed_in(request)
    if request.method == "POST" and "different" in request.POST:
        remember_not_the_same(one=local, other=other, actor=user)
        messages.success(request, tr("Ce sont deux structures : c'est noté.", "They are two: noted."))
        return redirect("duplicates", authority.slug)
    if request.method == "POST":
        from_local = frozenset(name for name in choices if request.POST.get(name) == "local")
        try:
            merge(local=gone, target=stays, authority=authority, actor=user, from_local=from_local)
        except AlreadyDecided:
            raise Http404 from None
        messages.success(request, tr("Les deux fiches n'en font plus qu'une.", "The two sheets are now one."))
        return redirect("sheet", stays.key)
    both = joined(gone.content, stays.content)
    shown = {
        "theme": authority,
        "trail": moderation_trail(authority, tr("Réunir deux fiches", "Merge two sheets")),
        "sides": [(one, described([one.key]).get(one.key, "")) for one in (gone, stays)],
        "rows": [
            (
                field.name,
                field.label,
                told(field.name, gone.content.get(field.name)),
                told(field.name, stays.content.get(field.name)),
                told(field.name, both.get(field.name)),
                field.name in choices,
            )
            for field in FIELDS
            if field.name in both
        ],
    }
    return render(request, "contributions/merge.html", shown)


def _pair(authority: Authority, local: str, other: str) -> tuple[Sheet, Sheet]:
    """A local actor of that authority, and what it would become part of."""
    gone = get_object_or_404(Sheet.objects.live().local(), key=local)
    stays = sheet_of(other)
    if holder(gone.home) != authority or stays.state != State.LIVE or stays.hidden or stays.key == gone.key:
        raise Http404
    return gone, stays
