"""A new version of the store: told once, whatever happens on the way, and what people wrote stays."""

import threading
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from essaim.observatory.directory.changes import compare
from essaim.web.accounts.models import Role
from essaim.web.contributions.actions import claims, editing, labels, revisions
from essaim.web.contributions.known import sheet_of
from essaim.web.contributions.models import Claim, Label, LabelKind, Revision, Sheet
from essaim.web.contributions.models.claims import Proof
from essaim.web.contributions.reading import additions
from essaim.web.following.actions import refreshing
from essaim.web.following.actions.refreshing import refresh
from essaim.web.following.models import Change, Concerned, Departure, Follow, Kind, Refresh
from essaim.web.territories import stores
from tests.versions import CLOSED, CREATED, ESUS_NOW, HIDDEN, HIRES, LEAVES, MOVED, RENAMED, SAME
from tests.web.conftest import World
from tests.web.following.conftest import Stores, follows

WRITTEN = (CLOSED, MOVED, HIRES, LEAVES, RENAMED, SAME)


def test_the_first_version_has_nothing_before_it(two: Stores) -> None:
    [first] = Refresh.objects.all()
    assert (first.version, first.lost, first.changes.count()) == (two.before.name, False, 0)


def test_the_changes_of_a_new_version_are_those_of_the_command_line(two: Stores) -> None:
    two.publish(two.now)
    outcome = refresh()
    assert outcome.made
    expected = compare(two.before, two.now).changes
    kept = set(Change.objects.values_list("key", "siret", "kind", "before", "after"))
    assert kept == {(one.siren, one.siret, one.kind, one.before or "", one.after or "") for one in expected}
    assert Change.objects.count() == len(expected)
    assert Concerned.objects.count() == sum(len(one.places) for one in expected)


def test_a_second_run_changes_nothing(two: Stores) -> None:
    two.publish(two.now)
    assert refresh().made
    counted = Change.objects.count()
    assert not refresh().made
    assert (Refresh.objects.count(), Change.objects.count()) == (2, counted)


def test_a_run_that_another_one_outran_writes_nothing(two: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    two.publish(two.now)
    compare_slowly = refreshing.compare

    def outrun(*folders: Any) -> Any:
        monkeypatch.setattr(refreshing, "compare", compare_slowly)
        assert refresh().made  # the other run, from its beginning to its end
        return compare_slowly(*folders)

    monkeypatch.setattr(refreshing, "compare", outrun)
    assert not refresh().made
    assert Refresh.objects.count() == 2
    assert Change.objects.count() == len(compare(two.before, two.now).changes)


def test_a_run_killed_in_the_middle_leaves_nothing_and_the_next_one_does_it(
    two: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    two.publish(two.now)
    with monkeypatch.context() as broken:
        broken.setattr(refreshing.departing, "update", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            refresh()
    assert (Refresh.objects.count(), Change.objects.count()) == (1, 0)
    assert refresh().made


def test_a_former_version_that_is_gone_is_said_and_stops_nothing(
    two: Stores, capsys: pytest.CaptureFixture[str]
) -> None:
    revisions.keep(sheet_of(CLOSED))
    two.publish(two.now)
    two.lose(two.before)
    call_command("refresh")
    assert "n'est plus là" in capsys.readouterr().err
    last = Refresh.objects.last()
    assert last is not None
    assert (last.lost, last.changes.count()) == (True, 0)
    # What people wrote about is looked for all the same.
    gone = Departure.objects.get()
    assert (gone.key, gone.reason, str(gone.on)) == (CLOSED, "closed", "2026-10-03")


def test_a_site_that_starts_on_a_store_of_two_versions_tells_the_last_step(two: Stores) -> None:
    Refresh.objects.all().delete()
    two.publish(two.now)
    assert refresh().made
    assert list(Refresh.objects.values_list("version", flat=True)) == [two.before.name, two.now.name]
    assert Change.objects.filter(kind="closed").exists()


def test_the_site_looks_for_a_new_version_when_it_starts(two: Stores) -> None:
    two.publish(two.now)
    apps.get_app_config("following").prepare()  # type: ignore[attr-defined]
    assert Refresh.objects.latest("number").version == two.now.name


def test_without_a_store_the_command_says_so(two: Stores, settings: Settings) -> None:
    settings.ESSAIM_STORE = two.root / "nothing"
    stores.forget()
    with pytest.raises(CommandError, match="entrepôt"):
        call_command("refresh", stdout=StringIO())


def test_a_name_that_the_register_withholds_now_is_told_nowhere(two: Stores) -> None:
    Change.objects.create(
        refresh=Refresh.objects.get(),
        key=HIDDEN,
        kind="renamed",
        name="SECRET",
        before="SECRET",
        after="X",
        cause="data",
    )
    Change.objects.create(refresh=Refresh.objects.get(), key=HIDDEN, kind="employer", name="SECRET", cause="data")
    two.publish(two.now)
    refresh()
    assert {one.name for one in Change.objects.filter(key=HIDDEN)} == {""}
    assert not Change.objects.filter(key=HIDDEN, kind="renamed").exists()


class TestAdditionsSurvive:
    """Two refreshes, there and back, over structures that close, move, hire, leave, are renamed, or do nothing."""

    @pytest.fixture
    def written(self, world: World, two: Stores) -> dict[str, Any]:
        officer, member = world.people[Role.POLICY_OFFICER], world.people[Role.STRUCTURE_MEMBER]
        kind = LabelKind.objects.create(authority=world.a, name="Charter", criteria="Sign it.")
        for key in WRITTEN:
            sheet = revisions.keep(sheet_of(key))
            content = {"description": f"What {key} does.", "website": f"https://{key}.example"}
            told = {"content": content, "pictures": [], "sending": (f"sending-of-{key}-0000", True)}
            editing.edit(sheet=sheet, authority=world.a, author=officer, seen=sheet.version, **told)
            claim = claims.claim(sheet=sheet, authority=world.a, author=member, proof=Proof.AUTHORITY, message="m")
            claims.accept_claim(claim=claim, actor=officer)
            label = labels.ask_label(kind=kind, sheet=sheet, author=member, proof="signed")
            labels.grant_label(label=label, actor=officer)
            follows(member, Kind.STRUCTURE, key)
        return self.all_that_was_written()

    def all_that_was_written(self) -> dict[str, Any]:
        tables = (Sheet, Revision, Claim, Label, Follow)
        rows = {model.__name__: list(model.objects.order_by("pk").values()) for model in tables}  # type: ignore[attr-defined]
        return rows | {"additions": additions(WRITTEN)}

    def test_every_addition_is_there_after_two_refreshes(
        self, two: Stores, world: World, written: dict[str, Any]
    ) -> None:
        two.publish(two.now)
        assert refresh().made
        assert self.all_that_was_written() == written
        self.every_page_tells_them(world, gone={CLOSED, LEAVES})
        two.publish(two.before)
        assert refresh().made
        assert self.all_that_was_written() == written
        self.every_page_tells_them(world, gone=set())
        assert Refresh.objects.count() == 3

    def every_page_tells_them(self, world: World, gone: set[str]) -> None:
        for key in WRITTEN:
            page = world.client("anonymous").get(f"/annuaire/{key}/")
            assert page.status_code == 200
            text = page.content.decode()
            assert f"What {key} does." in text
            assert "Charter" in text
            assert ("Sa page est gardée" in text) == (key in gone)
        assert {one.key for one in Departure.objects.filter(key__in=WRITTEN)} == gone

    @pytest.mark.usefixtures("written")
    def test_a_closed_structure_is_marked_with_its_date_and_out_of_lists_by_default(
        self, two: Stores, world: World
    ) -> None:
        two.publish(two.now)
        refresh()
        client = world.client("anonymous")
        assert "3 octobre 2026" in client.get(f"/annuaire/{CLOSED}/").content.decode()
        plain = client.get("/annuaire/?ou=Dijon").content.decode()
        assert f"NAME {CLOSED}" not in plain
        assert f"NAME {SAME}" in plain
        both = client.get("/annuaire/?ou=Dijon&fermees=1").content.decode()
        assert f"NAME {CLOSED}" in both
        assert f"NAME {SAME}" in both
        assert f"NAME {CLOSED}" not in client.get("/annuaire/?ou=Dole&fermees=1").content.decode()


def test_what_is_gone_and_not_to_be_shown_stays_hidden(two: Stores, world: World) -> None:
    Sheet.objects.filter(pk=revisions.keep(sheet_of(CLOSED)).pk).update(hidden=True)
    two.publish(two.now)
    refresh()
    client = world.client("anonymous")
    assert client.get(f"/annuaire/{CLOSED}/").status_code == 404
    for address in ("/annuaire/?fermees=1", "/territoires/commune/21231/changements/"):
        assert CLOSED not in client.get(address).content.decode()


def test_a_structure_that_nobody_knew_of_is_not_in_the_way(two: Stores, world: World) -> None:
    two.publish(two.now)
    refresh()
    page = world.client("anonymous").get(f"/annuaire/{CREATED}/").content.decode()
    assert "Création" in page
    assert "Label ou agrément obtenu" in world.client("anonymous").get(f"/annuaire/{ESUS_NOW}/").content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="a database in memory has one connection")
def test_two_runs_at_once_make_one_refresh(two: Stores) -> None:
    two.publish(two.now)
    made = []

    def run() -> None:
        try:
            made.append(refresh().made)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(made) == [False, True]
    assert Refresh.objects.count() == 2
