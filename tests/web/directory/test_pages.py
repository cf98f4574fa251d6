"""The list and the page of a structure: addresses that can be kept, counts that hold, nothing withheld that shows."""

import gzip
import json
import re
from html import unescape

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from essaim.observatory.directory.index import Index
from essaim.observatory.directory.labels import labels
from essaim.observatory.directory.needs import needs
from essaim.observatory.directory.query import EVERY_MARK, PAGE_SIZE, SIZES, SORTS, Query, Zone
from essaim.observatory.reference.geography import territory
from essaim.web.directory.asking import encoded, read

DIJON = "242100410"
COG = 2026


def words(page: str) -> str:
    """The page as it is read: without markup, with plain spaces."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", page)))


def total(page: str) -> int:
    told = re.search(r'<h2 id="found">([\d\s]+)', unescape(page))
    assert told
    return int(re.sub(r"\s", "", told[1]))


def choices(page: str) -> dict[tuple[str, str], int]:
    """The count beside each box of the filters."""
    found = re.findall(r'name="(\w+)" value="([^"]+)"[^>]*>\s*<label[^>]*>.*?tally">([^<]+)<', page)
    return {(name, unescape(value)): int(re.sub(r"\s", "", count)) for name, value, count in found}


def test_a_count_is_what_the_filter_keeps(client: Client) -> None:
    first = client.get("/annuaire/", {"territoire": DIJON}).content.decode()
    counts = choices(first)
    assert {"besoin", "famille", "secteur", "taille", "commune", "employeurs", "perimetre"} <= {n for n, _ in counts}
    of_each: dict[str, list[tuple[str, int]]] = {}
    for (name, value), count in counts.items():
        of_each.setdefault(name, []).append((value, count))
    for name, some in of_each.items():
        for value, count in some[:3]:
            kept = client.get("/annuaire/", {"territoire": DIJON, name: value}).content.decode()
            assert total(kept) == count, (name, value)


def test_a_trade_in_a_place_typed_as_people_say_it(client: Client) -> None:
    page = client.get("/annuaire/", {"q": "réparation de vélos", "ou": "Dijon Métropole"}).content.decode()
    assert total(page) > 0
    assert "Avec les structures dont le métier peut y répondre" in words(page)
    assert 'value="réparation de vélos"' in page
    assert f'name="territoire" value="{DIJON}"' in page


def test_a_place_that_several_bear_is_asked_for(client: Client) -> None:
    page = client.get("/annuaire/", {"ou": "Saint-Denis"}).content.decode()
    assert "quel territoire" in page
    chosen = re.search(r'class="choices"><li><a href="([^"]+)"', page)
    assert chosen
    assert 'class="choices"' not in client.get(unescape(chosen[1])).content.decode()
    assert "Aucun territoire" in client.get("/annuaire/", {"ou": "xqzxqz"}).content.decode()


def test_an_empty_list_proposes_what_is_not_empty(client: Client, index: Index) -> None:
    named = next(one for one in index.search(Query(territory=territory("commune", "21231"))).structures if one.name)
    asked = {"q": named.name, "territoire": "01004", "noms": "1"}
    page = client.get("/annuaire/", asked).content.decode()
    assert total(page) == 0
    ways = re.findall(r'class="button quiet" href="([^"]+)"', page)
    assert ways
    assert all(total(client.get(unescape(way)).content.decode()) > 0 for way in ways)


def test_a_slip_is_forgiven_and_told(client: Client) -> None:
    page = words(client.get("/annuaire/", {"q": "assocation sportvie", "ou": ""}).content.decode())
    assert "a été lu" in page


def test_pages_follow_one_another_without_loss(client: Client) -> None:
    address, seen = "/annuaire/?territoire=21231&tri=nom", []
    while address and len(seen) < 5 * PAGE_SIZE:
        page = client.get(address).content.decode()
        seen += re.findall(r'<h3><a href="(/annuaire/\d{9}/)"', page)
        following = re.search(r'href="([^"]+)" rel="next"', page)
        address = unescape(following[1]) if following else ""
    assert len(seen) == len(set(seen)) > PAGE_SIZE
    gone = client.get("/annuaire/", {"territoire": "21231", "page": "4999"})
    assert gone.status_code == 302
    assert client.get(gone.url).status_code == 200


HOSTILE = ["' or 1=1 --", '"" NEAR(a b)', "*", "<script>alert(1)</script>", "\x00\x1f", "é" * 5000, "a AND NOT b", "💥"]


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_only_text(client: Client, text: str) -> None:
    for name in ("q", "ou", "famille", "besoin", "commune", "territoire", "page", "tri", "perimetre", "label"):
        answer = client.get("/annuaire/", {name: text})
        assert answer.status_code == 200, name
        assert "<script>alert" not in answer.content.decode()


def zones() -> st.SearchStrategy[Zone]:
    """Any part of the world, to the ten metres that an address tells."""

    def edges(most: int) -> st.SearchStrategy[tuple[float, float]]:
        pairs = st.lists(st.integers(-most * 10_000, most * 10_000), min_size=2, max_size=2, unique=True)
        return pairs.map(lambda pair: (min(pair) / 10_000, max(pair) / 10_000))

    across, along = edges(180), edges(90)
    return st.tuples(across, along).map(lambda two: Zone(two[0][0], two[1][0], two[0][1], two[1][1]))


QUERIES = st.builds(
    Query,
    text=st.text(alphabet="abcé '&=+%<", max_size=20).map(str.strip),
    territory=st.sampled_from([None, territory("intercommunality", DIJON), territory("departement", "21")]),
    families=st.lists(st.sampled_from(["association", "cooperative", "mutual"]), unique=True).map(tuple),
    needs=st.lists(st.sampled_from(sorted(needs())), unique=True, max_size=4).map(tuple),
    labels=st.lists(st.sampled_from(sorted(labels())), unique=True, max_size=4).map(tuple),
    sizes=st.lists(st.sampled_from(SIZES), unique=True).map(tuple),
    marks=st.lists(st.sampled_from(EVERY_MARK), unique=True).map(tuple),
    received=st.lists(st.sampled_from(["contracts", "subsidies"]), unique=True).map(tuple),
    zone=st.none() | zones(),
    employers_only=st.booleans(),
    names_only=st.booleans(),
    sort=st.sampled_from(SORTS),
    page=st.integers(1, 5000),
)


@given(QUERIES)
def test_an_address_asks_again_the_question_that_wrote_it(query: Query) -> None:
    assert read(QueryDict(encoded(query)), COG).query == query


def test_a_page_tells_why_with_source_and_date(client: Client, index: Index) -> None:
    found = index.search(Query(labels=("esus",))).structures[0]
    page = words(client.get(f"/annuaire/{found.siren}/").content.decode())
    assert "Pourquoi elle est dans l'ESS" in page
    assert found.name is not None
    assert found.name in page
    assert "Agrément ESUS" in page
    assert "Registre Sirene de" in page
    assert client.get("/annuaire/000000000/").status_code == 404


def test_what_the_register_withholds_is_nowhere(client: Client, index: Index) -> None:
    withheld = next(one for one in index.every(Query(territory=territory("departement", "21"))) if not one.diffusible)
    answer = client.get(f"/annuaire/{withheld.siren}/")
    assert answer.status_code == 200
    assert "Structure au nom non diffusé" in answer.content.decode()
    assert withheld.name is None
    assert all(
        work.longitude is None and work.address is None for work in withheld.establishments if not work.diffusible
    )
    features = json.loads(client.get("/annuaire/points.geojson", {"territoire": "departement:21"}).getvalue())[
        "features"
    ]
    assert withheld.siren not in {one["properties"]["siret"][:9] for one in features}


def test_points_are_those_of_the_list(client: Client, index: Index) -> None:
    answer = client.get("/annuaire/points.geojson", {"territoire": DIJON, "famille": "cooperative"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    found = json.loads(answer.getvalue())
    assert "Licence" in found["essaim"]["licence"]
    assert found["essaim"]["synthetic"] is True
    asked = Query(territory=territory("intercommunality", DIJON), families=("cooperative",))
    assert [one["properties"]["siret"] for one in found["features"]] == [one.siret for one in index.points(asked)]
    assert {one["properties"]["family"] for one in found["features"]} == {"cooperative"}
    assert all(one["properties"]["page"].startswith("/annuaire/") for one in found["features"])


def test_a_zone_narrows_the_list_its_counts_its_points_and_its_files(client: Client, index: Index) -> None:
    asked = {"territoire": DIJON, "zone": "5.0200,47.3000,5.0700,47.3400"}
    page = client.get("/annuaire/", asked).content.decode()
    inside = {
        one.key
        for one in index.points(Query(territory=territory("intercommunality", DIJON)))
        if 5.02 <= one.longitude <= 5.07 and 47.3 <= one.latitude <= 47.34
    }
    assert inside
    assert total(page) == len(inside)
    assert max(count for (name, _), count in choices(page).items() if name == "famille") <= len(inside)
    points = json.loads(client.get("/annuaire/points.geojson", asked).getvalue())["features"]
    assert {one["properties"]["siret"][:9] for one in points} == inside
    rows = client.get("/annuaire/liste.csv", asked).getvalue().decode("utf-8-sig").splitlines()[1:]
    assert {row.split(";")[0] for row in rows} == inside
    assert 'data-bounds="5.0200,47.3000,5.0700,47.3400"' in page
    assert "Zone de la carte" in words(page)
    moved = client.get("/annuaire/", asked | {"ou": "Talant"}).content.decode()
    assert "Zone de la carte" not in words(moved)


def test_a_zone_without_anybody_keeps_its_map(client: Client) -> None:
    page = client.get("/annuaire/", {"territoire": DIJON, "zone": "-30,10,-29,11"}).content.decode()
    assert total(page) == 0
    assert "data-map" in page


@pytest.mark.parametrize(
    "zone", ["", "1,2,3", "a,b,c,d", "5,47,4,48", "nan,nan,nan,nan", "-inf,0,inf,1", "0,0,0,0", "1e9,0,2e9,1"]
)
def test_what_is_not_a_zone_is_left_out(client: Client, zone: str) -> None:
    assert "Zone de la carte" not in words(
        client.get("/annuaire/", {"territoire": DIJON, "zone": zone}).content.decode()
    )


def test_the_legend_has_the_family_that_holds_a_sub_family(client: Client) -> None:
    page = client.get("/annuaire/", {"territoire": DIJON, "famille": "worker_cooperative"}).content.decode()
    assert re.findall(r'<li data-family="(\w+)"', page) == ["cooperative"]


def test_a_list_is_light_and_asks_the_database_little(client: Client) -> None:
    client.get("/annuaire/")
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/annuaire/", {"territoire": DIJON})
    assert len(asked) <= 4  # who asked not to be shown, what people wrote of these, local actors
    assert len(gzip.compress(answer.content)) < 300_000


def test_the_directory_is_one_click_away(client: Client) -> None:
    assert 'href="/annuaire/"' in client.get("/").content.decode()
    assert (
        f'href="/annuaire/?territoire={DIJON}"'
        in client.get(f"/territoires/intercommunalite/{DIJON}/").content.decode()
    )
