"""What anyone may do, without an account: see how to take part, correct, propose, ask not to be shown, confirm."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from essaim.observatory.errors import EssaimError
from essaim.web.accounts.models import Authority, Invitation, User
from essaim.web.contributions import access
from essaim.web.contributions.actions.objections import object_to
from essaim.web.contributions.actions.proposals import propose_actor
from essaim.web.contributions.actions.reminders import answer
from essaim.web.contributions.actions.revisions import propose
from essaim.web.contributions.content import picked
from essaim.web.contributions.forms.visiting import CorrectionForm, ObjectionForm, ProposalForm
from essaim.web.contributions.known import Near, already_there, similar
from essaim.web.contributions.models import Claim, Decision, Picture, Reminder, Sheet
from essaim.web.contributions.models.revisions import Origin
from essaim.web.contributions.models.sheets import LocalKind
from essaim.web.contributions.pages import of_sheet, throttled, trail, ways
from essaim.web.contributions.places import Home, commune_named, holder
from essaim.web.contributions.reading import additions
from essaim.web.contributions.throttle import TooOften, spend
from essaim.web.design.menu import Step
from essaim.web.design.words import tr

FORM = ["GET", "HEAD", "POST"]
SHORTEST = 3  # letters of a name by which others are looked for


@login_not_required
@require_safe
def contribute(request: HttpRequest) -> HttpResponse:
    """The ways to take part; for those who are signed in, their sheets and what waits for them."""
    mine = Claim.objects.visible_to(request.user).filter(author=request.user.pk)
    shown = {
        "claims": mine.filter(decision__in=[Decision.PENDING, Decision.ACCEPTED]).select_related("sheet"),
        "moderated": access.moderated_by(request.user),
    }
    return render(request, "contributions/contribute.html", shown)


@login_not_required
@never_cache
@require_safe
@of_sheet
def sheet(request: HttpRequest, sheet: Sheet, authority: Authority) -> HttpResponse:
    """What people said of a structure, and all that can be done about it."""
    shown = {
        "theme": authority,
        "trail": trail(sheet),
        "sheet": sheet,
        "additions": additions([sheet.key]).get(sheet.key),
        **ways(request.user, sheet),
    }
    return render(request, "contributions/sheet.html", shown)


@login_not_required
@never_cache
@require_http_methods(FORM)
@throttled("correct", 10)
@of_sheet
def correct(request: HttpRequest, sheet: Sheet, authority: Authority) -> HttpResponse:
    form = CorrectionForm(request.POST or None, content=sheet.content)
    if request.method == "POST" and form.is_of_a_robot:
        return redirect("contribution_thanks")
    if request.method == "POST" and form.is_valid():
        changes = form.changes()
        propose(
            sheet=sheet,
            authority=authority,
            author=_person(request),
            origin=Origin.CORRECTION,
            token=form.cleaned_data["token"],
            before=picked(sheet.content, tuple(changes)),
            after=changes,
            remark=form.remark(),
            email=form.cleaned_data["email"],
        )
        return redirect("contribution_thanks")
    shown = {"theme": authority, "trail": trail(sheet, tr("Signaler", "Correct")), "sheet": sheet, "form": form}
    return render(request, "contributions/correct.html", shown)


@login_not_required
@never_cache
@require_http_methods(FORM)
@throttled("object", 5)
@of_sheet
def object_(request: HttpRequest, sheet: Sheet, authority: Authority) -> HttpResponse:
    """A structure asks not to be shown; the authority checks, and decides."""
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_of_a_robot:
        return redirect("contribution_thanks")
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("why", "email", "token")}
        object_to(sheet=sheet, authority=authority, author=_person(request), **told)
        return redirect("contribution_thanks")
    steps = trail(sheet, tr("Ne plus être affichée", "Not to be shown"))
    return render(
        request, "contributions/object.html", {"theme": authority, "trail": steps, "sheet": sheet, "form": form}
    )


@login_not_required
@never_cache
@require_http_methods(FORM)
@throttled("propose", 15)
def propose_new(request: HttpRequest) -> HttpResponse:
    """An actor that open data lacks. What bears nearly its name there is shown first: is it one of these?"""
    form = ProposalForm(request.POST or None)
    near: list[Near] = []
    authority: Authority | None = None
    if request.method == "POST" and form.is_of_a_robot:
        return redirect("contribution_thanks")
    if request.method == "POST" and form.is_valid():
        home = Home.of(form.cleaned_data["commune"])
        authority = holder(home)
        near = _still_near(form)
        if authority and not near:
            _propose(form, home, authority, _person(request))
            return redirect("contribution_thanks")
    steps = [*trail(Sheet(key="0"))[:1], Step(str(tr("Proposer un acteur", "Propose an actor")))]
    nobody = form.is_bound and form.is_valid() and authority is None
    shown = {
        "theme": authority,
        "trail": steps,
        "form": form,
        "near": near,
        # Sent again with one press, for whoever says that it is another one.
        "again": [(name, form.data.get(name, "")) for name in form.fields if name != "different"] if near else (),
        "asked": ",".join(one.key for one in near),
        "nobody": nobody,
    }
    return render(request, "contributions/propose.html", shown)


@login_not_required
@never_cache
@require_safe
def similar_names(request: HttpRequest) -> JsonResponse:
    """What bears nearly the name that is being typed; nothing for a name too short, 429 past a thousand an hour."""
    name = request.GET.get("name", "").strip()[:120]
    try:
        spend(request, "similar", 1_000)
        commune = commune_named(request.GET.get("commune", "")[:80]).code
    except TooOften:
        return JsonResponse({"near": []}, status=429)
    except EssaimError:
        commune = ""
    near = already_there(name, commune) if len(name) >= SHORTEST else []
    told = [{"name": one.name, "where": where, "address": reverse("sheet", args=[one.key])} for one, where in near]
    return JsonResponse({"near": told})


@login_not_required
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """The same whatever was sent, so that it tells nothing."""
    return render(request, "contributions/thanks.html")


@login_not_required
@never_cache
@require_http_methods(FORM)
@throttled("reminder", 20)
def reminder(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of a reminder leads. Reading it changes nothing: mail scanners follow links, only people press."""
    held = Reminder.objects.filter(digest=Invitation.digest_of(token)).select_related(
        "claim__sheet", "claim__authority"
    )
    found = held.first()
    if found is None or not found.is_usable:
        return render(request, "contributions/reminder_gone.html", status=404)
    if request.method == "POST":
        answer(reminder=found)
        messages.success(request, tr("Merci : la fiche est confirmée.", "Thank you: the sheet is confirmed."))
        return redirect("sheet", found.claim.sheet.key)
    shown = {"theme": found.claim.authority, "sheet": found.claim.sheet}
    return render(request, "contributions/reminder.html", shown)


@login_not_required
@cache_control(private=True, max_age=86_400)
@require_safe
def picture(request: HttpRequest, pk: Any) -> FileResponse:
    """A picture of a live sheet; one that waits, to those who may see it."""
    found = get_object_or_404(Picture.objects.select_related("sheet"), pk=pk)
    if not found.is_live() and not access.can_edit(request.user, found.sheet):
        raise Http404
    return FileResponse(found.file.open(), content_type="image/webp", filename=f"{found.pk}.webp")


def _person(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _still_near(form: ProposalForm) -> list[Near]:
    """What looks like the actor and was not said to be somebody else yet."""
    said_different = set(form.cleaned_data["different"].split(","))
    found = similar(form.cleaned_data["name"], form.cleaned_data["commune"])
    return [] if said_different >= {one.key for one in found} else found


def _propose(form: ProposalForm, home: Home, authority: Authority, author: User | None) -> None:
    told = {name: form.cleaned_data[name] for name in ("name", "token", "remark", "email")}
    kind = LocalKind(form.cleaned_data["kind"])
    propose_actor(kind=kind, home=home, authority=authority, author=author, content=form.content(), **told)
