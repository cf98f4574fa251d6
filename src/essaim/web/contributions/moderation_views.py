"""The work of an authority: what waits, letters, duplicates, labels, structures that are not shown."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from essaim.web.accounts.access import signed_in
from essaim.web.accounts.actions import log
from essaim.web.accounts.models import Authority
from essaim.web.contributions import access
from essaim.web.contributions.actions import claims, labels, objections
from essaim.web.contributions.actions.deciding import KINDS, decide
from essaim.web.contributions.actions.revisions import AlreadyDecided, Clash
from essaim.web.contributions.forms.members import DecisionForm, LabelKindForm
from essaim.web.contributions.known import postal_address
from essaim.web.contributions.letters import letter
from essaim.web.contributions.models import Claim, Decision, Label, LabelKind, Objection, Reviewed
from essaim.web.contributions.models.claims import Proof
from essaim.web.contributions.pages import moderated, moderation_trail
from essaim.web.contributions.queue import Waiting, queue
from essaim.web.design.menu import Step
from essaim.web.design.words import language, tr

FORM = ["GET", "HEAD", "POST"]
DONE = {
    Decision.ACCEPTED: tr("C'est accepté.", "Accepted."),
    Decision.REFUSED: tr("C'est refusé.", "Refused."),
    Decision.ASKED: tr("Le changement est demandé.", "The change is asked for."),
}


@never_cache
@require_safe
@moderated
def queue_page(request: HttpRequest, authority: Authority) -> HttpResponse:
    """All that waits, the oldest first, each decided where it is read."""
    user = signed_in(request)
    hidden = Objection.objects.visible_to(user).filter(authority=authority, decision=Decision.ACCEPTED)
    speaking = Claim.objects.visible_to(user).filter(authority=authority, decision=Decision.ACCEPTED)
    shown = {
        "theme": authority,
        "trail": moderation_trail(authority),
        "queue": queue(user, authority),
        "hidden": hidden.select_related("sheet"),
        "speaking": speaking.exclude(author=user).select_related("sheet", "author").order_by("sheet__name")[:100],
    }
    return render(request, "contributions/queue.html", shown)


@never_cache
@require_http_methods(FORM)
@moderated
def decide_page(request: HttpRequest, authority: Authority, kind: str, pk: int) -> HttpResponse:
    """One thing that waits; the decision comes here, from this page or from the queue."""
    user = signed_in(request)
    item = _item(request, authority, kind, pk)
    if not access.can_decide(user, item):
        raise PermissionDenied
    form = DecisionForm(request.POST or None)
    clashes: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        decision = Decision(form.cleaned_data["decision"])
        if decision == Decision.ASKED and kind != "revision":
            raise Http404
        try:
            told = {"reason": form.cleaned_data["reason"], "over": form.cleaned_data["over"]}
            decide(item=item, decision=decision, actor=user, **told)
            messages.success(request, DONE[decision])
            return redirect("queue", authority.slug)
        except AlreadyDecided:
            messages.warning(request, tr("Quelqu'un vient d'en décider.", "Somebody has just decided of it."))
            return redirect("queue", authority.slug)
        except Clash as clash:
            clashes = clash.fields
            item = _item(request, authority, kind, pk)
    shown = {
        "theme": authority,
        "trail": moderation_trail(authority, item.sheet.name),
        "waiting": Waiting(kind, item),
        "form": form,
        "clashes": clashes,
    }
    return render(request, "contributions/decide.html", shown)


@never_cache
@require_POST
@moderated
def print_letter(request: HttpRequest, authority: Authority, pk: int) -> HttpResponse:
    """The letter with a new code, ready to print: the code is shown nowhere else, and the former one is void."""
    user = signed_in(request)
    found = _item(request, authority, "claim", pk)
    address = postal_address(found.sheet)
    if not access.can_decide(user, found) or found.proof != Proof.POST:
        raise PermissionDenied
    try:
        code = claims.letter_code(claim=found, actor=user)
    except AlreadyDecided:
        messages.warning(request, tr("Quelqu'un vient d'en décider.", "Somebody has just decided of it."))
        return redirect("queue", authority.slug)
    page = request.build_absolute_uri(reverse("sheet_code", args=[found.sheet.key]))
    made = letter(claim=found, code=code, address=address, page=page, language=language())
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="essaim-{found.sheet.key}.pdf"'
    return response


@never_cache
@require_POST
@moderated
def show_again(request: HttpRequest, authority: Authority, pk: int) -> HttpResponse:
    """A structure that was not shown is shown again, for instance when it asks so."""
    user = signed_in(request)
    found = _item(request, authority, "objection", pk)
    if not access.can_decide(user, found):
        raise PermissionDenied
    try:
        objections.settle(objection=found, actor=user, decision=Decision.WITHDRAWN)
    except AlreadyDecided:
        raise Http404 from None
    messages.success(request, tr("Elle est de nouveau affichée.", "It is shown again."))
    return redirect("queue", authority.slug)


@login_not_required
@require_http_methods(FORM)
def label_kinds(request: HttpRequest, slug: str) -> HttpResponse:
    """Public: the labels that an authority grants and to whom; its administrators add kinds here."""
    authority = get_object_or_404(Authority, slug=slug)
    owns = access.can_own_labels(request.user, authority)
    if request.method == "POST" and not owns:
        raise PermissionDenied
    form = LabelKindForm(request.POST or None, authority=authority)
    if request.method == "POST" and form.is_valid():
        kind = form.save()
        log(authority=authority, actor=signed_in(request), verb="label_kind", detail=kind.name)
        messages.success(request, tr("Le label est créé.", "The label is created."))
        return redirect("label_kinds", authority.slug)
    granted = LabelKind.objects.filter(authority=authority).prefetch_related("labels__sheet")
    shown = {
        "theme": authority,
        "trail": [*moderation_trail(authority)[:2], Step(str(tr("Labels", "Labels")))],
        "kinds": [(kind, _in_force(kind)) for kind in granted],
        "form": form if owns else None,
        "moderates": access.can_moderate(request.user, authority),
    }
    return render(request, "contributions/label_kinds.html", shown)


@never_cache
@require_POST
@moderated
def withdraw_label(request: HttpRequest, authority: Authority, pk: int) -> HttpResponse:
    user = signed_in(request)
    found = _item(request, authority, "label", pk)
    if not access.can_grant(user, found.kind):
        raise PermissionDenied
    try:
        labels.withdraw_label(label=found, actor=user, reason=request.POST.get("reason", "")[:1000])
    except AlreadyDecided:
        raise Http404 from None
    messages.success(request, tr("Le label est retiré.", "The label is withdrawn."))
    return redirect("label_kinds", authority.slug)


def _item(request: HttpRequest, authority: Authority, kind: str, pk: int) -> Any:
    model: type[Reviewed] | None = KINDS.get(kind)
    if model is None:
        raise Http404
    related = ["sheet", "author", "authority", *(["kind__authority"] if kind == "label" else [])]
    visible = model.objects.visible_to(request.user).filter(authority=authority)
    return get_object_or_404(visible.select_related(*related), pk=pk)


def _in_force(kind: LabelKind) -> list[Label]:
    held = (one for one in kind.labels.all() if one.decision == Decision.ACCEPTED and not one.is_over)
    return sorted(held, key=lambda one: one.sheet.name)
