"""What every address does: ETag, limits, refusals that tell what to do, other sites that may read and not write."""

import json

import pytest
from django.test import Client
from pytest_django import Settings

from essaim.web.accounts.models import Role
from essaim.web.api.models import Count
from essaim.web.api.operations import references
from essaim.web.api.problems import KINDS
from tests.web.api.conftest import Program, program_of
from tests.web.conftest import World

READ = [
    "/territories?q=dijon",
    "/territories/commune/21231/figures",
    "/structures?territory=commune:21231",
    "/indicators",
    "/codes/needs",
    "/store",
]


@pytest.mark.parametrize("path", READ)
def test_what_is_held_already_is_not_sent_again(program: Program, path: str) -> None:
    answer = program.get(path)
    tag = answer["ETag"]
    assert tag.startswith('"')
    again = program.get(path, if_none_match=tag)
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == tag
    assert program.get(path, if_none_match='"other"').status_code == 200
    assert "public" in answer["Cache-Control"]


def test_the_same_content_packed_has_another_strong_tag(program: Program) -> None:
    plain, packed = program.get("/indicators"), program.get("/indicators", accept_encoding="gzip")
    assert packed["Content-Encoding"] == "gzip"
    assert len({plain["ETag"], packed["ETag"]}) == 2
    assert program.get("/indicators", accept_encoding="gzip", if_none_match=packed["ETag"]).status_code == 304


def test_what_only_the_store_tells_has_its_date(program: Program) -> None:
    answer = program.get("/store")
    assert program.get("/store", if_modified_since=answer["Last-Modified"]).status_code == 304
    assert "Last-Modified" not in program.get("/structures?territory=commune:21231")


def test_answers_are_the_same_in_both_languages(program: Program) -> None:
    english, french = program.get("/codes/needs"), program.get("/codes/needs", accept_language="fr")
    assert english.content == french.content
    assert english["Content-Language"] == "fr, en"
    assert "Accept-Language" not in english["Vary"]


def test_head_tells_what_get_would(program: Program) -> None:
    for path in ("/store", "/structures.geojson?territory=commune:21231"):
        told = Client().head(f"/api/v1{path}", headers=program.headers)
        assert (told.status_code, told.getvalue()) == (200, b"")
        assert told["ETag"] == program.get(path)["ETag"]


def test_other_sites_read_and_do_not_write(program: Program) -> None:
    assert program.get("/store")["Access-Control-Allow-Origin"] == "*"
    assert program.get("/nothing")["Access-Control-Allow-Origin"] == "*"
    asked = Client().options("/api/v1/actors", headers={"origin": "https://other.example"})
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD")
    assert "Authorization" not in asked["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Origin" not in program.post("/actors", {})


def test_a_session_says_nothing_to_the_api(world: World) -> None:
    client = world.client(Role.ADMINISTRATOR)
    assert client.get("/api/v1/contributions").status_code == 401
    assert client.post("/api/v1/actors", {}, content_type="application/json").status_code == 401


def test_past_the_limit_a_program_is_told_when_to_come_back(program: Program, settings: Settings) -> None:
    settings.ESSAIM_API_LIMIT = 3
    told = [program.get("/codes/marks") for _ in range(4)]
    assert [one.status_code for one in told] == [200, 200, 200, 429]
    assert told[0]["RateLimit-Policy"] == '"address";q=3;w=60'
    assert told[0]["RateLimit"].startswith('"address";r=2;t=')
    assert 1 <= int(told[-1]["Retry-After"]) <= 60
    assert told[-1].json()["type"].endswith("/api/#problem-too-many")


def test_a_token_has_its_own_limit_whatever_the_address(world: World, settings: Settings) -> None:
    mine = program_of(world.people[Role.BUYER])
    settings.ESSAIM_API_LIMIT = 2
    told = [
        Client(REMOTE_ADDR=f"10.0.0.{place}").get("/api/v1/codes/marks", headers=mine._told({})) for place in (1, 2, 3)
    ]
    assert [one.status_code for one in told] == [200, 200, 429]
    assert '"token";r=1' in told[0]["RateLimit"]


def test_former_minutes_are_thrown_away_and_no_address_is_kept(program: Program) -> None:
    Count.objects.create(who="former", used=3, ends=1)
    program.get("/codes/marks")
    kept = Count.objects.get()
    assert len(kept.who) == 64
    assert "127.0.0.1" not in kept.who


@pytest.mark.parametrize(
    ("path", "status", "field", "remedy"),
    [
        ("/structures?famly=mutual", 422, "famly", "Did you mean “family”?"),
        ("/structures?family=mutuel", 422, "family", "Did you mean “mutual”?"),
        ("/structures?size=1000", 422, "size", "100 at most."),
        ("/structures?page=zero", 422, "page", "Give a whole number."),
        ("/structures?territory=dijon", 422, "territory", "level:code"),
        ("/structures?commune=99999", 422, "commune", "INSEE code"),
        ("/structures?sort=nearest", 422, "sort", "relevance"),
        ("/structures?" + "&".join(["commune=21231"] * 41), 422, "commune", "40 at most."),
        ("/store?version=1", 422, "version", "This address has none."),
        ("/territories/town/21231", 422, "level", "commune"),
        ("/territories/commune/21231/figures/W66", 404, "indicator", "Did you mean"),
        ("/structures/12", 422, "key", "[0-9]{9}"),
    ],
)
def test_a_refusal_names_the_field_and_the_remedy(
    program: Program, path: str, status: int, field: str, remedy: str
) -> None:
    answer = program.get(path)
    told = answer.json()
    assert (answer.status_code, told["status"]) == (status, status)
    assert answer["Content-Type"] == "application/problem+json"
    [fault, *_] = told["errors"]
    assert fault["field"] == field
    assert remedy in fault["remedy"]


def test_refusals_are_in_the_language_of_who_asks(program: Program) -> None:
    french = program.get("/structures?famly=mutual", accept_language="fr").json()
    assert french["errors"][0]["remedy"] == "Vouliez-vous dire «\u00a0family\u00a0»\u202f?"
    assert french["title"] == "La demande n'est pas valable"


def test_unknown_addresses_and_methods_are_problems_too(program: Program) -> None:
    for path in ("/nothing", "/territories/commune/99999", "/structures/999999999"):
        assert program.get(path).json()["type"].endswith("#problem-not-found")
    refused = Client().delete("/api/v1/store")
    assert refused.status_code == 405
    assert "GET" in refused["Allow"]
    assert refused.json()["type"].endswith("#problem-method")


def test_every_kind_of_problem_is_explained_where_its_type_leads(program: Program) -> None:
    page = Client().get("/api/").content.decode()
    assert all(f'id="problem-{slug}"' in page for slug in KINDS)
    told = json.loads(program.get("/nothing").content)
    assert told["type"].startswith("http://testserver/api/#")


def test_a_failure_of_ours_is_a_problem_too(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(references, "catalogue", broken)
    answer = Client(raise_request_exception=False).get("/api/v1/indicators", headers={"accept-language": "en"})
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert answer.json()["title"] == "The site failed"
