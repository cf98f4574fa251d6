"""Territories and figures of the API are those of the pages and of the diagnosis."""

import pytest
from django.test import Client

from essaim.observatory.diagnosis.catalogue import catalogue
from essaim.observatory.report.numbers import shown
from essaim.web.territories.portrait import portrait
from tests.web.api.conftest import Program

SEVERAL = [
    ("commune", "commune", "21231"),
    ("intercommunality", "intercommunalite", "242100410"),
    ("departement", "departement", "39"),
    ("region", "region", "27"),
    ("france", "france", "FR"),
]


@pytest.mark.parametrize(("level", "word", "code"), SEVERAL)
@pytest.mark.parametrize("perimeter", ["strict", "wide"])
def test_figures_are_those_of_the_diagnosis_to_download(
    program: Program, level: str, word: str, code: str, perimeter: str
) -> None:
    told = program.json(f"/territories/{level}/{code}/figures?perimeter={perimeter}")
    page = Client().get(f"/territoires/{word}/{code}/diagnostic.json", {"perimeter": perimeter})
    assert told == page.json()
    assert len(told["figures"]) > 100


def test_the_portrait_shows_the_value_that_the_api_gives(program: Program) -> None:
    [posts] = program.json("/territories/intercommunality/242100410/figures/W3")["figures"]
    page = Client(headers={"accept-language": "fr"}).get("/territoires/intercommunalite/242100410/")
    told = next(one.figure for one in _portrait().key_figures if one.figure.indicator == "W3")
    assert (posts["value"], posts["low"], posts["high"], posts["grade"]) == (
        told.value,
        told.low,
        told.high,
        told.grade,
    )
    assert shown(told, "fr") in page.content.decode()


def _portrait() -> object:
    from essaim.observatory.diagnosis.diagnose import diagnose
    from essaim.observatory.reference.geography import territory
    from essaim.web.territories.stores import current_store

    return portrait(diagnose(current_store(), territory("intercommunality", "242100410")), "fr")


def test_every_figure_tells_what_defends_it(program: Program) -> None:
    told = program.json("/territories/intercommunality/242100410/figures")
    known = {source["id"] for source in told["store"]["sources"]}
    for one in told["figures"]:
        assert one["indicator"] in catalogue()
        assert set(one["sources"]) <= known
        assert one["period"]
        assert (one["value"] is None) == (one["reason"] is not None)
    assert any(one["value"] is None for one in told["figures"])


def test_own_figures_leave_the_others_out(program: Program) -> None:
    every = program.json("/territories/commune/21231/figures")["figures"]
    own = program.json("/territories/commune/21231/figures?own=true")["figures"]
    assert own == [
        one for one in every if one["territory"]["level"] == "commune" and one["territory"]["code"] == "21231"
    ]
    assert 0 < len(own) < len(every)
    [weight] = {one["indicator"] for one in program.json("/territories/commune/21231/figures/W6")["figures"]}
    assert weight == "W6"


def test_a_territory_by_code_with_what_holds_it(program: Program) -> None:
    told = program.json("/territories/commune/21231")
    assert told["name"] == "Dijon"
    assert [(one["level"], one["code"]) for one in told["belongs_to"]] == [
        ("intercommunality", "242100410"),
        ("departement", "21"),
        ("region", "27"),
        ("france", "FR"),
    ]
    for address in (told["figures"], told["structures"], told["page"], told["address"]):
        assert Client().get(address).status_code == 200


@pytest.mark.parametrize("query", ["dijon metropole", "Dijon Métropole", "242100410", "dijon metropolle"])
def test_a_territory_is_found_by_name_code_and_despite_a_slip(program: Program, query: str) -> None:
    found = program.json(f"/territories?q={query}")["items"]
    assert "242100410" in [one["code"] for one in found]


def test_levels_narrow_and_pages_hold_everything_once(program: Program) -> None:
    first = program.json("/territories?level=departement&size=60")
    second = program.json("/territories?level=departement&size=60&page=2")
    assert first["total"] == len(first["items"]) + len(second["items"])
    assert not {one["code"] for one in first["items"]} & {one["code"] for one in second["items"]}
    assert first["links"]["next"] == second["links"]["here"]
    assert second["links"]["next"] is None
    assert program.json("/territories?size=1")["items"][0]["code"] == "FR"


def test_catalogue_codes_and_sources(program: Program) -> None:
    assert [one["code"] for one in program.json("/indicators")["items"]] == list(catalogue())
    for name in ("perimeters", "families", "sectors", "needs", "labels", "headcounts", "marks", "received"):
        items = program.json(f"/codes/{name}")["items"]
        assert len({one["code"] for one in items}) == len(items) > 1
        assert all(one["label"]["fr"] and one["label"]["en"] for one in items)
    store = program.json("/store")
    assert store["synthetic"]
    assert all(source["vintage"] and source["licence"] for source in store["sources"])
