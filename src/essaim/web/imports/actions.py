"""Keeping a file and writing what it says. Whoever asks has checked the rule of `access.py`."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from functools import cache

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from essaim.web.accounts.actions import log
from essaim.web.accounts.models import Authority, User
from essaim.web.contributions.actions.proposals import local_key
from essaim.web.contributions.actions.revisions import AlreadyDecided
from essaim.web.contributions.content import applied, picked
from essaim.web.contributions.models import Decision, Label, LabelKind, Revision, Sheet
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
    held = Import.objects.select_for_update(of=("self",)).select_related("authority").get(pk=batch.pk)
    if held.state != State.WAITING:
        raise AlreadyDecided
    rows = [one for one in report.verdicts if one.outcome in (Outcome.CHANGE, Outcome.NEW)]
    if not with_contacts:
        for one in rows:
            one.changes.pop("contact", None)
    sheets = _sheets(rows)
    made = _revisions(held, rows, sheets, actor)
    Written.objects.bulk_create([Written(batch=held, line=line, revision=one) for line, one in made], AT_ONCE)
    _labels(held, rows, sheets, actor)
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


def write_over(sheets: list[Sheet], *fields: str) -> None:
    """Save these fields of sheets that exist. As an insertion that meets its row: thrice as fast as an update."""
    Sheet.objects.bulk_create(
        sheets, AT_ONCE, update_conflicts=True, unique_fields=["id"], update_fields=[*fields, "changed_at"]
    )


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
            sheet.state, sheet.confirmed_at = states.State.LIVE, now
            revision.decision, revision.decided_by, revision.decided_at = Decision.ACCEPTED, actor, now
            revision.sheet_version = sheet.version
            changed.append(sheet)
        made.append((one.line, revision))
    write_over(changed, "content", "version", "state", "confirmed_at")
    Revision.objects.bulk_create([revision for _, revision in made], AT_ONCE)
    return made


def _labels(batch: Import, rows: Iterable[Verdict], sheets: dict[int, Sheet], actor: User | None) -> None:
    """Grant the labels that rows name; one that waits for an answer goes on waiting."""
    kinds = {
        kind.name: kind for kind in LabelKind.objects.filter(authority=batch.authority).select_related("authority")
    }
    asked = [(one.line, kinds[name], sheets[one.line]) for one in rows for name in one.labels]
    of_these = Label.objects.filter(kind__in=kinds.values(), sheet__in=[sheet for _, _, sheet in asked])
    over = of_these.filter(decision=Decision.ACCEPTED, expires_on__lt=timezone.localdate())
    over.update(decision=Decision.WITHDRAWN)
    waiting = set(of_these.pending().values_list("kind_id", "sheet_id"))
    made = [
        (line, _granted(batch, kind, sheet, actor)) for line, kind, sheet in asked if (kind.pk, sheet.pk) not in waiting
    ]
    Label.objects.bulk_create([label for _, label in made], AT_ONCE)
    Written.objects.bulk_create([Written(batch=batch, line=line, label=label) for line, label in made], AT_ONCE)


def _granted(batch: Import, kind: LabelKind, sheet: Sheet, actor: User | None) -> Label:
    """From today, for as long as the kind lasts; the import is its proof."""
    label = Label(kind=kind, sheet=sheet, authority=batch.authority, author=actor, proof=batch.source)
    label.decision, label.decided_by, label.decided_at = Decision.ACCEPTED, actor, timezone.now()
    label.granted_on = timezone.localdate()
    label.expires_on = label.end_from(label.granted_on)
    return label
