"""One message a refresh and a day at most, in the person's language, that stops in one click."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from time_machine import travel

from essaim.web.accounts.models import User
from essaim.web.contributions.actions import revisions
from essaim.web.contributions.known import sheet_of
from essaim.web.contributions.models import Sheet
from essaim.web.following.actions.alerting import send_due
from essaim.web.following.actions.refreshing import refresh
from essaim.web.following.models import Alert, Kind
from tests.versions import CLOSED, CREATED, HIDDEN, RENAMED, SAME
from tests.web.conftest import World
from tests.web.following.conftest import Stores, follows

SITE = "https://essaim.example"


@pytest.fixture
def person(world: World) -> User:
    return world.people["nobody"]


@pytest.fixture
def send(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> "Sender":
    return Sender(django_capture_on_commit_callbacks)


class Sender:
    def __init__(self, capture: DjangoCaptureOnCommitCallbacks) -> None:
        self.capture = capture

    def __call__(self) -> list[str]:
        """The bodies of the messages that leave now."""
        mail.outbox.clear()
        with self.capture(execute=True):
            assert send_due(site=SITE) >= 0
        return [str(one.body) for one in mail.outbox]


def test_one_message_tells_all_that_is_followed(two: Stores, person: User, send: Sender) -> None:
    follows(person, Kind.STRUCTURE, CLOSED)
    follows(person, Kind.TERRITORY, "commune:39198")
    follows(person, Kind.STRUCTURE, SAME)
    assert send() == []
    two.publish(two.now)
    refresh()
    [body] = send()
    assert f"Fermeture · NAME {CLOSED} · 3 octobre 2026" in body
    assert "Dole (1)" in body
    assert "Nouvel établissement" in body
    assert f"NAME {SAME}" not in body
    assert f"{SITE}/annuaire/{CLOSED}/" in body
    assert send() == []  # once


def test_a_search_is_told_what_answers_it_now_and_what_answered_it_before(
    two: Stores, person: User, send: Sender
) -> None:
    follows(person, Kind.SEARCH, "territoire=21231&famille=association")
    two.publish(two.now)
    refresh()
    [body] = send()
    assert "NEW" in body
    assert CREATED not in body.split("http")[0]
    assert f"Fermeture · NAME {CLOSED}" in body


def test_in_the_language_of_the_person(two: Stores, person: User, send: Sender) -> None:
    follows(person, Kind.STRUCTURE, CLOSED)
    Alert.objects.update(language="en")
    two.publish(two.now)
    refresh()
    [body] = send()
    assert "Closed · NAME" in body
    assert "Bonjour" not in body
    assert mail.outbox[0].subject == "Essaim · what changed"


def test_one_a_day_at_most_and_nothing_is_lost(two: Stores, person: User, send: Sender) -> None:
    follows(person, Kind.STRUCTURE, CLOSED)
    two.publish(two.now)
    refresh()
    assert len(send()) == 1
    two.publish(two.before)
    refresh()
    assert send() == []
    last = Alert.objects.get().sent_at
    assert last is not None
    with travel(last + timedelta(hours=24)):
        [body] = send()
    assert "Réouverture" in body


def test_what_happened_before_it_was_followed_is_not_told(two: Stores, person: User, send: Sender) -> None:
    two.publish(two.now)
    refresh()
    follows(person, Kind.STRUCTURE, RENAMED)
    assert send() == []


def test_nothing_withheld_nor_hidden_is_told(two: Stores, person: User, send: Sender) -> None:
    follows(person, Kind.TERRITORY, "commune:21054")
    follows(person, Kind.STRUCTURE, CLOSED)
    Sheet.objects.filter(pk=revisions.keep(sheet_of(CLOSED)).pk).update(hidden=True)
    two.publish(two.now)
    refresh()
    [body] = send()
    assert "SECRET" not in body
    assert HIDDEN not in re.sub(r"http\S+", "", body)
    assert "Fermeture" not in body


def test_unsubscribing_takes_one_click_without_signing_in(
    two: Stores, person: User, send: Sender, client: Client
) -> None:
    follows(person, Kind.STRUCTURE, CLOSED)
    two.publish(two.now)
    refresh()
    send()
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>")
    assert address in str(mail.outbox[0].body)
    path = address.removeprefix(SITE)
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(path).status_code == 200
    assert Alert.objects.get().wanted  # reading stops nothing
    assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Alert.objects.get().wanted
    assert client.post(path[:-3] + "xx/").status_code == 404
    two.publish(two.before)
    refresh()
    with travel(Alert.objects.get().sent_at + timedelta(days=2)):  # type: ignore[operator]
        assert send() == []


def test_turned_on_again_it_tells_what_comes_and_not_what_was_missed(
    two: Stores, person: User, send: Sender, world: World
) -> None:
    follows(person, Kind.STRUCTURE, CLOSED)
    world.client("nobody").post("/suivi/courriels/", {})
    two.publish(two.now)
    refresh()
    world.client("nobody").post("/suivi/courriels/", {"recevoir": "1"})
    assert send() == []
    two.publish(two.before)
    refresh()
    assert len(send()) == 1


def test_the_command_refreshes_then_alerts(
    two: Stores,
    person: User,
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    follows(person, Kind.STRUCTURE, CLOSED)
    two.publish(two.now)
    settings.PUBLIC_URL = ""
    call_command("refresh")
    assert "ESSAIM_URL" in capsys.readouterr().err
    settings.PUBLIC_URL = SITE
    with django_capture_on_commit_callbacks(execute=True):
        call_command("refresh")
    assert "1 alertes" in capsys.readouterr().out
    assert len(mail.outbox) == 1
