"""Changes of sheets: proposed, accepted, refused, undone. Whoever asks has checked the rule of `access.py`."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from essaim.web.accounts.models import Authority, User
from essaim.web.contributions.content import applied, changed, picked
from essaim.web.contributions.models import Decision, Revision, Sheet
from essaim.web.contributions.models.revisions import Origin
from essaim.web.contributions.models.sheets import State


class AlreadyDecided(Exception):
    """Somebody else was quicker; what they decided stands."""


class Clash(Exception):
    """The live sheet changed meanwhile in these fields; applying would lose what somebody else wrote."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(fields)
        self.fields = fields


def keep(sheet: Sheet) -> Sheet:
    """The sheet in the database, opened at the first contribution; opening it twice gives the same."""
    if sheet.pk:
        return sheet
    fields = ("name", "kind", "commune", "intercommunality", "departement", "region")
    kept, _ = Sheet.objects.get_or_create(key=sheet.key, defaults={name: getattr(sheet, name) for name in fields})
    return kept


def content_at(sheet: Sheet, version: int) -> dict[str, Any]:
    """The content as it was at a version: every later change taken back, the last one first."""
    content = dict(sheet.content)
    later = sheet.revisions.filter(sheet_version__gt=version).order_by("-sheet_version")
    for before in later.values_list("before", flat=True):
        content = applied(content, before)
    return content


@transaction.atomic
def propose(
    *, sheet: Sheet, authority: Authority, author: User | None, origin: Origin, token: str, **told: Any
) -> Revision:
    """Write a change down. The same token sent twice gives the same revision.

    `told`: `before` and `after` (fields that change), `remark`, `email`. A new edit replaces those of the same person
    on the same sheet that still wait: the queue holds their last word only.
    """
    kept = keep(sheet)
    # One at a time on a sheet: two clicks of one button find each other.
    Sheet.objects.select_for_update().get(pk=kept.pk)
    same = Revision.objects.filter(token=token).first()
    if same:
        return same
    if author and origin == Origin.EDIT:
        waiting = kept.revisions.filter(author=author, origin=origin, decision__in=[Decision.PENDING, Decision.ASKED])
        waiting.update(decision=Decision.WITHDRAWN, decided_at=timezone.now())
    return Revision.objects.create(sheet=kept, authority=authority, author=author, origin=origin, token=token, **told)


@transaction.atomic
def accept(*, revision: Revision, actor: User | None, over: int | None = None) -> Revision:
    """Apply to the live sheet, all of it or nothing. Raises AlreadyDecided, or Clash where something would be lost.

    `over` is the version of the sheet that the person saw before choosing to replace what changed meanwhile: past that
    version, it clashes again. What is replaced stays in the history.
    """
    sheet = Sheet.objects.select_for_update().get(pk=revision.sheet_id)
    held = Revision.objects.select_for_update().select_related("authority").get(pk=revision.pk)
    if held.decision != Decision.PENDING:
        raise AlreadyDecided
    clashes = held.clashes_with(sheet.content)
    if clashes and over != sheet.version:
        raise Clash(clashes)
    held.before = picked(sheet.content, held.fields)
    _apply(sheet, held.after, is_checked=held.origin != Origin.CORRECTION)
    if held.origin == Origin.NEW_ACTOR:
        sheet.state = State.LIVE
    sheet.save()
    held.sheet, held.sheet_version = sheet, sheet.version
    return _decided(held, Decision.ACCEPTED, actor)


@transaction.atomic
def refuse(*, revision: Revision, actor: User, reason: str, decision: Decision = Decision.REFUSED) -> Revision:
    """Refuse, or ask for a change; the sheet stays as it is. A proposed actor that is refused is not shown."""
    sheet = Sheet.objects.select_for_update().get(pk=revision.sheet_id)
    held = Revision.objects.select_for_update().select_related("authority").get(pk=revision.pk)
    if held.decision != Decision.PENDING:
        raise AlreadyDecided
    if held.origin == Origin.NEW_ACTOR and decision == Decision.REFUSED:
        sheet.state = State.REFUSED
        sheet.save(update_fields=["state"])
    held.sheet = sheet
    return _decided(held, decision, actor, reason)


@transaction.atomic
def undo(*, revision: Revision, actor: User) -> Revision:
    """Put back what an accepted change replaced. Raises Clash where a later change would be lost."""
    sheet = Sheet.objects.select_for_update().get(pk=revision.sheet_id)
    names = revision.fields
    clashes = changed(picked(sheet.content, names), picked(revision.after, names))
    if clashes or not revision.can_be_undone:
        raise Clash(clashes)
    before = picked(sheet.content, names)
    _apply(sheet, revision.before, is_checked=False)
    sheet.save()
    made = undo_of(revision, sheet, before, actor)
    made.save()
    return made


@transaction.atomic
def confirm(*, sheet: Sheet, authority: Authority, actor: User | None, token: str) -> Revision:
    """Somebody who knows says that nothing changed: the sheet is fresh again."""
    revision = propose(
        sheet=sheet, authority=authority, author=actor, origin=Origin.CONFIRMATION, token=token, before={}, after={}
    )
    return accept(revision=revision, actor=actor) if revision.is_pending else revision


def in_force(*, sheet: Sheet, actor: User, **told: Any) -> Revision:
    """What a person wrote and decided at once, not saved yet: the sheet already says it, in the version that it bears.

    `told`: `authority`, `origin`, `before`, `after`, `token`, `remark`.
    """
    decided = {"decision": Decision.ACCEPTED, "decided_by": actor, "decided_at": timezone.now()}
    return Revision(sheet=sheet, author=actor, sheet_version=sheet.version, **decided, **told)


def undo_of(revision: Revision, sheet: Sheet, before: dict[str, Any], actor: User, remark: str = "") -> Revision:
    """The change that puts back what another replaced, not saved yet; `before` is what the sheet said just now."""
    return in_force(
        sheet=sheet,
        actor=actor,
        authority_id=revision.authority_id,
        origin=Origin.UNDO,
        before=before,
        after=revision.before,
        remark=remark,
        token=f"undo-{revision.pk}-{sheet.version}",
    )


def _apply(sheet: Sheet, changes: dict[str, Any], *, is_checked: bool) -> None:
    sheet.content = applied(sheet.content, changes)
    sheet.version += 1
    if is_checked:
        sheet.confirmed_at = timezone.now()


def _decided(revision: Revision, decision: Decision, actor: User | None, reason: str = "") -> Revision:
    revision.decision, revision.decided_by, revision.decided_at = decision, actor, timezone.now()
    revision.reason = reason
    revision.save()
    return revision
