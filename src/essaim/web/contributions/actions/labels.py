"""Labels: asked with a proof, granted by whoever owns them. Whoever asks has checked the rule of `access.py`."""

from django.db import transaction
from django.utils import timezone

from essaim.web.accounts.actions import log
from essaim.web.accounts.models import User
from essaim.web.contributions.actions.revisions import AlreadyDecided, keep
from essaim.web.contributions.models import Decision, Label, LabelKind, Sheet


@transaction.atomic
def ask_label(*, kind: LabelKind, sheet: Sheet, author: User, proof: str) -> Label:
    """Ask for a label; it shows nowhere until its owner grants it. Asking twice changes nothing."""
    kept = Sheet.objects.select_for_update().get(pk=keep(sheet).pk)
    today = timezone.localdate()
    held = Label.objects.filter(kind=kind, sheet=kept, decision__in=[Decision.PENDING, Decision.ACCEPTED])
    # A label that is over can be asked for again.
    held.filter(expires_on__lt=today).update(decision=Decision.WITHDRAWN)
    return held.first() or Label.objects.create(
        kind=kind, sheet=kept, authority=kind.authority, author=author, proof=proof
    )


@transaction.atomic
def grant_label(*, label: Label, actor: User) -> Label:
    """From today, for as long as the kind lasts."""
    held = _held(label, Decision.PENDING)
    today = timezone.localdate()
    held.granted_on, held.expires_on = today, held.end_from(today)
    return _decided(held, Decision.ACCEPTED, actor)


@transaction.atomic
def refuse_label(*, label: Label, actor: User, reason: str) -> Label:
    return _decided(_held(label, Decision.PENDING), Decision.REFUSED, actor, reason)


@transaction.atomic
def withdraw_label(*, label: Label, actor: User, reason: str) -> Label:
    """The owner takes back what it granted; that it was granted stays written."""
    return _decided(_held(label, Decision.ACCEPTED), Decision.WITHDRAWN, actor, reason)


def _held(label: Label, expected: Decision) -> Label:
    held = Label.objects.select_for_update(of=("self",)).select_related("kind", "sheet", "authority").get(pk=label.pk)
    if held.decision != expected:
        raise AlreadyDecided
    return held


def _decided(label: Label, decision: Decision, actor: User, reason: str = "") -> Label:
    label.decision, label.decided_by, label.decided_at, label.reason = decision, actor, timezone.now(), reason
    label.save()
    log(authority=label.authority, actor=actor, verb=f"label_{decision}", detail=f"{label.kind}: {label.sheet.name}")
    return label
