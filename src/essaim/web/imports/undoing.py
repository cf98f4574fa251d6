"""Taking a whole import back. Whoever asks has checked the rule of `access.py`."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from essaim.web.accounts.actions import log
from essaim.web.accounts.models import User
from essaim.web.contributions.actions.revisions import AlreadyDecided, undo_of
from essaim.web.contributions.content import applied, changed, picked
from essaim.web.contributions.models import Claim, Decision, Label, Revision, Sheet
from essaim.web.contributions.models import sheets as states
from essaim.web.contributions.models.revisions import Origin
from essaim.web.imports.actions import AT_ONCE, write_over
from essaim.web.imports.models import Import, State


@transaction.atomic
def undo(*, batch: Import, actor: User) -> Import:
    """Take back all that it wrote and that nobody changed since; `counts["left"]` says how many rows stay.

    Raises AlreadyDecided when it was undone meanwhile.
    """
    held = Import.objects.select_for_update(of=("self",)).select_related("authority").get(pk=batch.pk)
    if held.state != State.DONE:
        raise AlreadyDecided
    revisions = list(Revision.objects.filter(pk__in=held.written.values("revision")).order_by("pk"))
    sheets = {one.pk: one for one in Sheet.objects.select_for_update().filter(pk__in={r.sheet_id for r in revisions})}
    _withdraw(revisions, actor)
    left = _take_actors_back([one for one in revisions if one.origin == Origin.NEW_ACTOR], sheets)
    left += _put_back([one for one in revisions if one.origin == Origin.IMPORT], sheets, actor)
    granted = Label.objects.filter(pk__in=held.written.values("label"), decision=Decision.ACCEPTED)
    granted.update(decision=Decision.WITHDRAWN, decided_by=actor, decided_at=timezone.now(), reason=held.source)
    held.state, held.counts = State.UNDONE, held.counts | {"left": left}
    held.save()
    log(authority=held.authority, actor=actor, verb="import_undone", detail=held.name)
    return held


def _withdraw(revisions: Iterable[Revision], actor: User) -> None:
    """What still waits is waited for no more; an actor that nobody saw yet goes with its proposal."""
    pending = [one for one in revisions if one.decision in (Decision.PENDING, Decision.ASKED)]
    told = {"decision": Decision.WITHDRAWN, "decided_by": actor, "decided_at": timezone.now()}
    Revision.objects.filter(pk__in=[one.pk for one in pending]).update(**told)
    proposed = [one.sheet_id for one in pending if one.origin == Origin.NEW_ACTOR]
    Sheet.objects.filter(pk__in=proposed).update(state=states.State.REFUSED)


def _take_actors_back(revisions: Iterable[Revision], sheets: dict[int, Sheet]) -> int:
    """An actor goes as it came, unless somebody wrote on its sheet, or speaks for it, since; how many stay."""
    accepted = [one for one in revisions if one.decision == Decision.ACCEPTED]
    spoken = set(Claim.objects.filter(sheet__in=[one.sheet_id for one in accepted]).values_list("sheet_id", flat=True))
    gone = [
        sheet
        for one in accepted
        if (sheet := sheets[one.sheet_id]).version == one.sheet_version
        and sheet.state == states.State.LIVE
        and sheet.pk not in spoken
    ]
    for sheet in gone:
        sheet.state = states.State.REFUSED
    write_over(gone, "state")
    return len(accepted) - len(gone)


def _put_back(revisions: Iterable[Revision], sheets: dict[int, Sheet], actor: User) -> int:
    """The fields that it changed say what they said, unless somebody changed them since; how many rows stay."""
    accepted = [one for one in revisions if one.decision == Decision.ACCEPTED and one.after]
    back, undone = [], []
    for one in accepted:
        sheet = sheets[one.sheet_id]
        before = picked(sheet.content, one.fields)
        if changed(before, picked(one.after, one.fields)):
            continue
        sheet.content, sheet.version = applied(sheet.content, one.before), sheet.version + 1
        back.append(sheet)
        undone.append(undo_of(one, sheet, before, actor, one.remark))
    write_over(back, "content", "version")
    Revision.objects.bulk_create(undone, AT_ONCE)
    return len(accepted) - len(undone)
