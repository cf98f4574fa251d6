"""Structures of the API are those of the directory: same filters, same order, same people left out."""

import pytest
from django.test import Client

from essaim.observatory.directory.index import Index
from essaim.observatory.directory.query import Query
from essaim.observatory.reference.geography import territory
from essaim.web.contributions.models import Sheet
from essaim.web.contributions.places import Home
from tests.web.api.conftest import Program, Scene
from tests.web.directory.conftest import index
from tests.web.matrix import IN_DIJON

__all__ = ["index"]
DIJON = "territory=commune:21231"


def test_the_list_is_that_of_the_directory(program: Program, index: Index) -> None:
    told = program.json(f"/structures?{DIJON}&family=cooperative&employers_only=true&sort=size")
    asked = Query(territory=territory("commune", "21231"), families=("cooperative",), employers_only=True, sort="size")
    found = index.search(asked)
    assert told["total"] == found.total > 0
    assert [one["siren"] for one in told["items"]] == [one.siren for one in found.structures]
    assert all(one["family"]["code"] == "cooperative" for one in told["items"])
    page = Client().get(told["page_for_people"], headers={"accept-language": "fr"}).content.decode()
    assert f"/annuaire/{told['items'][0]['siren']}/" in page


def test_pages_of_any_size_hold_everything_once_in_one_order(program: Program) -> None:
    whole = [one["siren"] for one in program.json(f"/structures?{DIJON}&family=cooperative&size=100")["items"]]
    address, found = f"/structures?{DIJON}&family=cooperative&size=40", []
    while address:
        told = program.json(address)
        found += [one["siren"] for one in told["items"]]
        address = (told["links"]["next"] or "").partition("/api/v1")[2]
    assert found[: len(whole)] == whole
    assert len(found) == told["total"] == len(set(found)) > 40
    past = program.json(f"/structures?{DIJON}&family=cooperative&page=5000")
    assert (past["items"], past["total"]) == ([], len(found))


def test_facets_are_told_when_asked_for(program: Program) -> None:
    assert program.json(f"/structures?{DIJON}")["facets"] is None
    told = program.json(f"/structures?{DIJON}&facets=true")
    counted = program.json(f"/structures?{DIJON}&family=mutual")["total"]
    assert told["facets"]["family"]["mutual"] == counted > 0


def test_one_structure_says_why_it_is_there(program: Program) -> None:
    told = program.json(f"/structures/{IN_DIJON}")
    assert told["siren"] == IN_DIJON
    assert told["evidence"]
    assert all(one["source"]["fr"] and one["vintage"] for one in told["evidence"])
    assert told["perimeters"]
    assert len(told["establishments"]) == told["places"]
    assert told["head_office"]["commune"]["code"].startswith("21")
    assert told["origin"]["synthetic"]


def test_what_people_wrote_stands_beside_and_a_contact_is_in_no_list(program: Program, scene: Scene) -> None:
    contact = {"name": "Accueil", "email": "bonjour@structure.example"}
    scene.publish({"website": "https://x.example", "accessibility": ["toilets"], "contact": contact})
    told = program.json(f"/structures/{IN_DIJON}")
    assert told["additions"]["website"] == "https://x.example"
    assert told["additions"]["accessibility"][0]["label"] == {"fr": "toilettes adaptées", "en": "adapted toilets"}
    assert told["contact"]["email"] == "bonjour@structure.example"
    assert told["sheet_version"] == 1
    assert "bonjour@structure.example" not in program.get(f"/structures?q={told['name']}&size=100").content.decode()
    listed = program.json(f"/structures?q={told['name']}&size=100")["items"]
    assert next(one for one in listed if one["siren"] == IN_DIJON)["additions"]["website"] == "https://x.example"


def test_who_asked_not_to_be_shown_is_nowhere(program: Program) -> None:
    place = f"{DIJON}&size=1"
    before = program.json(f"/structures?{place}")["total"]
    first = program.get(f"/structures.geojson?{DIJON}")
    siren = first.getvalue().partition(b'"siret":"')[2][:9].decode()
    Sheet.objects.create(key=siren, name="x", hidden=True, **vars(Home.of("21231")))
    assert program.get(f"/structures/{siren}").status_code == 404
    assert program.json(f"/structures?{place}")["total"] == before - 1
    again = program.get(f"/structures.geojson?{DIJON}", if_none_match=first["ETag"])
    assert again.status_code == 200
    assert f'"siret":"{siren}'.encode() not in again.getvalue()


def test_partial_diffusion_hides_name_and_position(program: Program, index: Index) -> None:
    withheld = next(one for one in index.every(Query()) if not one.diffusible)
    told = program.json(f"/structures/{withheld.siren}")
    assert told["diffusible"] is False
    assert (told["name"], told["acronym"], told["head_office"]["longitude"]) == (None, None, None)
    assert all(
        work["name"] is work["address"] is work["longitude"] is None
        for work in told["establishments"]
        if not work["diffusible"]
    )


def test_points_are_those_of_the_map(program: Program) -> None:
    answer = program.get(f"/structures.geojson?{DIJON}&family=cooperative")
    page = Client(headers={"accept-language": "en"}).get(
        "/annuaire/points.geojson", {"territoire": "21231", "famille": "cooperative"}
    )
    assert answer["Content-Type"] == "application/geo+json"
    assert answer.getvalue() == page.getvalue()
    assert (
        program.get(f"/structures.geojson?{DIJON}&family=cooperative", if_none_match=answer["ETag"]).status_code == 304
    )


def test_actors_that_registers_lack_are_in_the_same_list(program: Program, scene: Scene) -> None:
    waiting = scene.actor("Les Invisibles")
    local = scene.local("La Bricole", description="On répare.", needs=["bicycle_repair"], address="1 rue du Port")
    told = program.json("/structures?territory=intercommunality:242100410&mark=added")
    assert [(one["name"], one["key"], one["siren"]) for one in told["items"]] == [("La Bricole", local.key, None)]
    one = program.json(f"/structures/{local.key}")
    assert one["additions"]["description"] == "<p>On répare.</p>\n"
    assert (one["added"]["by"], one["added"]["kind"]["code"]) == ("Dijon", "collective")
    assert [need["code"] for need in one["needs"]] == ["bicycle_repair"]
    assert (one["legal_form"], one["family"], one["perimeters"]) == (None, None, ["wide"])
    assert one["establishments"][0]["siret"] is None
    assert program.get(f"/structures/{waiting.sheet.key}").status_code == 404
    assert program.json("/structures?territory=departement:39&mark=added")["total"] == 0


def test_points_change_with_what_people_add(program: Program, scene: Scene) -> None:
    path = "/structures.geojson?territory=commune:21231&mark=added"
    before = program.get(path)
    scene.local("La Bricole")
    after = program.get(path, if_none_match=before["ETag"])
    assert after.status_code == 200
    assert "La Bricole" in after.getvalue().decode()


def test_a_zone_keeps_what_is_placed_in_it(program: Program) -> None:
    every = program.json(f"/structures?{DIJON}&size=1")["total"]
    inside = program.json(f"/structures?{DIJON}&zone=5.03,47.31,5.06,47.34&size=1")["total"]
    assert 0 < inside < every
    assert program.get(f"/structures?{DIJON}&zone=north").status_code == 422


@pytest.mark.parametrize("name", ["families", "sectors", "needs", "labels", "headcounts", "marks", "received"])
def test_every_code_of_a_list_is_taken_by_its_filter(program: Program, name: str) -> None:
    parameter = {"families": "family", "received": "received"}.get(name, name.removesuffix("s"))
    codes = [one["code"] for one in program.json(f"/codes/{name}")["items"]][:40]
    query = "&".join(f"{parameter}={code.replace('+', '%2B')}" for code in codes)
    assert program.json(f"/structures?{query}&size=1")["total"] > 0


def test_what_it_received_is_told_and_only_its_own_is_summed(program: Program, index: Index) -> None:
    key = next(one.siren for one in index.every(Query(received=("contracts",))) if index.received(one.siren).subsidies)
    told, known = program.json(f"/structures/{key}")["received"], index.received(key)
    assert [one["uid"] for one in told["contracts"]] == [one.uid for one in known.contracts]
    own = [one["amount"] for one in told["contracts"] if one["amount_kind"] == "whole"]
    assert told["awarded"] == sum(own)
    assert told["granted"] == sum(one.received for one in known.in_money) > 0
    assert program.json(f"/structures/{_silent(index)}")["received"] == {
        "contracts": [],
        "subsidies": [],
        "awarded": 0,
        "granted": 0,
    }


def _silent(index: Index) -> str:
    return next(one.siren for one in index.every(Query()) if not index.received(one.siren))
