"""The ledger of a folder of open data: which file is which, of which month, from where (`sources.json`)."""

import json
from pathlib import Path
from typing import Any

from filelock import FileLock

from essaim.observatory.errors import EssaimError
from essaim.observatory.language import Text

NAME = "sources.json"


def read_ledger(directory: Path) -> dict[str, Any]:
    """{"synthetic": bool, "files": {name: {source, vintage, address, sha256, bytes, etag, fetched_at}}}; empty if none.

    Raises EssaimError when the file is not the JSON that it should be.
    """
    path = directory / NAME
    if not path.is_file():
        return {}
    try:
        ledger = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as fault:
        raise _unreadable(path) from fault
    if not isinstance(ledger, dict) or not isinstance(ledger.get("files", {}), dict):
        raise _unreadable(path)
    return ledger


def record(directory: Path, name: str, entry: dict[str, Any]) -> None:
    """Write what is known of one file, leaving the others as they are; two processes may do so at once."""
    with FileLock(directory / f".{NAME}.lock"):
        ledger = read_ledger(directory)
        ledger.setdefault("synthetic", False)
        ledger.setdefault("files", {})[name] = entry
        write_ledger(directory, ledger)


def mark_synthetic(directory: Path) -> None:
    """Say that the files of this folder are synthetic; nothing ever unsays it."""
    with FileLock(directory / f".{NAME}.lock"):
        write_ledger(directory, read_ledger(directory) | {"synthetic": True})


def write_ledger(directory: Path, ledger: dict[str, Any]) -> None:
    """Replace the ledger in one step."""
    written = directory / f".{NAME}.part"
    written.write_text(json.dumps(ledger, ensure_ascii=False, indent=1), encoding="utf-8")
    written.replace(directory / NAME)


def _unreadable(path: Path) -> EssaimError:
    return EssaimError(
        Text("ce registre des fichiers ne peut pas être lu", "this ledger of files cannot be read"),
        file=path,
        remedy=Text(
            "Supprimez-le : « essaim fetch » le refera, ou donnez le mois à « essaim build --vintage ».",
            "Delete it: `essaim fetch` will make it again, or give the month to `essaim build --vintage`.",
        ),
    )
