"""Publication: a store is made aside, moved under a new name in one step, then named by a pointer file.

Readers follow the pointer; a version is never changed once published, so nobody sees half of it.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from filelock import FileLock, Timeout

from essaim.observatory.errors import EssaimError
from essaim.observatory.language import Text
from essaim.observatory.sources.faults import explained

POINTER = "current"
LOCK = ".building.lock"
WORK_PREFIX = ".building-"
KEPT_VERSIONS = 2  # the current one, and the previous one that a reader may still have open


@contextmanager
def workshop(out: Path) -> Iterator[Path]:
    """A folder to build in, beside the versions and alone in its work; nothing of it is left behind.

    Raises EssaimError when another build is at work on the same store.
    """
    with explained(out):
        out.mkdir(parents=True, exist_ok=True)
    lock = FileLock(out / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout as fault:
        raise EssaimError(
            Text(
                "une autre construction est en cours dans ce dossier",
                "another build is at work in this folder",
            ),
            file=out,
            remedy=Text("Attendez qu'elle se termine, puis relancez.", "Wait until it ends, then run again."),
        ) from fault
    try:
        _sweep(out)
        with explained(out):
            work = Path(mkdtemp(prefix=WORK_PREFIX, dir=out))
        yield work
    finally:
        _sweep(out)
        lock.release()


def _sweep(out: Path) -> None:
    """Remove what a killed build left: whoever holds the lock knows that nobody else is building."""
    for leftover in out.glob(f"{WORK_PREFIX}*/"):
        shutil.rmtree(leftover, ignore_errors=True)


def publish(prepared: Path, out: Path, version: str) -> Path:
    """Move a finished folder under its version name and point to it; returns the version's folder.

    The same content has the same version: publishing it twice changes nothing.
    """
    target = out / version
    with explained(target):
        if not target.exists():
            _sync(prepared)
            prepared.rename(target)
        _point_to(out, version)
    _forget_old(out, version)
    return target


def _sync(folder: Path) -> None:
    for path in [*folder.iterdir(), folder]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _point_to(out: Path, version: str) -> None:
    written = out / f"{WORK_PREFIX}pointer"
    written.write_text(version + "\n", encoding="utf-8")
    written.replace(out / POINTER)


def _forget_old(out: Path, current: str) -> None:
    published = [path.parent for path in out.glob("*/manifest.json") if path.parent.name != current]
    published.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for old in published[KEPT_VERSIONS - 1 :]:
        shutil.rmtree(old, ignore_errors=True)


def current_version(out: Path) -> Path | None:
    """The folder that the pointer names, None where nothing has been published."""
    pointer = out / POINTER
    if not pointer.is_file():
        return None
    return out / pointer.read_text(encoding="utf-8").strip()
