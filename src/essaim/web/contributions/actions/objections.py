"""Structures that ask not to be shown. Whoever asks has checked the rule of `access.py`."""

from django.db import transaction
from django.utils import timezone

from essaim.web.accounts.actions import log
from essaim.web.accounts.models import Authority, User
from essaim.web.contributions.actions.revisions import AlreadyDecided, keep
from essaim.web.contributions.models import Decision, Objection, Sheet


@transaction.atomic
def object_to(
    *, sheet: Sheet, authority: Authority, author: User | None, email: str, why: str, token: str
) -> Objection:
    """Ask that a structure be shown nowhere; the same token sent twice asks once."""
    kept = Sheet.objects.select_for_update().get(pk=keep(sheet).pk)
    told = {"sheet": kept, "authority": authority, "author": author, "email": email, "why": why}
    return Objection.objects.get_or_create(token=token, defaults=told)[0]


@transaction.atomic
def settle(*, objection: Objection, actor: User, decision: Decision, reason: str = "") -> Objection:
    """Accepted, the structure is shown nowhere; refused, nothing changes; withdrawn after that, it is shown again."""
    sheet = Sheet.objects.select_for_update().get(pk=objection.sheet_id)
    held = Objection.objects.select_for_update().get(pk=objection.pk)
    expected = Decision.ACCEPTED if decision == Decision.WITHDRAWN else Decision.PENDING
    if held.decision != expected:
        raise AlreadyDecided
    held.decision, held.decided_by, held.decided_at, held.reason = decision, actor, timezone.now(), reason
    held.save()
    sheet.hidden = sheet.objections.filter(decision=Decision.ACCEPTED).exists()
    sheet.save(update_fields=["hidden"])
    log(authority=held.authority, actor=actor, verb=f"objection_{decision}", detail=sheet.name)
    held.sheet = sheet
    return held
