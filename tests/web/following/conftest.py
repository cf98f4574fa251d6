"""A site whose store has a first version, and a second one to come; both are really built (tests/versions.py)."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_django import Settings

from essaim.observatory.directory import opening
from essaim.web.accounts.models import User
from essaim.web.following.actions import following
from essaim.web.following.actions.refreshing import refresh
from essaim.web.following.models import Follow
from essaim.web.following.subjects import subject


@dataclass
class Stores:
    """The store that the site reads, and the versions that can be published in it."""

    root: Path
    before: Path
    now: Path

    def publish(self, version: Path) -> None:
        """As a build does: the index, the version beside the others, then the pointer."""
        if not (self.root / version.name).exists():
            shutil.copytree(version.parent / opening.FOLDER, self.root / opening.FOLDER, dirs_exist_ok=True)
            shutil.copytree(version, self.root / version.name)
        (self.root / "current").write_text(f"{version.name}\n", encoding="utf-8")

    def lose(self, version: Path) -> None:
        shutil.rmtree(self.root / version.name)


@pytest.fixture
def two(two_versions: tuple[Path, Path], settings: Settings, tmp_path: Path, fresh_store: None) -> Stores:
    """The site knows the first version."""
    made = Stores(tmp_path / "store", *two_versions)
    made.root.mkdir()
    settings.ESSAIM_STORE, settings.ESSAIM_INDEX = made.root, tmp_path / "index"
    made.publish(made.before)
    assert refresh().made
    return made


def follows(user: User, kind: str, target: str) -> Follow:
    found = subject(kind, target)
    assert found is not None
    return following.follow(user=user, subject=found, language="fr")
