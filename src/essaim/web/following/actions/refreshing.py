"""A new version of the store becomes a refresh of the site: its changes are written once, additions are not touched.

What is long (comparing two versions) is done before anything is written; what is written is one transaction. Killed
in the middle, nothing is there; run twice, or twice at once, one refresh is there.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from essaim.observatory.directory.changes import Comparison, compare
from essaim.observatory.errors import EssaimError
from essaim.observatory.store.reader import read_manifest
from essaim.web.following.actions import departing
from essaim.web.following.models import Change, Concerned, Refresh
from essaim.web.territories.stores import current_index, current_store

BATCH = 1_000


@dataclass(frozen=True)
class Outcome:
    """What a run did: the refresh that is now the last one, and whether this run made it."""

    last: Refresh
    made: bool


def refresh() -> Outcome:
    """Bring the site to the current version of the store. Raises EssaimError where there is no store to read."""
    store = current_store()
    last = Refresh.objects.last()
    if last is not None and last.version == store.version:
        return Outcome(last, made=False)
    former = _former(store.folder) if last is None else _version(last.version)
    compared = _compared(former, store.folder)
    current_index()  # made here if nothing did: not while the database is held
    try:
        with transaction.atomic():
            return _write(last, compared, store.manifest)
    except IntegrityError:  # another run wrote this refresh meanwhile
        known = Refresh.objects.last()
        if known is None or known == last:
            raise
        return Outcome(known, made=False)


def _former(current: Path) -> Path | None:
    """The version kept beside the current one, for a site that starts on a store which has two."""
    others = [path.parent for path in settings.ESSAIM_STORE.glob("*/manifest.json") if path.parent != current]
    built = {str(_manifest(one).get("built_at", "")): one for one in others}
    earlier = [told for told in built if told and told < str(_manifest(current).get("built_at", ""))]
    return built[max(earlier)] if earlier else None


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told


def _version(version: str) -> Path | None:
    folder: Path = settings.ESSAIM_STORE / version
    return folder if (folder / "manifest.json").is_file() else None


def _compared(former: Path | None, current: Path) -> Comparison | None:
    """None where the former version is gone, damaged, or of another format of the program."""
    if former is None:
        return None
    try:
        read_manifest(former)
    except EssaimError:
        return None
    return compare(former, current)


def _write(last: Refresh | None, compared: Comparison | None, now: dict[str, Any]) -> Outcome:
    known = Refresh.objects.last()
    if known != last and known is not None:  # another run was faster
        return Outcome(known, made=False)
    if last is None and compared is not None:
        last = _added(0, compared.before)
    lost = last is not None and compared is None
    made = _added(last.number if last else 0, now, lost=lost, causes=_causes(compared))
    if compared:
        _write_changes(made, compared)
    departing.update(made, compared)
    departing.withhold()
    return Outcome(made, made=True)


def _added(after: int, manifest: dict[str, Any], **told: Any) -> Refresh:
    year, month = (int(part) for part in manifest["vintage"].split("-"))
    return Refresh.objects.create(
        number=after + 1,
        version=manifest["version"],
        vintage=date(year, month, 1),
        cog=manifest["cog"],
        synthetic=manifest["synthetic"],
        **told,
    )


def _causes(compared: Comparison | None) -> dict[str, Any]:
    """What the manifests show to differ besides the data, in both languages."""
    if compared is None:
        return {}
    told = zip(compared.causes, compared.details, strict=True)
    return {cause: detail._asdict() for cause, detail in told if cause != "data"}


def _write_changes(made: Refresh, compared: Comparison) -> None:
    for first in range(0, len(compared.changes), BATCH):
        some = compared.changes[first : first + BATCH]
        rows = Change.objects.bulk_create(
            Change(
                siret=one.siret,
                kind=one.kind,
                before=(one.before or "")[:200],
                after=(one.after or "")[:200],
                cause=one.cause,
                **departing.identity(made, one),
            )
            for one in some
        )
        Concerned.objects.bulk_create(
            Concerned(change=row, **place._asdict())
            for row, one in zip(rows, some, strict=True)
            for place in one.places
        )
