"""A site whose store has a first version, and a second one to come."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_django import Settings

from essaim.web.accounts.models import Role, User
from essaim.web.contributions.known import sheet_of
from essaim.web.contributions.models import Sheet
from essaim.web.following.actions.refreshing import Outcome, refresh
from essaim.web.following.actions.following import follow
from essaim.web.following.models import Follow
from essaim.web.following.subjects import subject
from essaim.web.territories import stores
from tests.web.conftest import World
from tests.web.contributions.conftest import Scene
from tests.web.contributions.conftest import scene_of as _  # noqa: F401 - kept beside the scene


@dataclass
class Stores:
    """The store that the site reads, and the versions that can be published in it."""

    root: Path
    before: Path
    now: Path

    def publish(self, version: Path) -> None:
        """As a build does: the version beside the others, then the pointer."""
        if not (self.root / version.name).exists():
            shutil.copytree(version, self.root / version.name)
        (self.root / "current").write_text(f"{version.name}\n", encoding="utf-8")

    def forget(self, version: Path) -> None:
        shutil.rmtree(self.root / version.name)
