"""Changes: a refused one changes nothing, undoing is the reverse of accepting, and nobody's words are lost."""

import threading
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essaim.web.accounts.models import Role
from essaim.web.contributions.actions import editing, revisions
from essaim.web.contributions.content import applied, changed, share_filled
from essaim.web.contributions.difference import pieces
from essaim.web.contributions.models import Decision, Revision, Sheet
from essaim.web.contributions.models.revisions import Origin
from tests.web.contributions.conftest import Scene

words = st.text(alphabet="ab é\n.", max_size=12).map(str.strip)
contents = st.fixed_dictionaries(
    {},
    optional={
        "description": words,
        "opening": words,
        "website": st.sampled_from(["", "https://a.example", "https://b.example"]),
        "accessibility": st.lists(st.sampled_from(["step_free", "parking"]), unique=True),
    },
).map(lambda content: applied({}, content))
in_the_database = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(before=words, after=words)
def test_a_difference_holds_both_texts(before: str, after: str) -> None:
    found = pieces(before, after)
    assert "".join(one.text for one in found if one.kind != "ins") == before
    assert "".join(one.text for one in found if one.kind != "del") == after
    assert all(one.text for one in found)


def test_a_difference_changes_words_not_letters() -> None:
    found = [(one.kind, one.text) for one in pieces("du mardi au samedi", "du mardi au vendredi")]
    assert found == [("same", "du mardi au "), ("del", "samedi"), ("ins", "vendredi")]


@given(before=contents, after=contents)
@in_the_database
def test_a_refused_change_changes_nothing_and_an_accepted_one_all_of_it(
    scene: Scene, before: dict[str, Any], after: dict[str, Any]
) -> None:
    scene.publish(before)
    told = {name: after.get(name) for name in changed(before, after)}
    held = Sheet.objects.filter(pk=scene.sheet.pk).values().get()
    for decision in (Decision.REFUSED, Decision.ASKED):
        revisions.refuse(revision=scene.propose(told), actor=scene.officer, reason="no", decision=decision)
        assert Sheet.objects.filter(pk=scene.sheet.pk).values().get() == held
    revisions.accept(revision=scene.propose(told), actor=scene.officer)
    assert scene.live() == after


@given(before=contents, after=contents)
@in_the_database
def test_accepting_then_undoing_changes_nothing_and_undoing_again_does_it_again(
    scene: Scene, before: dict[str, Any], after: dict[str, Any]
) -> None:
    scene.publish(before)
    told = {name: after.get(name) for name in changed(before, after)}
    if not told:
        return
    accepted = revisions.accept(revision=scene.propose(told), actor=scene.officer)
    undone = revisions.undo(revision=accepted, actor=scene.officer)
    assert scene.live() == before
    revisions.undo(revision=undone, actor=scene.officer)
    assert scene.live() == after


@given(steps=st.lists(contents, min_size=1, max_size=5))
@in_the_database
def test_every_past_version_is_found_again(scene: Scene, steps: list[dict[str, Any]]) -> None:
    past = {scene.sheet.version: scene.live()}
    for content in steps:
        scene.publish(content)
        past[scene.sheet.version] = scene.live()
    for version, content in past.items():
        assert revisions.content_at(scene.sheet, version) == content


def test_two_editors_of_different_fields_both_win(scene: Scene) -> None:
    scene.publish({"description": "old", "opening": "old"})
    seen = scene.sheet.version
    scene.sheet.refresh_from_db()
    edit(scene, "first", scene.sheet.version, {"description": "mine", "opening": "old"})
    edit(scene, "second", seen, {"description": "old", "opening": "theirs"})
    assert scene.live() == {"description": "mine", "opening": "theirs"}


def test_two_editors_of_one_field_the_second_is_told(scene: Scene) -> None:
    scene.publish({"description": "old"})
    scene.sheet.refresh_from_db()
    seen = scene.sheet.version
    edit(scene, "first", seen, {"description": "mine"})
    with pytest.raises(revisions.Clash) as told:
        edit(scene, "second", seen, {"description": "theirs"})
    assert told.value.fields == ("description",)
    assert scene.live() == {"description": "mine"}
    assert edit(scene, "same", seen, {"description": "mine"}) is None  # they agree: there is nothing to lose


def edit(scene: Scene, name: str, seen: int, content: dict[str, Any]) -> Revision | None:
    token = f"token-{name}-00000000000"
    told = {"content": content, "pictures": [], "sending": (token, True)}
    return editing.edit(sheet=scene.sheet, authority=scene.a, author=scene.officer, seen=seen, **told)


def test_a_change_that_waited_while_the_sheet_changed_asks_before_it_replaces(scene: Scene) -> None:
    scene.publish({"opening": "old"})
    waiting = scene.propose({"opening": "proposed"})
    scene.publish({"opening": "newer"})
    with pytest.raises(revisions.Clash):
        revisions.accept(revision=waiting, actor=scene.officer)
    scene.live()
    seen = scene.sheet.version
    scene.publish({"opening": "newest"})
    with pytest.raises(revisions.Clash):  # it changed again since the person looked
        revisions.accept(revision=waiting, actor=scene.officer, over=seen)
    assert scene.live() == {"opening": "newest"}
    accepted = revisions.accept(revision=waiting, actor=scene.officer, over=scene.sheet.version)
    assert scene.live() == {"opening": "proposed"}
    assert accepted.before == {"opening": "newest"}  # what was replaced stays in the history


def test_undoing_what_was_changed_again_is_refused(scene: Scene) -> None:
    first = scene.publish({"opening": "one"})
    scene.publish({"opening": "two"})
    assert first is not None
    with pytest.raises(revisions.Clash):
        revisions.undo(revision=first, actor=scene.officer)
    assert scene.live() == {"opening": "two"}


def test_two_who_decide_at_once_the_second_is_told(scene: Scene) -> None:
    waiting = scene.propose({"opening": "new"})
    stale = Revision.objects.get(pk=waiting.pk)
    revisions.accept(revision=waiting, actor=scene.officer)
    version = Sheet.objects.get(pk=scene.sheet.pk).version
    for again in (revisions.accept, lambda **told: revisions.refuse(reason="no", **told)):
        with pytest.raises(revisions.AlreadyDecided):
            again(revision=stale, actor=scene.world.people[Role.ADMINISTRATOR])
    assert Sheet.objects.get(pk=scene.sheet.pk).version == version


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="threads share one in-memory SQLite connection")
def test_many_who_accept_at_once_apply_it_once(scene: Scene) -> None:
    waiting = scene.propose({"opening": "new"})
    start, told = threading.Barrier(4), []

    def accept() -> None:
        start.wait()
        try:
            revisions.accept(revision=Revision(pk=waiting.pk, sheet_id=scene.sheet.pk), actor=scene.officer)
            told.append("accepted")
        except revisions.AlreadyDecided:
            told.append("too late")
        finally:
            connection.close()

    threads = [threading.Thread(target=accept) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(told) == ["accepted", "too late", "too late", "too late"]
    scene.sheet.refresh_from_db()
    assert scene.sheet.version == 1


def test_one_sending_is_one_revision(scene: Scene) -> None:
    told = {"sheet": scene.sheet, "authority": scene.a, "author": None, "token": "t" * 30}
    made = [revisions.propose(origin=Origin.CORRECTION, after={"opening": "x"}, **told) for _ in range(3)]
    assert len({one.pk for one in made}) == 1
    assert Revision.objects.count() == 1


def test_a_new_edit_replaces_the_one_that_waits_of_the_same_person_only(scene: Scene) -> None:
    for text in ("one", "two"):
        scene.propose({"opening": text}, author=scene.member, origin=Origin.EDIT)
    scene.propose({"opening": "three"}, author=scene.officer, origin=Origin.EDIT)
    waiting = Revision.objects.pending().order_by("pk")
    assert [one.after["opening"] for one in waiting] == ["two", "three"]


def test_the_database_refuses_what_makes_no_sense(scene: Scene) -> None:
    made = scene.propose({"opening": "x"})
    for fault in ({"decision": Decision.ACCEPTED}, {"sheet_version": 3}, {"decision": "?"}, {"origin": "?"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Revision.objects.filter(pk=made.pk).update(**fault)
    for fault in ({"state": "?"}, {"state": "merged"}, {"redirect_to": "123456789"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Sheet.objects.filter(pk=scene.sheet.pk).update(**fault)


def test_only_the_fields_that_count_make_a_sheet_fuller() -> None:
    assert share_filled({}) == 0
    assert share_filled({"pictures": [{"id": "x", "alt": "y"}], "status": "closed"}) == 0
    assert share_filled({"description": "x", "website": "y", "opening": "z"}) == 3 / 7
