"""Stores: one of a test's own, one for all the tests that only read it, and how many a property may build."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

from essaim.observatory.directory import opening
from essaim.observatory.reference.tables import table_path
from essaim.observatory.store import inputs

# The folder of that name that every worker shares, and what makes it where nobody did (`shared`, tests/conftest.py).
Shared = Callable[[str, Callable[[Path], object]], Path]

COMMUNES = "geography/communes"


@contextmanager
def built_on(communes: Path) -> Iterator[None]:
    """What is built meanwhile knows these communes, instead of those of the bundled geography."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inputs, "table_path", lambda name: communes if name == COMMUNES else table_path(name))
        yield


def examples(whole: int) -> int:
    """How many examples of a property that builds stores: `whole`, or as much less as the profile draws less."""
    return max(2, whole * settings.default.max_examples // 100)


def linked(store: Path, folder: Path) -> Path:
    """The same store in a folder of its own, where no index was made."""
    folder.mkdir()
    for entry in store.iterdir():
        if entry.name != opening.FOLDER:
            (folder / entry.name).symlink_to(entry)
    return folder
