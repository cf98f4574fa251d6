"""What the site's tests start from: a small store, two authorities, one person of each role."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django import Settings

from essaim.observatory.reference.geography import territory
from essaim.web.accounts.actions import create_authority, create_person, grant
from essaim.web.accounts.models import Authority, Role, User
from essaim.web.territories import stores

PASSWORD = "a-long-enough-password"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/web/" in item.nodeid:
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(autouse=True)
def site(small_store_folder: Path, settings: Settings, tmp_path: Path) -> Iterator[None]:
    """The store of the tests, empty caches, French, a folder of one's own for logos."""
    settings.ESSAIM_STORE = small_store_folder
    settings.MEDIA_ROOT = tmp_path / "media"
    yield
    for cache in caches.all():
        cache.clear()


@pytest.fixture
def fresh_store() -> Iterator[None]:
    """For tests that change which store is read."""
    stores.forget()
    yield
    stores.forget()


@dataclass
class World:
    """Dijon (A) and Besançon (B), with a person for each role in A, one who administers B, one without any role."""

    a: Authority
    b: Authority
    people: dict[str, User] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        client = Client(headers={"accept-language": "fr"})
        if who != "anonymous":
            client.force_login(self.people[who])
        return client


@pytest.fixture
def world() -> World:
    """Made anew for each test."""
    made = World(
        create_authority(name="Dijon", slug="dijon", territories=[territory("intercommunality", "242100410")]),
        create_authority(name="Besançon", slug="besancon", territories=[territory("intercommunality", "242500361")]),
    )
    for role in Role:
        made.people[role] = create_person(email=f"{role}@a.example", name=f"A {role}", password=PASSWORD)
        grant(user=made.people[role], authority=made.a, role=role)
    made.people["other_administrator"] = create_person(email="admin@b.example", name="B admin", password=PASSWORD)
    grant(user=made.people["other_administrator"], authority=made.b, role=Role.ADMINISTRATOR)
    made.people["nobody"] = create_person(email="nobody@c.example", password=PASSWORD)
    return made
