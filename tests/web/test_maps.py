"""Grounds of maps on the side of the server: GeoJSON that anyone may read, marks of families, the tiles of others."""

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from essaim.observatory.outlines import area
from essaim.web.config.environment import origins
from essaim.web.maps.families import marks

DIJON = "/carte/contours/intercommunalite/242100410.geojson"
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
