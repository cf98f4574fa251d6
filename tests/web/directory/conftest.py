"""The directory of the small demonstration store, asked over its pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from essaim.observatory.directory.index import Index
from essaim.observatory.directory.opening import open_index
from essaim.observatory.store.reader import open_store


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "fr"})


@pytest.fixture
def index(small_store_folder: Path) -> Iterator[Index]:
    with open_store(small_store_folder) as store:
        found = open_index(store)
    yield found
    found.close()
