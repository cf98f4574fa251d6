"""Opening the index of a store, kept beside its versions: `essaim build` makes it, else whoever first opens it does."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path

from filelock import FileLock

from essaim.observatory.directory.index import Index
from essaim.observatory.directory.making import make_index
from essaim.observatory.errors import EssaimError
from essaim.observatory.language import Text
from essaim.observatory.reference.tables import table_path
from essaim.observatory.sources.faults import explained
from essaim.observatory.store.reader import Store

FOLDER = "directory"
KEPT = 2  # the index in use, and the one before it, that another process may still read
MADE_OF = ("schema.sql", "making.sql", "making.py", "columns.py", "received.py", "words.py", "needs.py", "labels.py")


def open_index(store: Store, folder: Path | None = None) -> Index:
    """The index of this version of the store; made first where it is missing, which takes a minute for a country.

    `folder` is where an index that is not beside the versions of the store is looked for and made. Raises EssaimError
    when that folder cannot be written.
    """
    path = _place_of(store.folder, folder)
    if not path.exists():
        _make(store.folder, path)
    year, month = store.manifest["vintage"].split("-")
    return Index(path, date(int(year), int(month), 1))


def index_before_publication(prepared: Path, target: Path) -> None:
    """Make the index of a version that is ready in folder `prepared` and will be published as `target`.

    Whoever follows the pointer to the new version then finds its index there.
    """
    path = index_path(target)
    if not path.exists():
        _make(prepared, path)


def kept_index(version: Path, vintage: date, folder: Path | None = None) -> Index | None:
    """The index of a former version, where it is still kept: it is not made for that."""
    path = _place_of(version, folder)
    return Index(path, vintage) if path.exists() else None


def _place_of(version: Path, folder: Path | None) -> Path:
    """Beside the versions where the build made it, else in the other folder where there is one."""
    beside = index_path(version)
    return index_path(version, folder) if folder and not beside.exists() else beside


def index_path(version: Path, folder: Path | None = None) -> Path:
    """Where the index of a version is, or will be: its name changes with the version and with the way it is made."""
    return (folder or version.parent / FOLDER) / f"{version.name}-{_way_of_making()}.sqlite3"


@cache
def _way_of_making() -> str:
    package = resources.files("essaim.observatory.directory")
    digest = hashlib.sha256(table_path("needs").read_bytes())
    for name in MADE_OF:
        digest.update(package.joinpath(name).read_bytes())
    return digest.hexdigest()[:8]


def _make(version: Path, path: Path) -> None:
    with _alone(path.parent):
        if not path.exists():  # another process may have made it meanwhile
            make_index(version, path)
            _forget_old(path)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    try:
        with explained(folder):
            folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(folder / ".making.lock")
            lock.acquire()
    except PermissionError as fault:
        raise EssaimError(
            Text("l'annuaire ne peut pas être écrit dans ce dossier", "the directory cannot be written in this folder"),
            file=folder,
            remedy=Text(
                "Donnez le droit d'y écrire, ou nommez un autre dossier par ESSAIM_INDEX.",
                "Allow writing there, or name another folder with ESSAIM_INDEX.",
            ),
        ) from fault
    try:
        for leftover in folder.glob(".making-*/"):  # of a run that was killed: whoever holds the lock is alone
            shutil.rmtree(leftover, ignore_errors=True)
        yield
    finally:
        lock.release()


def _forget_old(current: Path) -> None:
    others = [path for path in current.parent.glob("*.sqlite3") if path != current]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for old in others[KEPT - 1 :]:
        old.unlink(missing_ok=True)
