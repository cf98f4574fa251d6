"""Lists and maps in the pages of others: the question of the directory, locked, no cookie; who may frame them."""

import html
import json
import re

import pytest
from django.test import Client

from essaim.observatory.directory.index import Index
from essaim.observatory.directory.query import PAGE_SIZE, Query
from essaim.observatory.reference.geography import territory
from essaim.web.contributions.models import Sheet
from essaim.web.contributions.places import Home
from essaim.web.directory import mapping
from essaim.web.directory.embedding import VIEWS

EMBED = "/integration/carte/?territoire=242100410"
# One of each kind of criterion, and what none of them may be lost from.
CRITERIA = "famille=association&secteur=RU&besoin=sport&taille=unknown&repere=old50&employeurs=1&perimetre=legal"
ZONE = "zone=4.9000,47.2000,5.2000,47.4000"


def policy(client: Client, address: str) -> dict[str, str]:
    told = client.get(address)["Content-Security-Policy"].split(";")
    return dict(part.strip().partition(" ")[::2] for part in told)


def source(page: str) -> str:
    """The address of the points of a map."""
    found = re.search(r'data-source="([^"]+)"', page)
    assert found
    return html.unescape(found[1])


@pytest.mark.parametrize(
    "query", ["territoire=nowhere-at-all", "famille=nothing", "label=none", "zone=1,2", "vue=none"]
)
def test_an_address_that_asks_for_what_does_not_exist_is_not_an_empty_map(client: Client, query: str) -> None:
    assert client.get(f"/integration/carte/?{query}").status_code == 404


def test_only_public_geojson_may_be_read_by_the_pages_of_others(client: Client) -> None:
    for address in ("/", EMBED, "/integration/", "/territoires/commune/21231/"):
        assert "Access-Control-Allow-Origin" not in client.get(address).headers


def test_embedded_pages_alone_may_be_framed(client: Client) -> None:
    answer = client.get(EMBED)
    assert policy(client, EMBED)["frame-ancestors"] == "'self' *"
    assert "X-Frame-Options" not in answer
    for address in ("/", "/annuaire/", "/integration/", "/territoires/commune/21231/"):
        assert policy(client, address)["frame-ancestors"] == "'none'"
        assert client.get(address)["X-Frame-Options"] == "DENY"
    assert policy(client, EMBED)["worker-src"] == policy(client, EMBED)["connect-src"] == "'self'"


@pytest.mark.parametrize("view", VIEWS)
def test_a_locked_one_has_no_cookie_no_form_and_only_links_that_keep_every_criterion(client: Client, view: str) -> None:
    answer = client.get(f"{EMBED}&vue={view}&locked=1&{CRITERIA}&{ZONE}")
    page = answer.content.decode()
    assert not answer.cookies
    assert "<form" not in page
    assert "<select" not in page
    assert ("data-map" in page) == (view != "liste")
    assert ("embed-list" in page) == (view != "carte")
    for link in re.findall(r'href="(\?[^"]*)"', page):
        asked = html.unescape(link)
        assert all(one in asked for one in (*CRITERIA.split("&"), "locked=1", "territoire=242100410", "zone=")), asked
    # Every other link leaves the frame: a structure opens beside the page that frames it.
    for link in re.findall(r"<a (.+?)>", page):
        assert 'href="?' in link or 'target="_blank" rel="noopener"' in link
    assert "<form" in client.get(EMBED).content.decode()


def test_the_list_and_the_points_are_those_of_the_directory(client: Client, index: Index) -> None:
    asked = Query(territory=territory("intercommunality", "242100410"), families=("mutual",))
    page = client.get(f"{EMBED}&famille=mutual&locked=1").content.decode()
    found = index.search(asked)
    assert re.findall(r'<li data-card><a href="/annuaire/(\d+)/"', page) == [one.siren for one in found.structures]
    assert found.total > PAGE_SIZE or 'rel="next"' not in page
    features = json.loads(client.get(source(page)).getvalue())["features"]
    assert [one["properties"]["page"] for one in features] == [f"/annuaire/{one.key}/" for one in index.points(asked)]
    assert index.mapped(asked) == len(features)
    assert features[0]["properties"].keys() == {"name", "family", "where", "page"}


def test_an_unlocked_form_keeps_what_it_does_not_change(client: Client) -> None:
    page = client.get(f"{EMBED}&besoin=sport&famille=association&q=club").content.decode()
    form = re.search(r"<form.*?</form>", page, re.S)
    assert form
    kept = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[0]))
    assert kept == {"territoire": "242100410", "besoin": "sport", "vue": "les-deux", "langue": "fr"}
    assert 'value="club"' in form[0]
    assert '<option value="association" selected>' in form[0]


def test_who_asked_not_to_be_shown_is_in_no_frame(client: Client, index: Index) -> None:
    asked = Query(territory=territory("intercommunality", "242100410"), families=("mutual",))
    point = next(iter(index.points(asked)))
    address = f"{EMBED}&famille=mutual&locked=1"
    shown = client.get(source(client.get(address).content.decode())).getvalue().decode()
    assert f"/annuaire/{point.key}/" in shown
    Sheet.objects.create(key=point.key, name="?", state="live", hidden=True, **vars(Home.of("21231")))
    page = client.get(address).content.decode()
    assert f"/annuaire/{point.key}/" not in page + client.get(source(page)).getvalue().decode()


def test_an_embedded_page_speaks_the_language_of_its_address(client: Client) -> None:
    page = client.get(f"{EMBED}&langue=en", headers={"accept-language": "fr"})
    assert '<html lang="en">' in page.content.decode()
    assert "social and solidarity economy of Dijon" in page.content.decode()
    assert page["Content-Language"] == "en"


def test_the_generator_gives_code_that_works_and_the_address_for_umap(client: Client) -> None:
    asked = "territoire=242100410&famille=cooperative"
    text = client.get(f"/integration/?{asked}&vue=carte&langue=en&locked=1").content.decode()
    code = re.search(r"&lt;iframe src=&quot;(.+?)&quot; title=&quot;The ESS of Dijon", text)
    assert code is not None
    address = html.unescape(html.unescape(code[1]))
    assert address.startswith("http://testserver/integration/carte/?")
    framed = client.get(address.removeprefix("http://testserver"))
    assert framed.status_code == 200
    assert '<html lang="en">' in framed.content.decode()
    assert f"http://testserver/annuaire/points.geojson?{html.escape(asked)}" in text
    assert policy(client, "/integration/")["frame-src"] == "'self'"
    assert "Rien à montrer encore" in client.get("/integration/").content.decode()


def test_the_generator_asks_which_place_was_meant(client: Client) -> None:
    page = client.get("/integration/", {"ou": "Saint-Denis", "locked": "1"}).content.decode()
    chosen = re.search(r'class="choices"><li><a href="([^"]+)"', page)
    assert chosen
    assert "embed-preview" not in page
    assert "embed-preview" in client.get(html.unescape(chosen[1])).content.decode()


@pytest.mark.parametrize("page", ["/", "/annuaire/?territoire=242100410", "/territoires/intercommunalite/242100410/"])
def test_pages_lead_to_the_generator(client: Client, page: str) -> None:
    text = client.get(page).content.decode()
    assert 'href="/integration/' in text
    if "242100410" in page:
        assert re.search(r'href="/integration/\?territoire=242100410', text)


def test_what_a_map_does_not_show_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for address in (f"{EMBED}&locked=1", "/annuaire/?territoire=242100410"):
        whole = client.get(address).content.decode()
        assert "data-map" in whole
        assert "data-waits" not in whole
        with monkeypatch.context() as changed:
            changed.setattr(mapping, "AT_ONCE", 10)
            heavy = client.get(address).content.decode()
            assert "data-waits" in heavy
            assert "Mo à recevoir" in heavy
            changed.setattr(mapping, "MOST", 10)
            refused = client.get(address).content.decode()
            assert "data-map" not in refused
            assert "La carte montre jusqu'à 10 lieux" in html.unescape(refused)
