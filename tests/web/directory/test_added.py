"""Actors that people proposed and an authority accepted, wherever the directory is read."""

import io
import json
from typing import Any

import pytest
from django.test import Client
from python_calamine import load_workbook

from essaim.observatory.directory.query import Query
from essaim.observatory.reference.geography import find_territory
from essaim.observatory.reference.names import plain
from essaim.web.accounts.models import Role
from essaim.web.contributions.actions import proposals, revisions
from essaim.web.contributions.forms.whereabouts import WhereaboutsForm
from essaim.web.contributions.models import Revision, Sheet
from essaim.web.contributions.models.sheets import LocalKind
from essaim.web.contributions.places import Home
from essaim.web.contributions.whole import whole_index
from essaim.web.territories.stores import current_index
from tests.web.conftest import World
from tests.web.directory.test_files import lines
from tests.web.directory.test_pages import choices, total

NAME = "La Ruche du Suzon"
HERE = {"territoire": "242100410", "repere": "added"}


@pytest.fixture
def hive(world: World) -> Sheet:
    content = {
        "description": "Un atelier.",
        "sector": "RU",
        "needs": ["object_repair"],
        "website": "https://ruche.example",
    }
    made = proposals.propose_actor(
        name=NAME,
        kind=LocalKind.THIRD_PLACE,
        home=Home.of("21231"),
        authority=world.a,
        author=None,
        token="token-of-the-hive-0001",
        content=content,
    )
    return revisions.accept(revision=made, actor=world.people[Role.POLICY_OFFICER]).sheet


def test_without_any_the_register_itself_is_read() -> None:
    assert whole_index() is current_index()


def test_it_is_in_the_list_its_counts_and_its_filters(client: Client, hive: Sheet) -> None:
    whole = client.get("/annuaire/", {"territoire": "242100410"}).content.decode()
    register = current_index().search(Query(territory=find_territory("Dijon Métropole")))
    assert total(whole) == register.total + 1
    assert choices(whole)["repere", "added"] == 1
    page = client.get("/annuaire/", HERE).content.decode()
    assert total(page) == 1
    assert f'href="/annuaire/{hive.key}/">{NAME}</a>' in page
    assert "Ajouté par Dijon" in page
    assert "Tiers-lieu" in page
    for name, value, count in (("besoin", "object_repair", 1), ("secteur", "RU", 1), ("commune", "21231", 1)):
        assert choices(page)[name, value] == count
        assert total(client.get("/annuaire/", HERE | {name: value}).content.decode()) == count
    assert total(client.get("/annuaire/", HERE | {"secteur": "AZ"}).content.decode()) == 0


@pytest.mark.parametrize("asked", ["la ruche du suzon", "Rûche Suzon", "ruche du suzn", "tiers-lieu suzon"])
def test_it_is_found_by_its_words(client: Client, hive: Sheet, asked: str) -> None:
    assert NAME in client.get("/annuaire/", {"q": asked, "ou": "Dijon"}).content.decode()


def test_it_is_in_every_file(client: Client, hive: Sheet) -> None:
    [row] = lines(client.get("/annuaire/liste.csv", HERE).getvalue())
    assert (row["SIREN"], row["Nom"], row["Famille"], row["Ajouté par"]) == ("", NAME, "Tiers-lieu", "Dijon")
    assert "Proposé par des habitants, accepté par Dijon" in row["Source"]
    table = load_workbook(io.BytesIO(client.get("/annuaire/liste.xlsx", HERE).getvalue())).get_sheet_by_index(0)
    assert table.to_python()[1][1] == NAME
    [linked] = json.loads(client.get("/annuaire/liste.jsonld", HERE).getvalue())["@graph"]
    assert linked["@id"].endswith(f"/annuaire/{hive.key}/")
    assert not {"iso6523Code", "identifier", "rov:legalName", "sameAs"} & linked.keys()
    [element] = json.loads(client.get("/annuaire/liste.gogocarto", HERE).getvalue())["data"]
    assert (element["id"], element["categories"], element["website"]) == (
        hive.key,
        ["Tiers-lieu"],
        "https://ruche.example",
    )
    assert NAME in client.get("/annuaire/nouvelles.atom", HERE).content.decode()
    profile = client.get(f"/annuaire/{hive.key}/murmurations.json").json()
    assert (profile["name"], profile["unique_id"]) == (NAME, hive.key)


def point(client: Client) -> dict[str, Any]:
    [found] = json.loads(client.get("/annuaire/points.geojson", HERE).getvalue())["features"]
    return found


def test_its_point_is_the_best_that_is_known(client: Client, hive: Sheet) -> None:
    """Its commune, then its address when the register has one there, then what its file said."""
    assert point(client)["properties"]["where"] == "Dijon (position de la commune)"
    address = next(text for text, _, _ in current_index().placed("21231"))
    hive.content |= {"address": address.title()}
    hive.save()
    assert point(client)["properties"]["where"] == "Dijon"
    places = [
        [round(degree, 5) for degree in spot]
        for text, *spot in current_index().placed("21231")
        if plain(text) == plain(address)
    ]
    assert point(client)["geometry"]["coordinates"] in places
    hive.content |= {"position": [5.0, 47.3]}
    hive.save()
    assert point(client)["geometry"]["coordinates"] == [5.0, 47.3]


def test_a_change_is_there_at_once_and_who_is_hidden_goes(client: Client, hive: Sheet) -> None:
    assert total(client.get("/annuaire/", HERE).content.decode()) == 1
    hive.name = "La Fourmilière"
    hive.save(update_fields=["name"])
    assert "La Fourmilière" in client.get("/annuaire/", HERE).content.decode()
    hive.hidden = True
    hive.save(update_fields=["hidden"])
    assert total(client.get("/annuaire/", HERE).content.decode()) == 0
    assert client.get(f"/annuaire/{hive.key}/").status_code == 404


def test_the_form_asks_where_it_is_and_what_it_answers(world: World) -> None:
    told = {"name": "Le Potager", "kind": "collective", "commune": "21231", "description": "Un jardin."}
    where = {"address": "3 rue des Roses", "sector": "AZ", "need": "reuse"}
    sent = told | where | {"token": "token-of-the-garden-1"}
    assert Client().post("/contribuer/proposer/", sent).status_code == 302
    after = Revision.objects.get(sheet__name="Le Potager").after
    expected = {"address": "3 rue des Roses", "sector": "AZ", "needs": ["reuse"], "description": "Un jardin."}
    assert after == expected


def test_editing_an_address_forgets_the_position_of_the_former_one(hive: Sheet) -> None:
    form = WhereaboutsForm({"address": "here", "sector": "", "need": ""})
    assert form.is_valid()
    start = {"address": "here", "position": [5.0, 47.3], "needs": ["reuse", "printing"]}
    assert form.whereabouts(start)["position"] == [5.0, 47.3]
    assert form.whereabouts(start | {"address": "there"})["position"] is None
    assert form.whereabouts(start)["needs"] == []
