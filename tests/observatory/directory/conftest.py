"""The directory of the small demonstration store, made once for all workers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from essaim.observatory.directory.index import Index
from essaim.observatory.directory.opening import open_index
from essaim.observatory.store.reader import open_store


@pytest.fixture(scope="session")
def small_index(small_store_folder: Path) -> Iterator[Index]:
    with open_store(small_store_folder) as store:
        index = open_index(store)
    yield index
    index.close()
