"""Asking whoever speaks for a structure whether its sheet still holds."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from essaim.web.accounts.models import Invitation
from essaim.web.contributions.actions.revisions import confirm
from essaim.web.contributions.mails import send
from essaim.web.contributions.models import Claim, Decision, Reminder
from essaim.web.contributions.models.sheets import State
from essaim.web.design.words import tr

STALE = timedelta(days=182)  # six months without a word
PATIENCE = timedelta(days=60)  # between two messages about one sheet


def due(now: datetime) -> list[Claim]:
    """Accepted claims on a sheet that nobody confirmed for six months, and who were not written to for two."""
    written_to = Reminder.objects.filter(claim=OuterRef("pk"), sent_at__gt=now - PATIENCE)
    stale = Q(sheet__confirmed_at__isnull=True, decided_at__lt=now - STALE) | Q(sheet__confirmed_at__lt=now - STALE)
    claims = Claim.objects.filter(stale, decision=Decision.ACCEPTED, author__is_active=True)
    shown = claims.filter(sheet__state=State.LIVE, sheet__hidden=False).exclude(Exists(written_to))
    return list(shown.select_related("sheet", "author", "authority").order_by("pk"))


@transaction.atomic
def remind(*, claim: Claim, site: str) -> bool:
    """Write to one person, unless another run just did; the message leaves when the database has kept it."""
    held = Claim.objects.select_for_update(of=("self",)).select_related("author", "sheet").get(pk=claim.pk)
    if held.author is None or held.reminders.filter(sent_at__gt=timezone.now() - PATIENCE).exists():
        return False
    token = secrets.token_urlsafe(32)
    Reminder.objects.create(claim=held, digest=Invitation.digest_of(token))
    subject = tr(f"« {held.sheet.name} » : toujours exact ?", f"“{held.sheet.name}”: still right?")
    address, to = site + reverse("sheet_reminder", args=[token]), held.author.email
    transaction.on_commit(lambda: send(to, str(subject), "reminder", sheet=held.sheet, address=address))
    return True


@transaction.atomic
def answer(*, reminder: Reminder) -> bool:
    """« Rien n'a changé »: the sheet is confirmed, and the link is used. False when it was, or is too old."""
    held = (
        Reminder.objects.select_for_update(of=("self",))
        .select_related("claim__sheet", "claim__author")
        .get(pk=reminder.pk)
    )
    if not held.is_usable:
        return False
    held.used_at = timezone.now()
    held.save(update_fields=["used_at"])
    claim = held.claim
    confirm(sheet=claim.sheet, authority=claim.authority, actor=claim.author, token=f"reminder-{held.pk}")
    return True
