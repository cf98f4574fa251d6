"""The store that the site reads: one connection a process, one cursor a thread, the new version as soon as it is there.

DuckDB does not survive a fork: a child that inherits a connection crashes when it lets it go. So nothing is opened
before a page asks for it, in the worker that answers; a connection that comes from before a fork is refused.
"""

import os
import threading
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from essaim.observatory.directory.index import Index
from essaim.observatory.directory.opening import open_index
from essaim.observatory.store.publication import current_version
from essaim.observatory.store.reader import Store, open_store


@dataclass(frozen=True)
class _Opened:
    process: int
    folder: Path
    store: Store


_lock = threading.Lock()
_of_thread = threading.local()
_opened: _Opened | None = None
_indexed: tuple[tuple[int, Path], Index] | None = None


def current_store() -> Store:
    """The current version, for this thread. Raises EssaimError where nothing was built."""
    folder = current_version(settings.ESSAIM_STORE)
    mine: tuple[Path, Store] | None = getattr(_of_thread, "store", None)
    if mine and mine[0] == folder and _is_ours():
        return mine[1]
    cursor = _process_store(folder).cursor()
    _of_thread.store = (cursor.folder, cursor)
    return cursor


def current_index() -> Index:
    """The directory of the current version; made first where nothing did, which takes a minute for a country."""
    global _indexed  # noqa: PLW0603 - one index a process: it is shared by threads
    store = current_store()
    if _indexed is None or _indexed[0] != (os.getpid(), store.folder):
        with _lock:
            _indexed = ((os.getpid(), store.folder), open_index(store, settings.ESSAIM_INDEX))
    return _indexed[1]


def is_open() -> bool:
    """Whether this process holds a connection; the server refuses to fork when it does."""
    return _opened is not None


def _is_ours() -> bool:
    if _opened and _opened.process != os.getpid():
        raise RuntimeError("the store was opened before this process was forked; it must be opened after")
    return True


def _process_store(folder: Path | None) -> Store:
    """The former version lives on until the last thread that reads it has moved."""
    global _opened  # noqa: PLW0603 - one connection a process is what this module is for
    with _lock:
        _is_ours()
        if _opened is None or _opened.folder != folder:
            store = open_store(settings.ESSAIM_STORE)
            _opened = _Opened(os.getpid(), store.folder, store)
        return _opened.store


def forget() -> None:
    """Close what this process holds: for tests and for commands that end."""
    global _opened, _indexed  # noqa: PLW0603
    with _lock:
        if _opened:
            _opened.store.close()
        _opened = _indexed = None
        _of_thread.__dict__.clear()
