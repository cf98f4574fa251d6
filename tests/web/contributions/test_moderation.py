"""The rest of an authority's work: duplicates, labels, reminders, and what is held about people."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from essaim.web.accounts.actions import delete_account, personal_data
from essaim.web.accounts.models import Role
from essaim.web.contributions.actions import labels
from essaim.web.contributions.actions.merging import joined
from essaim.web.contributions.actions.reminders import due, remind
from essaim.web.contributions.models import Claim, Label, LabelKind, NotTheSame, Revision, Sheet
from essaim.web.contributions.reading import additions, local_name, opposed
from tests.web.contributions.conftest import Scene

QUEUE = "/collectivites/dijon/contributions/"
CONTENTS = st.fixed_dictionaries(
    {},
    optional={
        "description": st.text(min_size=1),
        "website": st.text(min_size=1),
        "area": st.lists(st.sampled_from(["commune:21231", "region:27"]), min_size=1, unique=True),
    },
)


@given(CONTENTS, CONTENTS)
def test_merging_loses_nothing_where_one_side_is_silent(local: dict[str, Any], kept: dict[str, Any]) -> None:
    both = joined(local, kept)
    assert both.keys() == local.keys() | kept.keys()
    assert set(both.get("area", ())) == {*local.get("area", ()), *kept.get("area", ())}
    for name in ("description", "website"):
        assert both.get(name) == (kept.get(name) or local.get(name))
    assert joined(both, both) == both


def test_a_merge_keeps_the_chosen_word_and_the_former_address(scene: Scene) -> None:
    scene.publish({"description": "Kept.", "opening": "lundi"})
    local = scene.local("Atelier", description="Local.", website="https://a.example")
    officer = scene.client(Role.POLICY_OFFICER)
    address = f"/collectivites/dijon/doublons/{local.key}/{scene.sheet.key}/"
    page = officer.get(address).content.decode()
    assert "Kept." in page and "Local." in page
    assert officer.post(address, {"description": "local"}).status_code == 302
    assert scene.live() == {"description": "Local.", "opening": "lundi", "website": "https://a.example"}
    moved = scene.client("anonymous").get(f"/contribuer/{local.key}/")
    assert (moved.status_code, moved.url) == (301, f"/contribuer/{scene.sheet.key}/")  # type: ignore[attr-defined]
    assert scene.sheet.revisions.get(origin="merge").before["description"] == "Kept."
    assert officer.post(address).status_code == 404  # merged once


def test_two_that_are_not_the_same_are_never_proposed_again(scene: Scene) -> None:
    first, second = scene.local("Xylophage mobile"), scene.local("Xylophages mobiles")
    officer = scene.client(Role.NETWORK_ANIMATOR)
    page = "/collectivites/dijon/doublons/"
    pair = f"{page}{first.key}/{second.key}/"
    assert first.key in officer.get(page).content.decode()
    for _ in range(2):
        officer.post(pair, {"different": "1"})
    assert NotTheSame.objects.count() == 1
    assert first.key not in officer.get(page).content.decode()
    assert Sheet.objects.live().local().count() == 2


def test_a_label_is_granted_by_its_owner_only_and_then_shows(scene: Scene) -> None:
    kind = LabelKind.objects.create(authority=scene.world.b, name="Label B", criteria="Être là.", months=12)
    scene.publish({"description": "x"})
    asked = labels.ask_label(kind=kind, sheet=scene.sheet, author=scene.member, proof="Charte")
    assert additions([scene.sheet.key])[scene.sheet.key].labels == ()
    mine = f"{QUEUE}label/{asked.pk}/"
    assert scene.client(Role.ADMINISTRATOR).post(mine, {"decision": "accepted"}).status_code == 404
    theirs = f"/collectivites/besancon/contributions/label/{asked.pk}/"
    assert scene.client(Role.ADMINISTRATOR).post(theirs, {"decision": "accepted"}).status_code == 403
    assert scene.client("other_administrator").post(theirs, {"decision": "accepted"}).status_code == 302
    shown = additions([scene.sheet.key])[scene.sheet.key].labels[0]
    assert (shown.granted_by, shown.proof) == ("Besançon", "Charte")
    Label.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    assert additions([scene.sheet.key])[scene.sheet.key].labels == ()


@pytest.fixture
def stale(scene: Scene) -> Claim:
    made = scene.speak()
    scene.publish({"description": "x"})
    Sheet.objects.update(confirmed_at=timezone.now() - timedelta(days=200))
    return made


def test_a_reminder_is_sent_once_and_only_a_press_confirms(
    scene: Scene, stale: Claim, django_capture_on_commit_callbacks: Any
) -> None:
    assert due(timezone.now()) == [stale]
    with django_capture_on_commit_callbacks(execute=True):
        assert remind(claim=stale, site="https://site.example")
    assert not remind(claim=stale, site="https://site.example")
    assert due(timezone.now()) == []
    address = mail.outbox[-1].body.split("https://site.example")[1].split()[0]
    before = Sheet.objects.get(pk=scene.sheet.pk).confirmed_at
    client = Client()
    assert client.get(address).status_code == 200  # a mail scanner follows links
    assert Sheet.objects.get(pk=scene.sheet.pk).confirmed_at == before
    assert client.post(address).status_code == 302
    assert Sheet.objects.get(pk=scene.sheet.pk).confirmed_at > before
    assert client.get(address).status_code == 404  # it served


def test_what_is_held_about_a_person_is_exported_then_forgotten(scene: Scene) -> None:
    scene.speak()
    member = scene.member
    scene.publish({"contact": {"name": "Moi", "email": member.email}})
    scene.propose({"opening": "lundi"}, author=member, remark="secret remark")
    held = personal_data(member)["contributions"]
    assert held["claims"] and held["published_contacts"][0]["contact"]["email"] == member.email
    assert any(one["remark"] == "secret remark" for one in held["changes"])
    delete_account(user=member)
    assert not Claim.objects.exists()
    assert "contact" not in scene.live()
    for one in Revision.objects.all():
        assert member.email not in f"{one.before}{one.after}{one.email}" and one.remark != "secret remark"


def test_readings_cost_the_same_for_one_and_for_many(scene: Scene, django_assert_num_queries: Any) -> None:
    keys = [scene.local(f"Acteur {name}").key for name in ("Alpha", "Bravo", "Charlie", "Delta")]
    for some in (keys[:1], keys):
        with django_assert_num_queries(5):
            assert len(additions(some)) == len(some)


def test_an_actor_that_waits_or_is_hidden_has_no_name_to_follow(scene: Scene) -> None:
    here = scene.local("Ici")
    waiting = scene.actor("En attente")
    assert [local_name(key) for key in (here.key, waiting.sheet.key, "local-nobody")] == ["Ici", None, None]
    Sheet.objects.filter(pk=here.pk).update(hidden=True)
    assert opposed() == {here.key}
    assert local_name(here.key) is None


def test_the_queue_reads_many_as_few(scene: Scene, django_assert_max_num_queries: Any) -> None:
    for position in range(6):
        scene.propose({"opening": f"jour {position}"})
    client = scene.client(Role.POLICY_OFFICER)
    with django_assert_max_num_queries(25):
        assert client.get(QUEUE).status_code == 200
