"""The demonstration: followers, ticks, somebody to tell, and somebody who is gone and remembered; made once."""

import pytest
from django.test import Client
from pytest_django import Settings

from essaim.web.accounts.demo import DIJON
from essaim.web.accounts.demo import populate as people
from essaim.web.accounts.models import Authority
from essaim.web.contributions.reading import additions
from essaim.web.following.actions.refreshing import refresh
from essaim.web.following.demo import populate
from essaim.web.following.models import Check, Departure, Follow, Kind
from essaim.web.following.territory import claimed_first, to_check
from tests.web.following.conftest import Stores


@pytest.fixture(autouse=True)
def populated(two: Stores, settings: Settings) -> None:
    settings.DEMO = True
    two.publish(two.now)
    refresh()
    people()
    populate()


def test_people_follow_and_officers_checked() -> None:
    assert set(Follow.objects.values_list("kind", flat=True)) >= {Kind.TERRITORY, Kind.SEARCH}
    dijon = Authority.objects.get(slug=DIJON)
    assert Check.objects.filter(authority=dijon, by__isnull=False).exists()
    assert claimed_first(to_check(dijon))[0].claimed or not to_check(dijon).filter(kind="moved", after="21231")


def test_somebody_who_is_gone_is_remembered(client: Client) -> None:
    [key] = additions(Departure.objects.values_list("key", flat=True))
    assert "réparait des vélos" in client.get(f"/annuaire/{key}/").content.decode()


def test_a_second_run_changes_nothing() -> None:
    before = (Follow.objects.count(), Check.objects.count())
    populate()
    assert (Follow.objects.count(), Check.objects.count()) == before
