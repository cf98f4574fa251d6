"""Without an account: corrections, actors that are missing, requests not to be shown; robots and hammering."""

import re

import pytest
from django.core import mail
from django.test import Client

from essaim.web.accounts.models import Role
from essaim.web.contributions.known import sheet_of
from essaim.web.contributions.models import Decision, Objection, Revision, Sheet
from essaim.web.contributions.reading import additions, local_name, opposed
from tests.web.contributions.conftest import BESANCON, Scene

CORRECT = "/contribuer/009000019/signaler/"
PROPOSE = "/contribuer/proposer/"
OBJECT = "/contribuer/009000019/opposition/"
TOKEN = "a-token-that-is-long-enough"
ACTOR = {
    "name": "Les Grainiers",
    "kind": "collective",
    "commune": "Dijon",
    "description": "Des graines.",
    "token": TOKEN,
}


def test_a_correction_waits_then_is_applied_and_answered(scene: Scene) -> None:
    scene.publish({"website": "https://old.example"})
    told = {"what": "website", "value": "new.example", "email": "visitor@x.example", "token": TOKEN}
    assert Client().post(CORRECT, told).url == "/contribuer/merci/"
    assert scene.live() == {"website": "https://old.example"}
    page = scene.client(Role.POLICY_OFFICER).get("/collectivites/dijon/contributions/").content.decode()
    assert "https://old.example</del>" in page
    assert "https://new.example</ins>" in page
    waiting = Revision.objects.pending().get()
    address = f"/collectivites/dijon/contributions/revision/{waiting.pk}/"
    scene.client(Role.POLICY_OFFICER).post(address, {"decision": "accepted"})
    assert scene.live() == {"website": "https://new.example"}
    assert mail.outbox[0].to == ["visitor@x.example"]


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({}, "obligatoire"),
        ({"what": "opening"}, "Dites ce qui serait juste"),
        ({"what": "website", "value": "javascript:alert(1)"}, "URL"),
        ({"what": "website", "value": "https://old.example"}, "déjà ce qui est écrit"),
        ({"what": "nonsense", "value": "x"}, "choix"),
        ({"what": "other", "value": "x", "email": "nobody"}, "e-mail"),
    ],
)
def test_a_correction_that_says_nothing_is_told_so(scene: Scene, told: dict[str, str], fault: str) -> None:
    scene.publish({"website": "https://old.example"})
    page = Client(headers={"accept-language": "fr"}).post(CORRECT, told | {"token": TOKEN}).content.decode()
    assert fault in page
    assert not Revision.objects.pending().exists()


def test_robots_are_thanked_and_nothing_is_kept(scene: Scene) -> None:
    for address, told in (
        (CORRECT, {"what": "closed"}),
        (PROPOSE, ACTOR),
        (OBJECT, {"why": "x", "email": "a@b.example"}),
    ):
        assert Client().post(address, told | {"token": TOKEN, "fax": "1"}).url == "/contribuer/merci/"
    assert not Revision.objects.exists()
    assert not Objection.objects.exists()


def test_a_double_click_sends_once(scene: Scene) -> None:
    for _ in range(3):
        Client().post(CORRECT, {"what": "closed", "token": TOKEN})
        Client().post(PROPOSE, ACTOR | {"token": f"{TOKEN}-2"})
        Client().post(OBJECT, {"why": "x", "email": "a@b.example", "token": TOKEN})
    assert Revision.objects.count() == 2
    assert Sheet.objects.local().count() == 1
    assert Objection.objects.count() == 1


def test_hammering_is_stopped_by_address_and_says_when_to_come_back(scene: Scene) -> None:
    sent = [Client().post(CORRECT, {"what": "closed", "token": f"{TOKEN}-{n}"}).status_code for n in range(12)]
    assert sent == [302] * 10 + [429] * 2
    page = Client(headers={"accept-language": "fr"}).post(CORRECT, {"what": "closed", "token": TOKEN})
    assert "60 minutes" in page.content.decode()
    assert Client(REMOTE_ADDR="192.0.2.7").post(CORRECT, {"what": "closed", "token": TOKEN}).status_code == 302


def test_an_actor_waits_for_the_authority_of_its_commune_then_is_shown(scene: Scene) -> None:
    assert Client().post(PROPOSE, ACTOR).url == "/contribuer/merci/"
    sheet = Sheet.objects.local().get()
    assert re.fullmatch(r"local-les-grainiers-[0-9a-f]{8}", sheet.key)
    assert local_name(sheet.key) is None
    assert Client().get(f"/contribuer/{sheet.key}/").status_code == 404
    assert scene.client("other_administrator").get(f"/contribuer/{sheet.key}/").status_code == 404
    assert scene.client(Role.NETWORK_ANIMATOR).get(f"/contribuer/{sheet.key}/").status_code == 200
    waiting = Revision.objects.get()
    address = f"/collectivites/dijon/contributions/revision/{waiting.pk}/"
    assert scene.client(Role.NETWORK_ANIMATOR).post(address, {"decision": "accepted"}).status_code == 302
    assert local_name(sheet.key) == "Les Grainiers"
    assert "Des graines." in additions([sheet.key])[sheet.key].description
    assert Client().get(f"/contribuer/{sheet.key}/").status_code == 200


def test_an_actor_that_is_refused_is_never_shown(scene: Scene) -> None:
    revision = scene.actor("Les Grainiers")
    address = f"/collectivites/dijon/contributions/revision/{revision.pk}/"
    scene.client(Role.POLICY_OFFICER).post(address, {"decision": "refused", "reason": "Une entreprise classique"})
    assert Client().get(f"/contribuer/{revision.sheet.key}/").status_code == 404
    assert local_name(revision.sheet.key) is None


def test_what_looks_like_it_is_shown_first_and_asked_once(scene: Scene) -> None:
    local = scene.local("Le Grand Jardin partagé")
    client = Client(headers={"accept-language": "fr"})
    told = ACTOR | {"name": "grand jardin partage"}
    page = client.post(PROPOSE, told).content.decode()
    assert "Est-ce l'un de ces acteurs" in page
    assert f'href="/contribuer/{local.key}/"' in page
    assert not Revision.objects.pending().exists()
    different = re.search(r'name="different" value="([^"]+)"', page)
    assert different
    assert client.post(PROPOSE, told | {"different": different[1]}).url == "/contribuer/merci/"
    assert Revision.objects.pending().count() == 1


def test_what_open_data_already_has_is_shown_first(scene: Scene) -> None:
    told = ACTOR | {"name": scene.sheet.name.lower(), "commune": scene.sheet.commune}
    assert f'href="/contribuer/{scene.sheet.key}/"' in Client().post(PROPOSE, told).content.decode()


def test_where_no_authority_would_answer_nothing_is_asked(scene: Scene) -> None:
    page = Client(headers={"accept-language": "fr"}).post(PROPOSE, ACTOR | {"commune": "29019"}).content.decode()
    assert "Aucune collectivité" in page
    assert not Sheet.objects.local().exists()
    scene.a.coverage.all().delete()
    for address in (CORRECT, OBJECT, "/contribuer/009000019/"):
        assert "Aucune collectivité" in Client(headers={"accept-language": "fr"}).get(address).content.decode()
    assert Client().post(CORRECT, {"what": "closed", "token": TOKEN}).status_code == 200
    assert not Revision.objects.exists()


def test_an_unknown_place_is_told_with_what_is_near(scene: Scene) -> None:
    page = Client(headers={"accept-language": "fr"}).post(PROPOSE, ACTOR | {"commune": "Dijno"}).content.decode()
    assert "Dijon" in page
    assert not Sheet.objects.local().exists()


def test_a_structure_that_asks_is_not_shown_once_the_authority_agrees(scene: Scene) -> None:
    scene.publish({"description": "x"})
    Client().post(OBJECT, {"why": "Adresse d'un domicile", "email": "board@x.example", "token": TOKEN})
    assert opposed() == frozenset()
    objection = Objection.objects.get()
    address = f"/collectivites/dijon/contributions/objection/{objection.pk}/"
    assert scene.client(Role.NETWORK_ANIMATOR).post(address, {"decision": "accepted"}).status_code == 404
    scene.client(Role.POLICY_OFFICER).post(address, {"decision": "accepted"})
    assert opposed() == {scene.sheet.key}
    assert additions([scene.sheet.key]) == {}
    assert Client().get("/contribuer/009000019/").status_code == 404
    assert mail.outbox[-1].to == ["board@x.example"]
    again = f"/collectivites/dijon/contributions/{objection.pk}/afficher/"
    assert scene.client("other_administrator").post(again).status_code == 403
    assert scene.client(Role.POLICY_OFFICER).post(again).status_code == 302
    assert opposed() == frozenset()
    assert Objection.objects.get().decision == Decision.WITHDRAWN  # what was decided stays written
    assert scene.client(Role.POLICY_OFFICER).post(again).status_code == 404


def test_a_structure_whose_name_is_withheld_or_unknown_has_no_sheet(client: Client) -> None:
    for key in ("999999999", "000000000", "local-nothing"):
        assert client.get(f"/contribuer/{key}/").status_code == 404
        assert client.get(f"/contribuer/{key}/signaler/").status_code == 404


def test_the_sheets_of_b_are_decided_by_b_only(scene: Scene) -> None:
    there = scene.actor("Les Forges", authority=scene.world.b, commune=BESANCON)
    for slug, who, status in (
        ("besancon", Role.POLICY_OFFICER, 403),
        ("dijon", Role.POLICY_OFFICER, 404),
        ("dijon", "other_administrator", 403),
        ("besancon", "other_administrator", 302),
    ):
        address = f"/collectivites/{slug}/contributions/revision/{there.pk}/"
        assert scene.client(who).post(address, {"decision": "accepted"}).status_code == status
    assert sheet_of(there.sheet.key).state == "live"


def test_names_nearly_the_same_are_told_while_one_types(scene: Scene) -> None:
    sheet = scene.local("Café des Tanneries")
    client = scene.client("anonymous")
    asked = {"name": "cafe des taneries", "commune": "Dijon"}
    found = client.get("/contribuer/proposer/semblables.json", asked).json()["near"]
    assert {"name": sheet.name, "where": "Dijon", "address": f"/contribuer/{sheet.key}/"} in found
    assert client.get("/contribuer/proposer/semblables.json", asked | {"name": "ca"}).json() == {"near": []}
    elsewhere = client.get("/contribuer/proposer/semblables.json", asked | {"commune": "Dole"}).json()["near"]
    assert sheet.name not in {one["name"] for one in elsewhere}
    Sheet.objects.filter(pk=sheet.pk).update(hidden=True)
    assert sheet.name not in str(client.get("/contribuer/proposer/semblables.json", asked).json())
