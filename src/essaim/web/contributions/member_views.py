"""What asks for an account: claiming a structure, filling its sheet, following what one wrote."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from essaim.web.accounts.access import signed_in
from essaim.web.accounts.models import Authority
from essaim.web.contributions import access
from essaim.web.contributions.actions import claims, labels, revisions
from essaim.web.contributions.actions.editing import edit, own_draft
from essaim.web.contributions.content import BY_NAME, applied, told
from essaim.web.contributions.forms.editing import SheetEditor
from essaim.web.contributions.forms.members import ClaimForm, CodeForm, LabelForm
from essaim.web.contributions.models import Claim, Decision, Label, LabelKind, Revision, Sheet
from essaim.web.contributions.models.claims import Proof
from essaim.web.contributions.pages import of_sheet, throttled, trail
from essaim.web.design.words import tr

FORM = ["GET", "HEAD", "POST"]
DAY = 24 * 3600


@never_cache
@require_http_methods(FORM)
@throttled("claim", 6, DAY)
@of_sheet
def claim(request: HttpRequest, sheet: Sheet, authority: Authority) -> HttpResponse:
    """Say that one speaks for a structure, and choose how to prove it."""
    user = signed_in(request)
    if access.speaks_for(user, sheet):
        return redirect("sheet_edit", sheet.key)
    form = ClaimForm(request.POST or None, sheet=sheet)
    if request.method == "POST" and form.is_valid():
        proof = Proof(form.cleaned_data["proof"])
        email = form.cleaned_data.get("email", "") if proof == Proof.EMAIL else ""
        told_ = {"message": form.cleaned_data["message"], "email": email}
        claims.claim(sheet=sheet, authority=authority, author=user, proof=proof, **told_)
        return redirect("sheet_code", sheet.key)
    shown = {"theme": authority, "trail": trail(sheet, tr("Revendiquer", "Claim")), "sheet": sheet, "form": form}
    return render(request, "contributions/claim.html", shown)


@never_cache
@require_http_methods(FORM)
@throttled("code", 20)
@of_sheet
def code(request: HttpRequest, sheet: Sheet, authority: Authority) -> HttpResponse:
    """Where a claim stands: a code to give, or an answer to wait for."""
    user = signed_in(request)
    if access.speaks_for(user, sheet):
        return redirect("sheet_edit", sheet.key)
    found = Claim.objects.visible_to(user).filter(sheet=sheet.pk, author=user).order_by("-created_at").first()
    if found is None:
        return redirect("sheet_claim", sheet.key)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if claims.try_code(claim=found, code=form.cleaned_data["code"]):
            messages.success(request, tr("C'est fait : la fiche est à vous.", "Done: the sheet is yours."))
            return redirect("sheet_edit", sheet.key)
        found.refresh_from_db()
        form.add_error("code", _wrong(found))
    steps = trail(sheet, tr("Revendiquer", "Claim"))
    shown = {"theme": authority, "trail": steps, "sheet": sheet, "form": form, "claim": found}
    return render(request, "contributions/code.html", shown)


def _wrong(found: Claim) -> str:
    if found.wants_a_code:
        return str(tr("Ce n'est pas ce code.", "This is not the code."))
    return str(tr("Ce code ne sert plus : demandez-en un autre.", "This code no longer works: ask for another one."))


@never_cache
@require_POST
def withdraw_claim(request: HttpRequest, pk: int) -> HttpResponse:
    """By the person who no longer speaks for the structure, or by the authority."""
    user = signed_in(request)
    found = get_object_or_404(Claim.objects.visible_to(user).select_related("sheet", "authority"), pk=pk)
    if found.author != user and not access.can_decide_claims(user, found.authority):
        raise PermissionDenied
    claims.withdraw_claim(claim=found, actor=user)
    messages.success(request, tr("C'est retiré.", "Withdrawn."))
    return redirect("sheet", found.sheet.key)


@never_cache
@require_http_methods(FORM)
@of_sheet
def edit_sheet(request: HttpRequest, sheet: Sheet, authority: Authority) -> HttpResponse:
    """The form of the sheet, from the live one and from what one proposed that still waits."""
    user = signed_in(request)
    if not access.can_edit(user, sheet):
        raise PermissionDenied
    draft = own_draft(sheet, user)
    start = applied(sheet.content, draft.after if draft else {})
    posted = request.method == "POST"
    editor = SheetEditor(sheet, start, sheet.version, *((request.POST, request.FILES) if posted else ()))
    clashes: tuple[str, ...] = ()
    if posted and editor.is_valid():
        try:
            return _sent(request, sheet, authority, editor)
        except revisions.Clash as clash:
            clashes = clash.fields
            editor.start_again_from(sheet.version)
    shown = {
        "theme": authority,
        "trail": trail(sheet, tr("Compléter", "Complete")),
        "sheet": sheet,
        "editor": editor,
        "draft": draft,
        "clashes": [(str(BY_NAME[name].label), told(name, sheet.content.get(name))) for name in clashes],
        "at_once": access.publishes_at_once(user, sheet),
    }
    return render(request, "contributions/edit.html", shown)


def _sent(request: HttpRequest, sheet: Sheet, authority: Authority, editor: SheetEditor) -> HttpResponse:
    user = signed_in(request)
    at_once = access.publishes_at_once(user, sheet)
    sending = (editor.form.cleaned_data["token"], at_once)
    seen = editor.form.cleaned_data["version"]
    revision = edit(
        sheet=sheet,
        authority=authority,
        author=user,
        seen=seen,
        content=editor.content(),
        pictures=editor.new_pictures(),
        sending=sending,
    )
    if revision:
        word = tr("C'est publié.", "Published.") if at_once else tr("C'est envoyé.", "Sent.")
        messages.success(request, word)
        return redirect("revision", revision.pk)
    if at_once or access.speaks_for(user, sheet):
        revisions.confirm(sheet=revisions.keep(sheet), authority=authority, actor=user, token=sending[0])
    text = tr("Rien n'a changé : la fiche est confirmée.", "Nothing changed: the sheet is confirmed.")
    messages.success(request, text)
    return redirect("sheet", sheet.key)


@never_cache
@require_safe
def revision(request: HttpRequest, pk: int) -> HttpResponse:
    """One change: what it says, what became of it; for whoever wrote it and for those who decide."""
    user = signed_in(request)
    visible = Revision.objects.visible_to(user).select_related("sheet", "authority", "author", "decided_by")
    found = get_object_or_404(visible, pk=pk)
    shown = {
        "theme": found.authority,
        "trail": trail(found.sheet, found.origin_label),
        "sheet": found.sheet,
        "item": found,
        "undoes": found.can_be_undone and access.can_moderate(user, found.authority),
        "decides": found.is_pending and access.can_decide(user, found),
    }
    return render(request, "contributions/revision.html", shown)


@never_cache
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    visible = Revision.objects.visible_to(user).select_related("authority", "sheet")
    found = get_object_or_404(visible, pk=pk)
    if not access.can_moderate(user, found.authority):
        raise PermissionDenied
    try:
        made = revisions.undo(revision=found, actor=user)
    except revisions.Clash:
        text = tr(
            "Un changement plus récent serait perdu : annulez-le d'abord, ou modifiez la fiche.",
            "A later change would be lost: undo it first, or edit the sheet.",
        )
        messages.error(request, text)
        return redirect("revision", found.pk)
    messages.success(request, tr("C'est annulé.", "Undone."))
    return redirect("revision", made.pk)


@never_cache
@require_safe
@of_sheet
def history(request: HttpRequest, sheet: Sheet, authority: Authority) -> HttpResponse:
    """Who changed what, and when; for those who may change it too."""
    user = signed_in(request)
    if not access.can_read_history(user, sheet):
        raise PermissionDenied
    shown = {
        "theme": authority,
        "trail": trail(sheet, tr("Historique", "History")),
        "sheet": sheet,
        "revisions": _history(sheet) if sheet.pk else [],
        "moderates": access.can_moderate(user, authority),
    }
    return render(request, "contributions/history.html", shown)


def _history(sheet: Sheet) -> Any:
    """The last accepted changes, the newest first."""
    accepted = sheet.revisions.filter(decision=Decision.ACCEPTED).order_by("-sheet_version")
    return accepted.select_related("author", "decided_by", "sheet")[:50]


@never_cache
@require_http_methods(FORM)
@throttled("label", 20)
@of_sheet
def ask_label(request: HttpRequest, sheet: Sheet, authority: Authority) -> HttpResponse:
    """Ask for a label with its proof; whoever owns it decides."""
    user = signed_in(request)
    if not access.can_edit(user, sheet):
        raise PermissionDenied
    form = LabelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        labels.ask_label(kind=form.cleaned_data["kind"], sheet=sheet, author=user, proof=form.cleaned_data["proof"])
        messages.success(request, tr("C'est envoyé à qui l'accorde.", "Sent to whoever grants it."))
        return redirect("sheet_label", sheet.key)
    asked: Any = Label.objects.visible_to(user).filter(sheet=sheet.pk).select_related("kind__authority", "sheet")
    shown = {
        "theme": authority,
        "trail": trail(sheet, tr("Labels", "Labels")),
        "sheet": sheet,
        "form": form,
        "asked": asked.order_by("-created_at"),
        "kinds": LabelKind.objects.exists(),
    }
    return render(request, "contributions/labels_of_sheet.html", shown)
