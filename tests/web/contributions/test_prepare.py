"""What `essaim serve` does first: the index is there before anyone asks, and a missing store stops nothing."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django import Settings

from essaim.web.territories import stores
from tests.stores import linked


@pytest.fixture
def folders(settings: Settings, tmp_path: Path, fresh_store: None) -> Settings:
    settings.DATA, settings.STATIC_ROOT = tmp_path / "site", tmp_path / "static"
    settings.ESSAIM_INDEX = tmp_path / "index"
    settings.DEMO = False
    return settings


def test_the_index_is_made_before_serving(folders: Any, small_store_folder: Path, tmp_path: Path) -> None:
    folders.ESSAIM_STORE = linked(small_store_folder, tmp_path / "store")
    call_command("prepare")
    assert list(folders.ESSAIM_INDEX.glob("*.sqlite3"))


def test_without_a_store_it_says_so_and_goes_on(
    folders: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folders.ESSAIM_STORE = tmp_path / "nothing"
    stores.forget()
    call_command("prepare")
    assert capsys.readouterr().err
