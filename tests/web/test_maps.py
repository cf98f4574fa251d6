"""Maps on the side of the server: GeoJSON that anyone may read, embedded pages, what is allowed to whom."""

import html
import json
import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from essaim.observatory.outlines import area
from essaim.observatory.store.reader import Store
from essaim.web.config.environment import origins
from essaim.web.maps.families import marks
from essaim.web.maps.filters import VIEWS

DIJON = "/carte/contours/intercommunalite/242100410.geojson"
STRUCTURES = "/carte/structures.geojson?territoire=242100410"
EMBED = "/integration/carte/?territoire=242100410"
FRANCE = ((-64, 56), (-22, 52))  # overseas included


def read(client: Client, address: str) -> dict[str, Any]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/geo+json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    found: dict[str, Any] = json.loads(answer.content)
    assert found["type"] == "FeatureCollection"
    for feature in found["features"]:
        assert feature.keys() == {"type", "properties", "geometry"}
        check(feature["geometry"])
    return found


def check(geometry: dict[str, Any]) -> None:
    """RFC 7946: longitude first, rings closed, outer ones turn left, holes right."""
    kind, coordinates = geometry["type"], geometry["coordinates"]
    assert kind in ("Point", "MultiPolygon")
    points = [coordinates] if kind == "Point" else [point for rings in coordinates for ring in rings for point in ring]
    assert points
    for lon, lat in points:
        assert FRANCE[0][0] < lon < FRANCE[0][1]
        assert FRANCE[1][0] < lat < FRANCE[1][1]
    for rings in coordinates if kind == "MultiPolygon" else ():
        assert all(ring[0] == ring[-1] for ring in rings)
        assert [area(ring[:-1]) > 0 for ring in rings] == [True] + [False] * (len(rings) - 1)


def test_the_ground_has_the_territory_its_parts_and_their_names(client: Client) -> None:
    found = read(client, DIJON)
    kinds = [feature["properties"]["kind"] for feature in found["features"]]
    assert {kind: kinds.count(kind) for kind in kinds} == {"part": 23, "territory": 1, "label": 23}
    names = {one["properties"]["name"] for one in found["features"] if one["properties"]["kind"] == "part"}
    assert {"Dijon", "Talant"} <= names
    west, south, east, north = found["bbox"]
    assert west < 5.04 < east
    assert south < 47.33 < north


@pytest.mark.parametrize(("place", "parts"), [("region/27", {"242100410"}), ("commune/21231", {"21231"})])
def test_larger_territories_are_cut_into_larger_parts(client: Client, place: str, parts: set[str]) -> None:
    found = read(client, f"/carte/contours/{place}.geojson")
    assert {one["properties"]["code"] for one in found["features"] if one["properties"]["kind"] == "part"} == parts


def test_a_territory_without_outlines_has_an_empty_ground(client: Client) -> None:
    assert read(client, "/carte/contours/departement/39.geojson")["features"] == []
    assert client.get("/carte/contours/commune/99999.geojson").status_code == 404


def test_structures_are_named_employers_with_a_published_position(client: Client, small_store: Store) -> None:
    found = read(client, STRUCTURES)["features"]
    assert len(found) > 500
    hidden = {siret for (siret,) in small_store.rows("select siret from establishments where not diffusible")}
    assert hidden
    for feature in found:
        told = feature["properties"]
        assert told.keys() == {"siret", "name", "family", "where"}
        assert told["name"]
        assert told["siret"] not in hidden


def test_filters_are_those_of_the_address(client: Client) -> None:
    both = read(client, f"{STRUCTURES}&famille=cooperative&famille=mutual")["features"]
    assert {one["properties"]["family"] for one in both} == {"cooperative", "mutual"}
    of_commune = read(client, "/carte/structures.geojson?territoire=Talant&famille=association")["features"]
    assert {one["properties"]["where"] for one in of_commune} == {"Talant"}


@pytest.mark.parametrize("query", ["territoire=nowhere-at-all", "famille=nothing", "vue=nothing"])
def test_an_address_that_asks_for_what_does_not_exist_is_not_an_empty_map(client: Client, query: str) -> None:
    assert client.get(f"/integration/carte/?{query}").status_code == 404


def test_only_public_geojson_may_be_read_by_the_pages_of_others(client: Client) -> None:
    for address in ("/", EMBED, "/integration/", "/territoires/commune/21231/"):
        assert "Access-Control-Allow-Origin" not in client.get(address).headers


def policy(client: Client, address: str) -> dict[str, str]:
    told = client.get(address)["Content-Security-Policy"].split(";")
    return dict(part.strip().partition(" ")[::2] for part in told)


def test_embedded_pages_alone_may_be_framed(client: Client) -> None:
    answer = client.get(EMBED)
    assert policy(client, EMBED)["frame-ancestors"] == "'self' *"
    assert "X-Frame-Options" not in answer
    for address in ("/", "/integration/", "/territoires/commune/21231/"):
        assert policy(client, address)["frame-ancestors"] == "'none'"
        assert client.get(address)["X-Frame-Options"] == "DENY"
    assert policy(client, EMBED)["worker-src"] == policy(client, EMBED)["connect-src"] == "'self'"


def test_an_embedded_page_has_no_cookie_and_a_locked_one_no_filter(client: Client) -> None:
    for view in VIEWS:
        answer = client.get(f"{EMBED}&vue={view}&locked=1&famille=cooperative")
        page = answer.content.decode()
        assert not answer.cookies
        assert "<form" not in page
        assert "<select" not in page
        assert ("data-map" in page) == (view != "liste")
        assert ("embed-list" in page) == (view != "carte")
        # Whatever link stays in the frame keeps the filters and the lock.
        for link in re.findall(r'href="(\?[^"]*)"', page):
            assert "famille=cooperative" in link
            assert "locked=1" in link
    assert "<form" in client.get(EMBED).content.decode()


def test_an_embedded_list_has_every_structure_a_page_at_a_time(client: Client) -> None:
    total = len(read(client, f"{STRUCTURES}&famille=mutual")["features"])
    shown, page = 0, f"{EMBED}&famille=mutual&locked=1&vue=liste"
    text = client.get(page).content.decode()
    shown = len(re.findall(r"<li><strong>", text))
    assert shown == min(total, 50)
    assert f"{total} établissements employeurs" in text


def test_an_embedded_page_speaks_the_language_of_its_address(client: Client) -> None:
    page = client.get(f"{EMBED}&langue=en", headers={"accept-language": "fr"})
    assert '<html lang="en">' in page.content.decode()
    assert "social and solidarity economy of Dijon" in page.content.decode()
    assert page["Content-Language"] == "en"


def test_the_generator_gives_code_that_works_and_the_address_for_umap(client: Client) -> None:
    page = client.get("/integration/?territoire=242100410&famille=cooperative&vue=carte&langue=en&locked=1")
    text = page.content.decode()
    code = re.search(r"&lt;iframe src=&quot;(.+?)&quot; title=&quot;The ESS of Dijon", text)
    assert code is not None
    address = html.unescape(html.unescape(code[1]))
    assert address.startswith("http://testserver/integration/carte/?")
    framed = client.get(address.removeprefix("http://testserver"))
    assert framed.status_code == 200
    assert '<html lang="en">' in framed.content.decode()
    assert "http://testserver/carte/structures.geojson?territoire=242100410&amp;famille=cooperative" in text
    assert policy(client, "/integration/")["frame-src"] == "'self'"
    assert client.get("/integration/").status_code == 200


def test_every_family_has_a_colour_and_a_shape_of_its_own() -> None:
    told = [mark for mark in marks() if mark.code]
    assert len(told) == 6
    assert len({mark.path for mark in told}) == len(told)
    assert len({mark.series for mark in told}) == len(told)


def test_the_ground_of_others_is_off_and_its_hosts_are_the_only_ones_allowed(
    client: Client, settings: Settings
) -> None:
    assert "data-style" not in client.get(EMBED).content.decode()
    assert origins("https://tiles.example/{z}/{x}/{y}.png", "", "https://tiles.example/fonts") == [
        "https://tiles.example"
    ]
    settings.ESSAIM_MAP_STYLE = "https://tiles.example/{z}/{x}/{y}.png"
    settings.ESSAIM_MAP_CREDITS = "© Tiles & Co"
    page = client.get(EMBED).content.decode()
    assert 'data-style="https://tiles.example/{z}/{x}/{y}.png" data-style-credits="© Tiles &amp; Co"' in page
