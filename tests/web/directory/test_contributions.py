"""What people wrote, in the directory: beside the register, never instead; and those who asked not to be shown."""

import json

from django.test import Client

from essaim.observatory.directory.index import Index
from essaim.observatory.directory.query import Query
from essaim.observatory.directory.structures import Structure
from essaim.observatory.reference.geography import territory
from essaim.web.contributions.models import Sheet
from essaim.web.contributions.places import Home

HOME = vars(Home.of("21231"))
DIJON = Query(territory=territory("commune", "21231"))


def sheet(one: Structure, **values: object) -> Sheet:
    home = vars(Home.of(one.head_office.commune))
    return Sheet.objects.create(key=one.key, name=one.name, state="live", **(home | values))


def test_who_asked_not_to_be_shown_is_nowhere(client: Client, index: Index) -> None:
    one = next(one for one in index.every(DIJON) if one.name and any(work.longitude for work in one.establishments))
    before = index.search(DIJON).total
    sheet(one, hidden=True)
    assert client.get(f"/annuaire/{one.siren}/").status_code == 404
    assert client.get(f"/annuaire/{one.siren}/murmurations.json").status_code == 404
    page = client.get("/annuaire/", {"territoire": "21231"})
    assert f'<h2 id="found">{before - 1}' in page.content.decode().replace("\u202f", "")
    for file in ("liste.csv", "liste.jsonld", "liste.gogocarto", "points.geojson"):
        assert one.siren.encode() not in client.get(f"/annuaire/{file}", {"territoire": "21231"}).getvalue(), file
    for other in index.neighbours(one):
        assert f"/annuaire/{one.siren}/" not in client.get(f"/annuaire/{other.siren}/").content.decode()


def test_what_people_wrote_is_on_the_page_and_in_the_files(client: Client, index: Index) -> None:
    one = next(one for one in index.search(DIJON).structures if one.name)
    sheet(one, content={"website": "https://velo.example", "description": "Nous réparons tout."})
    page = client.get(f"/annuaire/{one.siren}/").content.decode()
    assert "Nous réparons tout." in page
    assert "Pourquoi elle est dans l'ESS" in page
    assert f'href="/contribuer/{one.siren}/signaler/"' in page
    graph = json.loads(client.get("/annuaire/liste.jsonld", {"territoire": "21231"}).getvalue())["@graph"]
    assert [row["url"] for row in graph if row["iso6523Code"] == f"0002:{one.siren}"] == ["https://velo.example"]


def test_the_page_of_an_actor_that_registers_lack_is_its_sheet(client: Client) -> None:
    Sheet.objects.create(key="local-la-ruche", name="La Ruche", kind="third_place", state="live", **HOME)
    assert client.get("/annuaire/local-la-ruche/").url == "/contribuer/local-la-ruche/"
    assert client.get("/annuaire/local-nobody/").status_code == 404
