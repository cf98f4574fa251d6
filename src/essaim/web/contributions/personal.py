"""What contributions hold about a person, and how it is forgotten: for the pages of accounts, through `apps.py`."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from essaim.web.accounts.models import User
from essaim.web.contributions.content import applied
from essaim.web.contributions.models import Claim, Label, Objection, Revision, Sheet


def held_about(user: User) -> dict[str, Any]:
    """Ready for JSON: what was done signed in, and what was sent without an account from the same address."""
    return {
        "changes": [
            _told(one) | {"what": one.origin, "before": one.before, "after": one.after, "remark": one.remark}
            for one in _revisions(user)
        ],
        "claims": [
            _told(one) | {"proof": one.proof, "message": one.message, "email": one.email}
            for one in Claim.objects.filter(author=user).select_related("sheet")
        ],
        "labels_asked": [
            _told(one) | {"label": one.kind.name, "proof": one.proof}
            for one in Label.objects.filter(author=user).select_related("sheet", "kind")
        ],
        "objections": [_told(one) | {"why": one.why, "email": one.email} for one in _objections(user)],
        "published_contacts": [
            {"structure": one.key, "contact": one.content["contact"]} for one in _sheets_with_contact(user)
        ],
    }


@transaction.atomic
def forget(user: User) -> None:
    """What they wrote stays, without who; what names them (contact, messages, addresses) goes, in the history too."""
    _revisions(user).update(author=None, email="", remark="")
    _objections(user).update(author=None, email="anonyme@invalid")
    Claim.objects.filter(author=user).delete()
    Label.objects.filter(author=user).update(author=None)
    for model in (Revision, Claim, Label, Objection):
        model.objects.filter(decided_by=user).update(decided_by=None)
    for sheet in Sheet.objects.select_for_update().filter(pk__in=[one.pk for one in _sheets_with_contact(user)]):
        sheet.content = applied(sheet.content, {"contact": None})
        sheet.save(update_fields=["content"])
    named = Revision.objects.filter(
        Q(before__contact__email__iexact=user.email) | Q(after__contact__email__iexact=user.email)
    )
    for revision in named:
        for side in (revision.before, revision.after):
            if ((side.get("contact") or {}).get("email") or "").lower() == user.email.lower():
                side["contact"] = None
        revision.save(update_fields=["before", "after"])


def _told(one: Any) -> dict[str, Any]:
    return {
        "structure": one.sheet.key,
        "name": one.sheet.name,
        "at": one.created_at.isoformat(),
        "decision": one.decision,
        "reason": one.reason,
    }


def _revisions(user: User) -> QuerySet[Revision]:
    return Revision.objects.filter(Q(author=user) | Q(email__iexact=user.email)).select_related("sheet")


def _objections(user: User) -> QuerySet[Objection]:
    return Objection.objects.filter(Q(author=user) | Q(email__iexact=user.email)).select_related("sheet")


def _sheets_with_contact(user: User) -> list[Sheet]:
    return list(Sheet.objects.filter(content__contact__email__iexact=user.email))
