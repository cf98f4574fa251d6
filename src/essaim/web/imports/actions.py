"""Keeping a file, writing what it says, undoing it. Whoever asks has checked the rule of `access.py`."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from functools import cache

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from essaim.web.accounts.actions import log
from essaim.web.accounts.models import Authority, User
from essaim.web.contributions.actions import labels as labelling
from essaim.web.contributions.actions import revisions
from essaim.web.contributions.actions.proposals import local_key
from essaim.web.contributions.actions.revisions import AlreadyDecided, Clash
from essaim.web.contributions.content import applied, picked
from essaim.web.contributions.models import Decision, LabelKind, Revision, Sheet
from essaim.web.contributions.models import sheets as states
from essaim.web.contributions.models.revisions import Origin
from essaim.web.contributions.places import holder
from essaim.web.imports.models import Import, State, Written
from essaim.web.imports.report import Outcome, Report, Verdict
from essaim.web.imports.tables.reading import read_table

AT_ONCE = 500
FORGOTTEN = timedelta(days=30)  # how long a file waits for whoever sent it


@transaction.atomic
def keep(*, authority: Authority, author: User | None, name: str, content: bytes, mapping: dict[str, str]) -> Import:
    """Keep a file to be checked; those that waited for a month are forgotten."""
    for old in Import.objects.filter(
        authority=authority, state=State.WAITING, created_at__lt=timezone.now() - FORGOTTEN
    ):
        discard(batch=old)
    checksum = hashlib.sha256(content).hexdigest()
    made = Import(authority=authority, author=author, name=name[-150:], checksum=checksum, mapping=mapping)
    made.sheet = read_table(content).sheet
    made.file.save(f"{checksum[:16]}.bin", ContentFile(content), save=False)
    made.save()
    return made


@transaction.atomic
def discard(*, batch: Import) -> None:
    """Give up a file that was not written."""
    batch.file.delete(save=False)
    batch.delete()


@transaction.atomic
def write(*, batch: Import, report: Report, actor: User | None, with_contacts: bool) -> Import:
    """Write everything that the report says, or nothing. Raises AlreadyDecided when it was written meanwhile.

    Contacts are left out unless somebody says that they may be published. The file is not kept.
    """
    held = Import.objects.select_for_update().select_related("authority").get(pk=batch.pk)
    if held.state != State.WAITING:
        raise AlreadyDecided
    rows = [one for one in report.verdicts if one.outcome in (Outcome.CHANGE, Outcome.NEW)]
    if not with_contacts:
        for one in rows:
            one.changes.pop("contact", None)
    made = _revisions(held, rows, _sheets(rows), actor)
    Written.objects.bulk_create([Written(batch=held, line=line, revision=one) for line, one in made], AT_ONCE)
    _labels(held, rows, dict(made), actor)
    held.state, held.counts, held.done_at, held.author = State.DONE, report.counts, timezone.now(), actor
    held.file.delete(save=False)
    held.save()
    log(authority=held.authority, actor=actor, verb="imported", detail=held.name)
    return held


def _sheets(rows: Iterable[Verdict]) -> dict[int, Sheet]:
    """The sheet of each row by its line, opened where it was not, held until the end."""
    rows = list(rows)
    known = {one.key for one in Sheet.objects.of_keys([one.key for one in rows if one.key])}
    opened = []
    for one in rows:
        if one.outcome == Outcome.NEW:
            one.key = local_key(one.name)
        if one.key not in known:
            state = states.State.PROPOSED if one.outcome == Outcome.NEW else states.State.LIVE
            opened.append(Sheet(key=one.key, name=one.name[:200], kind=one.kind, state=state, **vars(one.home)))
    Sheet.objects.bulk_create(opened, AT_ONCE)
    held = {one.key: one for one in Sheet.objects.select_for_update().of_keys([one.key for one in rows])}
    return {one.line: held[one.key] for one in rows}


def _revisions(
    batch: Import, rows: Iterable[Verdict], sheets: dict[int, Sheet], actor: User | None
) -> list[tuple[int, Revision]]:
    """One revision a row, applied where nothing has to be waited for; (line, revision)."""
    made, changed, now = [], [], timezone.now()
    deciding = cache(holder)
    for one in rows:
        if not one.changes and one.outcome == Outcome.CHANGE:
            continue
        sheet = sheets[one.line]
        origin = Origin.NEW_ACTOR if one.outcome == Outcome.NEW else Origin.IMPORT
        revision = Revision(
            sheet=sheet,
            authority=batch.authority if one.at_once else deciding(sheet.home) or batch.authority,
            author=actor,
            origin=origin,
            before=picked(sheet.content, tuple(one.changes)),
            after=one.changes,
            remark=batch.source,
            token=f"import-{batch.pk}-{one.line}",
        )
        if one.at_once:
            sheet.content, sheet.version = applied(sheet.content, one.changes), sheet.version + 1
            sheet.state, sheet.confirmed_at, sheet.changed_at = states.State.LIVE, now, now
            revision.decision, revision.decided_by, revision.decided_at = Decision.ACCEPTED, actor, now
            revision.sheet_version = sheet.version
            changed.append(sheet)
        made.append((one.line, revision))
    Sheet.objects.bulk_update(changed, ["content", "version", "state", "confirmed_at", "changed_at"], AT_ONCE)
    Revision.objects.bulk_create([revision for _, revision in made], AT_ONCE)
    return made


def _labels(batch: Import, rows: Iterable[Verdict], made: dict[int, Revision], actor: User | None) -> None:
    """Grant the labels that rows name: few, each by the action of its owner."""
    kinds = {kind.name: kind for kind in LabelKind.objects.filter(authority=batch.authority)}
    if actor is None:
        return
    for one in rows:
        for name in one.labels:
            sheet = made[one.line].sheet if one.line in made else Sheet.objects.get(key=one.key)
            asked = labelling.ask_label(kind=kinds[name], sheet=sheet, author=actor, proof=batch.source)
            if asked.is_pending:
                granted = labelling.grant_label(label=asked, actor=actor)
                Written.objects.create(batch=batch, line=one.line, label=granted)


@transaction.atomic
def undo(*, batch: Import, actor: User) -> Import:
    """Take back all that it wrote and that nothing changed since; `counts["left"]` says how many rows stay."""
    held = Import.objects.select_for_update().select_related("authority").get(pk=batch.pk)
    if held.state != State.DONE:
        raise AlreadyDecided
    written = held.written.select_related("revision__sheet", "label__kind").order_by("-line", "-pk")
    left = {one.line for one in written if not _undone(one, actor)}
    held.state, held.counts = State.UNDONE, held.counts | {"left": len(left)}
    held.save()
    log(authority=held.authority, actor=actor, verb="import_undone", detail=held.name)
    return held


def _undone(one: Written, actor: User) -> bool:
    try:
        if one.label:
            labelling.withdraw_label(label=one.label, actor=actor, reason=one.batch.source)
        elif one.revision:
            return _taken_back(one.revision, actor)
    except (AlreadyDecided, Clash):
        return False
    return True


def _taken_back(revision: Revision, actor: User) -> bool:
    if revision.decision != Decision.ACCEPTED:
        if revision.is_pending:
            reason = "Import annulé"
            revisions.refuse(revision=revision, actor=actor, reason=reason, decision=Decision.WITHDRAWN)
        return True
    if revision.origin == Origin.NEW_ACTOR:
        return _withdrawn(revision)
    revisions.undo(revision=revision, actor=actor)
    return True


def _withdrawn(revision: Revision) -> bool:
    """An actor goes as it came, unless somebody wrote on its sheet, or speaks for it, since."""
    sheet = Sheet.objects.select_for_update().get(pk=revision.sheet_id)
    if sheet.version != revision.sheet_version or sheet.state != states.State.LIVE or sheet.claims.exists():
        return False
    sheet.state = states.State.REFUSED
    sheet.save(update_fields=["state"])
    return True
