"""The portrait: the figures of `essaim diagnose`, for any territory, kept and told apart by version."""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.cache import caches
from django.test import Client

from essaim.cli import main
from essaim.observatory.diagnosis.diagnose import diagnose
from essaim.observatory.reference.geography import LEVELS, territory
from essaim.observatory.report.numbers import interval, shown
from essaim.observatory.report.sheet import chapters
from essaim.observatory.store.reader import open_store
from essaim.web.territories import stores
from essaim.web.territories.gazetteer import gazetteer
from tests.web.conftest import World

DIJON = "/territoires/intercommunalite/242100410/"


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "fr"})


def words(page: str) -> str:
    """The page as it is read: without markup, with plain spaces."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", page)))


@pytest.mark.parametrize("perimeter", ["strict", "wide"])
def test_every_figure_of_the_diagnosis_is_on_the_page(client: Client, small_store_folder: Path, perimeter: str) -> None:
    page = words(client.get(DIJON, {"perimeter": perimeter}).content.decode())
    with open_store(small_store_folder) as store:
        diagnosis = diagnose(store, territory("intercommunality", "242100410"), perimeter)
    told = 0
    for chapter in chapters(diagnosis):
        assert chapter.title.fr in page
        for grid in chapter.grids:
            for row in grid.rows:
                for place, figure in enumerate(row.figures):
                    assert words(shown(figure, "fr")) in page, (chapter.id, row.label)
                    if place in grid.bounded:
                        assert words(interval(figure, "fr")) in page
                    told += 1
    assert told > 200


@pytest.mark.parametrize("form", ["json", "csv", "html"])
def test_downloads_are_what_the_command_writes(client: Client, small_store_folder: Path, form: str) -> None:
    command = ["diagnose", "242100410", "--store", str(small_store_folder), "--format", form]
    written = CliRunner().invoke(main, command, env={"ESSAIM_LANG": "fr"})
    answer = client.get(f"{DIJON}diagnostic.{form}")
    assert answer.content == written.stdout_bytes
    assert "attachment" in answer["Content-Disposition"]
    assert client.get(f"{DIJON}diagnostic.exe").status_code == 404


@pytest.mark.parametrize(("level", "code"), list(zip(LEVELS, ["21231", "242100410", "21", "27", "FR"], strict=True)))
def test_every_level_has_its_portrait_beside_what_holds_it(client: Client, level: str, code: str) -> None:
    address = f"/territoires/{'intercommunalite' if level == 'intercommunality' else level}/{code}/"
    answer = client.get(address)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Données de démonstration" in page
    for tag in ("<details", "<table", "<svg"):
        assert tag in page
    if level != "france":
        assert 'href="/territoires/france/FR/"' in page


def test_what_does_not_exist_is_not_found_and_helps(client: Client) -> None:
    for address in ("/territoires/commune/99999/", "/territoires/planete/1/", f"{DIJON}?perimeter=none"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "Chercher un territoire" in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Dijon Métropole", "Dijon Métropole"),
        ("dijon metropole", "Dijon Métropole"),
        ("DIJON-METROPOLE", "Dijon Métropole"),
        ("Djion", "Dijon"),
        ("bezancon", "Besançon"),
        ("Saint Apolinaire", "Saint-Apollinaire"),
        ("cote d'or", "Côte-d'Or"),
        ("21231", "Dijon"),
        ("242100410", "Dijon Métropole"),
        ("St Etienne", "Saint-Étienne"),
    ],
)
def test_a_territory_is_found_by_name(query: str, found: str) -> None:
    assert found in [one.name for one in gazetteer(2026).search(query)][:5]


def test_search_says_what_to_do_when_nothing_is_found(client: Client) -> None:
    page = client.get("/territoires/", {"q": "zzzzqqqq<script>"}).content.decode()
    assert "Essayez le début du nom" in page
    assert "<script" not in page
    assert client.get("/territoires/", {"q": "x" * 5000}).status_code == 200


def test_a_second_visit_is_not_computed_again(client: Client, django_assert_num_queries: object) -> None:
    first = client.get(DIJON, headers={"accept-encoding": "gzip"})
    with django_assert_num_queries(0):  # type: ignore[operator]
        second = client.get(DIJON, headers={"accept-encoding": "gzip"})
    assert second.content == first.content
    assert gzip.decompress(first.content) == client.get(DIJON).content
    again = client.get(DIJON, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    tags = {client.get(DIJON, {"perimeter": one})["ETag"] for one in ("strict", "legal", "wide")}
    tags.add(client.get(DIJON, headers={"accept-language": "en"})["ETag"])
    assert len(tags) == 4


def test_what_is_kept_for_all_shows_nothing_of_anyone(world: World) -> None:
    signed_in = world.client("buyer").get(DIJON)
    assert "ETag" not in signed_in
    assert "Mon compte" in signed_in.content.decode()
    anonymous = Client(headers={"accept-language": "fr"}).get(DIJON).content.decode()
    assert "Mon compte" not in anonymous
    assert "Se connecter" in anonymous


def test_an_authority_gives_its_looks_to_its_territory(world: World) -> None:
    client = world.client("anonymous")
    before = client.get(DIJON)
    assert "/collectivites/dijon/style.css?" in before.content.decode()
    assert "/collectivites/" not in client.get("/territoires/commune/39300/").content.decode().split("</head>")[0]
    world.a.main_colour = "#aa0000"
    world.a.save()
    caches["pages"].clear()  # looks are believed for ten seconds
    assert client.get(DIJON)["ETag"] != before["ETag"]


def test_pages_are_light(client: Client) -> None:
    for address in ("/", "/territoires/?q=saint", DIJON, "/territoires/france/FR/", "/territoires/region/27/"):
        assert len(gzip.compress(client.get(address).content)) < 300_000, address


# --- The store


@pytest.mark.usefixtures("fresh_store")
def test_a_new_version_is_served_as_soon_as_it_is_named(
    client: Client, small_store_folder: Path, tmp_path: Path, settings: object
) -> None:
    copy = tmp_path / "store"
    shutil.copytree(small_store_folder, copy)
    settings.ESSAIM_STORE = copy  # type: ignore[attr-defined]
    before = stores.current_store()
    assert stores.current_store() is before
    renamed = copy / "another-version"
    shutil.copytree(before.folder, renamed)
    manifest = json.loads((renamed / "manifest.json").read_text(encoding="utf-8"))
    (renamed / "manifest.json").write_text(json.dumps(manifest | {"version": "another"}), encoding="utf-8")
    (copy / "current").write_text("another-version\n", encoding="utf-8")
    after = stores.current_store()
    assert after.version == "another"
    assert before.rows("select count(*) from cube") == after.rows("select count(*) from cube")  # still readable
    assert "another" in client.get(DIJON).content.decode()


def test_each_thread_has_its_own_cursor() -> None:
    held: list[object] = []
    threads = [threading.Thread(target=lambda: held.append(stores.current_store())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(one) for one in held}) == 4


@pytest.mark.usefixtures("fresh_store")
def test_a_connection_from_before_a_fork_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    stores.current_store()
    parent = os.getpid()
    monkeypatch.setattr(os, "getpid", lambda: parent + 1)
    with pytest.raises(RuntimeError, match="before this process was forked"):
        stores.current_store()


@pytest.mark.usefixtures("fresh_store")
def test_without_a_store_the_page_says_how_to_build_one(client: Client, tmp_path: Path, settings: object) -> None:
    settings.ESSAIM_STORE = tmp_path  # type: ignore[attr-defined]
    answer = client.get(DIJON)
    assert answer.status_code == 503
    assert "essaim build" in answer.content.decode()
    assert client.get("/").status_code == 200


def test_nothing_is_opened_by_loading_the_site() -> None:
    """gunicorn may load it in the parent of the workers: no connection may come from there."""
    probe = (
        "import django, sys; django.setup(); import essaim.web.config.urls; from essaim.web.territories import stores;"
        "from essaim.observatory.reference import geography;"
        "print(stores.is_open(), geography._connection.cache_info().currsize)"
    )
    ran = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert ran.stdout.split() == ["False", "0"]


def test_faults_of_the_observatory_are_told_in_the_language_of_the_page(client: Client) -> None:
    page = client.get("/territoires/commune/99999/", headers={"accept-language": "en"}).content.decode()
    assert "no territory" in page.lower()
