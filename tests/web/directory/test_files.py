"""Files of a list: the same structures in every format, each with its origin, harmless to whoever opens it."""

import csv
import io
import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import load_workbook

from essaim.observatory.directory.index import Index
from essaim.observatory.directory.query import Query
from essaim.observatory.reference.geography import territory
from essaim.web.directory.files import linked, tables
from essaim.web.directory.files.records import Origin, Record

LIST = {"territoire": "242100410", "famille": "cooperative"}
ASKED = Query(territory=territory("intercommunality", "242100410"), families=("cooperative",))
ORIGIN = Origin("https://essaim.example", "Sirene", "2026-11", "Licence Ouverte 2.0", True, "fr")


def written(client: Client, form: str) -> bytes:
    answer = client.get(f"/annuaire/liste.{form}", LIST)
    assert answer.status_code == 200
    return answer.getvalue()  # read to its end, which closes it


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_every_format_holds_the_structures_of_the_list(client: Client, index: Index) -> None:
    expected = [one.siren for one in index.every(ASKED)]
    assert expected
    content = written(client, "csv")
    assert content.startswith(b"\xef\xbb\xbf")
    assert [row["SIREN"] for row in lines(content)] == expected
    table = load_workbook(io.BytesIO(written(client, "xlsx"))).get_sheet_by_index(0).to_python()
    assert [row[0] for row in table[1:]] == expected
    graph = json.loads(written(client, "jsonld"))["@graph"]
    assert [one["iso6523Code"] for one in graph] == [f"0002:{siren}" for siren in expected]
    elements = json.loads(written(client, "gogocarto"))["data"]
    placed = {one.siren for one in index.every(ASKED) if one.name and one.head_office.longitude is not None}
    assert {one["id"] for one in elements} == placed


def test_every_file_says_its_source_its_date_its_licence_and_that_it_is_synthetic(client: Client) -> None:
    files = [written(client, form).decode() for form in ("csv", "jsonld", "gogocarto")]
    files += [client.get(address).getvalue().decode() for address in ("/annuaire/points.geojson?territoire=21231",)]
    files += [client.get(address).content.decode() for address in ("/annuaire/nouvelles.atom", "/catalogue.jsonld")]
    for file in files:
        for said in ("Sirene", "2026-", "Licence Ouverte", "démonstration"):
            assert said in file, file[:300]


def test_an_unknown_format_and_a_workbook_too_large_are_refused(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/annuaire/liste.exe").status_code == 404
    monkeypatch.setattr(tables, "MOST_ROWS", 0)
    assert client.get("/annuaire/liste.xlsx", LIST).status_code == 404


@given(st.text())
def test_no_cell_is_a_formula(text: str) -> None:
    assert not tables.harmless(text).startswith(tables.RUN)
    assert tables.harmless(text).removeprefix("'") == text.removeprefix("'")


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", 'a;b"c\nd'])
def test_a_hostile_name_stays_a_name(index: Index, name: str) -> None:
    row = Record(replace(index.search(ASKED).structures[0], name=name), None)
    [read] = lines("".join(tables.as_csv([row], ORIGIN)).encode())
    assert read["Nom"] in (name, f"'{name}")
    assert not read["Nom"].startswith(tables.RUN)
    with tables.as_xlsx([row], ORIGIN) as book:
        [_, cells] = load_workbook(io.BytesIO(book.read())).get_sheet_by_index(0).to_python()
    assert cells[1] == name


def test_a_page_bears_its_data_which_cannot_leave_their_block(client: Client, index: Index) -> None:
    one = index.search(ASKED).structures[0]
    page = client.get(f"/annuaire/{one.siren}/").content.decode()
    told = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert told
    found = json.loads(told[1])
    assert found["name"] == one.name
    assert {"Organization", "org:FormalOrganization", "ess:SSEInitiative"} <= set(found["@type"])
    assert found["ess:legalForm"] == {"@id": "essstd:legal-form/L2"}
    hostile = linked.block(Record(replace(one, name="</script><script>alert(1)"), None), ORIGIN)
    assert "<" not in hostile
    assert json.loads(hostile)["name"] == "</script><script>alert(1)"


def test_the_feed_has_the_newest_first(client: Client, index: Index) -> None:
    feed = ElementTree.fromstring(client.get("/annuaire/nouvelles.atom", LIST).content)  # noqa: S314 - our own
    space = {"a": "http://www.w3.org/2005/Atom"}
    days = [one.text[:10] for one in feed.findall("a:entry/a:published", space) if one.text]
    assert days == sorted(days, reverse=True)
    newest = max(one.created for one in index.every(ASKED) if one.created and one.name)
    assert days[0] == newest.isoformat()


def test_a_profile_has_what_murmurations_requires(client: Client, index: Index) -> None:
    one = next(one for one in index.search(ASKED).structures if one.name)
    profile = client.get(f"/annuaire/{one.siren}/murmurations.json").json()
    assert profile["linked_schemas"] == ["organizations_schema-v1.0.0"]
    assert profile["name"] == one.name
    withheld = next(one for one in index.every(Query(territory=territory("departement", "21"))) if not one.name)
    assert client.get(f"/annuaire/{withheld.siren}/murmurations.json").status_code == 404


def test_the_catalogue_leads_to_files_that_exist(client: Client) -> None:
    found = client.get("/catalogue.jsonld").json()["dcat:dataset"]["dcat:distribution"]
    assert len(found) == 4
    for one in found:
        assert client.get(one["dcat:downloadURL"], LIST).status_code == 200


def test_a_withheld_name_or_position_is_in_no_file(client: Client, index: Index) -> None:
    asked = {"territoire": "departement:21"}
    withheld = {one.siren for one in index.every(Query(territory=territory("departement", "21"))) if not one.diffusible}
    assert withheld
    rows = {row["SIREN"]: row for row in lines(client.get("/annuaire/liste.csv", asked).getvalue())}
    assert {rows[siren]["Nom"] for siren in withheld} == {"Structure au nom non diffusé"}
    assert not any(rows[siren]["Adresse"] for siren in withheld)
    graph = json.loads(client.get("/annuaire/liste.jsonld", asked).getvalue())["@graph"]
    hidden = [one for one in graph if one["iso6523Code"].removeprefix("0002:") in withheld]
    assert len(hidden) == len(withheld)
    assert all("name" not in one and "location" not in one for one in hidden)
