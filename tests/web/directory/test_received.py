"""What a structure received, on its page and in its file: no amount said to be its own that is not."""

import csv
import io
import json
import re

import pytest
from django.test import Client

from essaim.observatory.directory.index import Index
from essaim.observatory.directory.query import Query
from essaim.observatory.reference.geography import territory
from essaim.web.contributions.models import Decision, Label, LabelKind, Sheet
from essaim.web.contributions.places import Home
from essaim.web.territories.levels import address_of
from tests.web.conftest import World
from tests.web.directory.test_pages import total, words

ICO = "009000035"


def table(client: Client, siren: str) -> list[dict[str, str]]:
    answer = client.get(f"/annuaire/{siren}/recu.csv")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))


def euros(cell: str) -> float:
    return float(cell.replace(",", "."))


def test_the_page_tells_contracts_and_subsidies_with_source_date_and_limits(client: Client) -> None:
    page = words(client.get(f"/annuaire/{ICO}/").content.decode())
    for told in (
        "Marchés et subventions reçus",
        "dont elle est seule titulaire, montants attribués",
        "marché entier, 2 titulaires : sa part n'est pas publiée",
        "maximum de l'accord-cadre, non la somme commandée",
        "Accord-cadre",
        "Marché réservé",
        "Modifié en",
        "Données essentielles de la commande publique · novembre 2026",
        "Subventions publiées au format SCDL · novembre 2026",
        "40 000 € HT",
        "23 000 € par an",
        "art. L2196-2 et R2196-1",
        "loi n° 2000-321, art. 10",
    ):
        assert told in page, told
    english = words(client.get(f"/annuaire/{ICO}/", headers={"accept-language": "en"}).content.decode())
    assert "of which it is the sole holder, amounts awarded" in english


def test_the_total_is_that_of_the_lines_that_are_its_own(client: Client, index: Index) -> None:
    rows = table(client, ICO)
    contracts = [row for row in rows if row["Nature"] == "Marché public"]
    own = [row for row in contracts if row["Montant reçu par la structure (€)"]]
    assert len(own) < len(contracts) == len(index.received(ICO).contracts)
    assert all(row["Titulaires"] == "1" for row in own)
    assert {row["Ce qu'est ce montant"] for row in own} == {"attribué à elle seule"}
    summed = sum(euros(row["Montant reçu par la structure (€)"]) for row in own)
    page = client.get(f"/annuaire/{ICO}/").content.decode()
    told = re.search(r'class="big">([^<]+)€ HT', page)
    assert told
    assert int(re.sub(r"\D", "", told[1])) == round(summed)
    assert all(row["Source"] and row["Date des données"] and row["Licence"] and row["Avertissement"] for row in rows)


def test_nothing_is_said_of_a_structure_of_which_nothing_is_published(client: Client, index: Index) -> None:
    silent = next(one for one in index.every(Query()) if one.name and not index.received(one.siren))
    assert "Marchés et subventions reçus" not in client.get(f"/annuaire/{silent.siren}/").content.decode()
    assert client.get(f"/annuaire/{silent.siren}/recu.csv").status_code == 404
    assert client.get("/annuaire/000000000/recu.csv").status_code == 404


def test_who_asked_not_to_be_shown_has_no_file(client: Client) -> None:
    Sheet.objects.create(key=ICO, name="ICO", state="live", hidden=True, **vars(Home.of("21231")))
    assert client.get(f"/annuaire/{ICO}/recu.csv").status_code == 404


def test_subsidies_are_linked_data(client: Client) -> None:
    page = client.get(f"/annuaire/{ICO}/").content.decode()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert block
    funding = json.loads(block[1])["funding"]
    assert {one["@type"] for one in funding} == {"MonetaryGrant"}
    assert all(one["amount"]["currency"] == "EUR" and one["funder"]["name"] for one in funding)


@pytest.mark.parametrize("code", ["contracts", "subsidies"])
def test_the_list_can_be_narrowed_to_those_that_received(client: Client, index: Index, code: str) -> None:
    page = client.get("/annuaire/", {"recu": code}).content.decode()
    assert total(page) == index.search(Query(received=(code,))).total > 0


def test_prizes_are_landmarks_while_they_last(client: Client, world: World) -> None:
    sheet = Sheet.objects.create(key=ICO, name="ICO", state="live", **vars(Home.of("21231")))
    ask = {"repere": "awarded"}
    assert total(client.get("/annuaire/", ask).content.decode()) == 0
    for name, is_award in (("Prix", True), ("Réseau", False)):
        kind = LabelKind.objects.create(authority=world.a, name=name, criteria="Jury", is_award=is_award)
        Label.objects.create(
            kind=kind,
            sheet=sheet,
            authority=world.a,
            author=world.people["nobody"],
            proof="Palmarès",
            decision=Decision.ACCEPTED,
            granted_on="2026-01-01",
        )
    page = client.get("/annuaire/", ask).content.decode()
    assert total(page) == 1
    assert "Distinguées par un prix" in words(page)
    assert ICO in client.get("/annuaire/liste.csv", ask).getvalue().decode()
    Label.objects.filter(kind__name="Prix").update(expires_on="2026-02-01")
    assert total(client.get("/annuaire/", ask).content.decode()) == 0


def test_a_portrait_leads_to_the_oldest_and_the_largest(client: Client) -> None:
    page = client.get(address_of(territory("intercommunality", "242100410"))).content.decode()
    links = re.findall(r'href="(/annuaire/\?[^"]*tri=(?:age|taille))"', page)
    assert len(links) == 2
    for link in links:
        answer = client.get(link.replace("&amp;", "&"))
        assert answer.status_code == 200
        assert "Dijon Métropole" in answer.content.decode()
