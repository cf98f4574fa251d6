"""What changed, read by everyone, checked by officers, followed by people."""

import csv
import io
import re

import pytest
from django.test import Client

from essaim.observatory.reference.geography import territory
from essaim.web.accounts.actions import delete_account, personal_data
from essaim.web.accounts.models import Authority, Role
from essaim.web.contributions.actions import claims, revisions
from essaim.web.contributions.known import sheet_of
from essaim.web.contributions.models.claims import Proof
from essaim.web.following.actions.refreshing import refresh
from essaim.web.following.models import Alert, Change, Check, Follow, Kind
from essaim.web.following.territory import to_check
from tests.versions import BEAUNE, BRANCH, CLOSED, CREATED, DOLE, HIDDEN, MOVED, RENAMED, SAME
from tests.web.conftest import World
from tests.web.following.conftest import Stores, follows

OFFICER = "/collectivites/dijon/changements/"
TICK = "/collectivites/dijon/changements/verifier/"


@pytest.fixture
def changed(two: Stores) -> Stores:
    two.publish(two.now)
    refresh()
    return two


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


class TestTerritories:
    def test_a_territory_tells_what_concerns_it_and_nothing_else(self, changed: Stores, client: Client) -> None:
        dole = text(client, f"/territoires/commune/{DOLE}/changements/")
        assert f"/annuaire/{BRANCH}/" in dole
        assert f"/annuaire/{CLOSED}/" not in dole
        beaune = text(client, f"/territoires/commune/{BEAUNE}/changements/")
        assert "Dijon → Beaune" in beaune
        assert "SECRET" not in beaune
        assert "Structure au nom non diffusé" in beaune  # that one moved too

    def test_kinds_are_counted_and_filter(self, changed: Stores, client: Client) -> None:
        address = "/territoires/intercommunalite/242100410/changements/"
        page = text(client, address)
        moved = Change.objects.filter(kind="moved").count()
        assert re.search(rf'nature=moved"[^>]*>Déménagement <span class="tally">{moved}<', page)
        only = text(client, f"{address}?nature=created")
        assert f"/annuaire/{CREATED}/" in only
        assert f"/annuaire/{CLOSED}/" not in only
        assert text(client, f"{address}?nature=nonsense&page=99")

    def test_the_feed_is_atom_with_one_entry_a_change(self, changed: Stores, client: Client) -> None:
        answer = client.get("/territoires/intercommunalite/242100410/changements.atom")
        assert answer["Content-Type"].startswith("application/atom+xml")
        feed = answer.content.decode()
        assert feed.count("<entry>") == Change.objects.within(territory("intercommunality", "242100410")).count()
        assert f"/annuaire/{CLOSED}/" in feed
        assert len(set(re.findall(r"<id>([^<]+)</id>", feed))) == feed.count("<id>")

    def test_the_portrait_leads_there(self, changed: Stores, client: Client) -> None:
        assert "/territoires/commune/21231/changements/" in text(client, "/territoires/commune/21231/")

    def test_before_anything_changed_the_page_says_so(self, two: Stores, client: Client) -> None:
        assert "Rien à dire encore" in text(client, "/territoires/commune/21231/changements/")

    def test_a_structure_tells_its_history(self, changed: Stores, client: Client) -> None:
        page = text(client, f"/annuaire/{RENAMED}/")
        assert f"NAME {RENAMED} → ANOTHER NAME" in page
        assert 'id="changes"' not in text(client, f"/annuaire/{SAME}/")


class TestOfficers:
    @pytest.fixture
    def claimed(self, two: Stores, world: World) -> None:
        sheet = revisions.keep(sheet_of(MOVED))
        asked = {"authority": world.a, "author": world.people[Role.STRUCTURE_MEMBER], "message": "m"}
        made = claims.claim(sheet=sheet, proof=Proof.AUTHORITY, **asked)
        claims.accept_claim(claim=made, actor=world.people[Role.POLICY_OFFICER])

    def test_claimed_structures_come_first(self, claimed: None, changed: Stores, world: World) -> None:
        page = text(world.client(Role.POLICY_OFFICER), OFFICER)
        order = re.findall(r'class="who"><a href="/annuaire/(\d+)/"', page)
        assert order[0] == MOVED
        assert page.count("Fiche tenue") == 1
        assert set(order) >= {CREATED, CLOSED, HIDDEN}

    def test_ticking_one_says_who_and_when_and_can_be_undone(self, changed: Stores, world: World) -> None:
        client = world.client(Role.POLICY_OFFICER)
        one = Change.objects.get(key=CLOSED, kind="closed")
        answer = client.post(TICK, {"change": one.pk, "asked": "nature=closed"}, follow=True)
        assert answer.redirect_chain == [(f"{OFFICER}?nature=closed", 302)]
        assert "1 changement vérifié" in answer.content.decode()
        assert f"/annuaire/{CLOSED}/" not in text(client, f"{OFFICER}?nature=closed")
        done = text(client, f"{OFFICER}?etat=verifies")
        assert "par A policy_officer" in done
        client.post(TICK, {"annuler": one.pk})
        assert not Check.objects.exists()

    def test_all_of_a_kind_at_once_and_nothing_of_another(self, changed: Stores, world: World) -> None:
        before = to_check(world.a).count()
        moved = to_check(world.a).filter(kind="moved").count()
        world.client(Role.NETWORK_ANIMATOR).post(TICK, {"nature": "moved"})
        assert Check.objects.count() == moved
        assert to_check(world.a).count() == before - moved

    def test_ticking_twice_keeps_the_first_one(self, changed: Stores, world: World) -> None:
        one = Change.objects.get(key=CLOSED, kind="closed")
        for who in (Role.POLICY_OFFICER, Role.ADMINISTRATOR):
            world.client(who).post(TICK, {"change": one.pk})
        assert Check.objects.get().by == world.people[Role.POLICY_OFFICER]

    def test_each_authority_ticks_its_own(self, changed: Stores, world: World) -> None:
        client = world.client("other_administrator")
        one = Change.objects.get(key=CLOSED, kind="closed")
        assert client.post(TICK, {"change": one.pk}).status_code == 403
        client.post("/collectivites/besancon/changements/verifier/", {"change": one.pk})  # not of its territory
        assert not Check.objects.exists()
        world.client(Role.POLICY_OFFICER).post(TICK, {"change": one.pk})
        assert not Check.objects.visible_to(world.people["other_administrator"]).exists()

    def test_the_file_holds_the_list_of_the_page(self, changed: Stores, world: World) -> None:
        client = world.client(Role.POLICY_OFFICER)
        one = Change.objects.get(key=CLOSED, kind="closed")
        client.post(TICK, {"change": one.pk})
        answer = client.get("/collectivites/dijon/changements.csv?etat=verifies")
        rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))
        assert [(row["siren"], row["date"], row["checked_by"]) for row in rows] == [
            (CLOSED, "2026-10-03", "A policy_officer")
        ]

    def test_the_pages_of_the_authority_count_what_remains(self, changed: Stores, world: World) -> None:
        number = to_check(world.a).count()
        assert f"{number} changements à vérifier" in text(world.client(Role.POLICY_OFFICER), "/collectivites/dijon/")
        assert f"({number})" in text(world.client(Role.POLICY_OFFICER), "/collectivites/dijon/contributions/")
        for who in ("anonymous", Role.BUYER, "other_administrator"):
            assert "à vérifier" not in text(world.client(who), "/collectivites/dijon/")


class TestFollowing:
    def test_follow_from_a_page_then_stop(self, two: Stores, world: World) -> None:
        client = world.client("nobody")
        assert "Suivre" in text(client, f"/annuaire/{SAME}/")
        answer = client.post("/suivi/suivre/", {"genre": "structure", "cible": SAME}, follow=True)
        assert f"Vous suivez « NAME {SAME} »" in answer.content.decode().replace("\u00a0", " ")
        assert "Suivi" in text(client, f"/annuaire/{SAME}/")
        [one] = Follow.objects.all()
        assert f"NAME {SAME}" in text(client, "/suivi/")
        client.post(f"/suivi/{one.pk}/arreter/")
        assert not Follow.objects.exists()

    def test_twice_is_once(self, two: Stores, world: World) -> None:
        for _ in range(2):
            world.client("nobody").post("/suivi/suivre/", {"genre": "territory", "cible": "commune:21231"})
        assert Follow.objects.get().label == "Dijon"

    def test_a_search_is_kept_in_its_plainest_form(self, two: Stores, world: World) -> None:
        asked = {"genre": "search", "cible": "q=name&territoire=21231&page=3&tri=nom&autre=1"}
        answer = world.client("nobody").post("/suivi/suivre/", asked)
        one = Follow.objects.get()
        assert one.target == "q=name&territoire=21231"
        assert one.label.replace("\u00a0", " ") == "« name » · Dijon"
        assert answer.url == f"/annuaire/?{one.target}"

    @pytest.mark.parametrize(
        ("kind", "target"),
        [
            ("structure", "999999999"),
            ("structure", "x"),
            ("territory", "commune:99999"),
            ("territory", "planet:3"),
            ("search", ""),
            ("search", "page=2"),
            ("other", "1"),
            ("search", "q=" + "a" * 600),
        ],
    )
    def test_what_does_not_exist_cannot_be_followed(self, two: Stores, world: World, kind: str, target: str) -> None:
        assert world.client("nobody").post("/suivi/suivre/", {"genre": kind, "cible": target}).status_code == 404

    def test_who_is_not_signed_in_is_led_to_sign_in_and_back(self, two: Stores, client: Client) -> None:
        page = text(client, f"/annuaire/{SAME}/")
        link = re.search(r'href="(/suivi/suivre/[^"]+)"', page)
        assert link
        answer = client.get(link[1].replace("&amp;", "&"))
        assert answer.status_code == 302
        assert "/compte/login/?next=/suivi/suivre/" in answer.url

    def test_nobody_stops_what_another_follows(self, two: Stores, world: World) -> None:
        one = follows(world.people["nobody"], Kind.STRUCTURE, SAME)
        assert world.client(Role.ADMINISTRATOR).post(f"/suivi/{one.pk}/arreter/").status_code == 404
        assert SAME not in text(world.client(Role.ADMINISTRATOR), "/suivi/")

    def test_personal_data_has_it_and_erasing_takes_it_away(self, changed: Stores, world: World) -> None:
        user = world.people[Role.POLICY_OFFICER]
        follows(user, Kind.STRUCTURE, SAME)
        one = Change.objects.get(key=CLOSED, kind="closed")
        world.client(Role.POLICY_OFFICER).post(TICK, {"change": one.pk})
        held = personal_data(user)["following"]
        assert held["follows"][0]["target"] == SAME
        assert held["alerts"]["by_email"] is True
        assert held["checks"][0]["structure"] == CLOSED
        delete_account(user=user)
        assert not Follow.objects.exists()
        assert not Alert.objects.exists()
        assert Check.objects.get().by is None


def test_an_authority_without_a_known_territory_has_nothing_to_check(changed: Stores) -> None:
    assert not to_check(Authority.objects.create(name="X", slug="x")).exists()
