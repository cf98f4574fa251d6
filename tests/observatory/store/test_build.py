"""The build: faulty rows set aside with their reason, the same figures from any form of file, nothing half done."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from essaim.observatory.diagnosis.diagnose import Diagnosis, diagnose
from essaim.observatory.errors import EssaimError, UsageError
from essaim.observatory.reference.geography import find_territory
from essaim.observatory.report.tables import as_object
from essaim.observatory.store.build import build
from essaim.observatory.store.publication import current_version
from essaim.observatory.store.reader import open_store
from tests.stocks import as_zipped_csv, establishment, unit, write
from tests.stores import Shared

ASSOCIATION, SCOP, SAS, COMMUNE, PERSON = 9220, 5458, 5710, 7210, 1000


def rejects(folder: Path) -> dict[tuple[str, str], int]:
    with open_store(folder) as store:
        return {(one["source"], one["reason"]): one["rows"] for one in store.manifest["rejects"]}


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with open_store(folder) as store:
        return store.rows(sql)


def figures_of(diagnosis: Diagnosis) -> list[dict[str, object]]:
    """Every figure, but for the moment at which its store was built."""
    return [figure | {"computed": None} for figure in as_object(diagnosis)["figures"]]


def sound_stock(folder: Path, **options: object) -> Path:
    units = [unit("012345674", ASSOCIATION, "AIDE"), unit("012345682", SCOP, "BATIR"), unit("012345690", SAS)]
    places = [
        establishment("01234567400017", "21231", "21"),
        establishment("01234568200012", "21231", "12"),
        establishment("01234569000013", "39300", "42"),
    ]
    return write(folder, units, places, **options)  # type: ignore[arg-type]


def test_rows_set_aside_are_counted_by_reason_and_the_others_kept(tmp_path: Path) -> None:
    units = [
        unit("012345674", ASSOCIATION),
        unit("012345674", ASSOCIATION),  # twice
        unit("01234567X", ASSOCIATION),
        unit("012345682", 4321, "UNKNOWN FORM"),
        unit("012345690", PERSON, "SOLE TRADER"),
    ]
    places = [
        establishment("01234567400017", "21231", "21"),
        establishment("01234567400017", "21231", "21"),  # twice
        establishment("01234567400025", "99999", "12"),
        establishment("01234567400033", "", "12"),
        establishment("01234567400041", "21231", "12", siren="012345690"),
        establishment("0123456740005X", "21231", "12"),
        establishment("01234567400066", "21231", "12", etatAdministratifEtablissement="Z"),
        establishment("01234569000013", "21231", "11"),
    ]
    build(write(tmp_path / "stock", units, places), tmp_path / "store")
    assert rejects(tmp_path / "store") == {
        ("sirene_establishments", "siret_repeated"): 2,
        ("sirene_establishments", "commune_unknown"): 1,
        ("sirene_establishments", "abroad"): 1,
        ("sirene_establishments", "siret_of_another_siren"): 1,
        ("sirene_establishments", "siret_malformed"): 1,
        ("sirene_establishments", "state_unknown"): 1,
        ("sirene_legal_units", "siren_malformed"): 1,
        ("sirene_legal_units", "siren_repeated"): 2,
        ("sirene_legal_units", "legal_form_unknown"): 1,
    }
    assert rows(tmp_path / "store", "select siret from establishments") == [("01234567400017",)]
    assert rows(tmp_path / "store", "select employers from weights where code = '21231' and perimeter = 'strict'") == [
        (2,)
    ]


def test_samples_of_rejects_name_no_natural_person(tmp_path: Path) -> None:
    units = [unit("012345674", ASSOCIATION), unit("012345690", PERSON)]
    places = [establishment("01234567400017", "99999", "12"), establishment("01234569000013", "99999", "11")]
    build(write(tmp_path / "stock", units, places), tmp_path / "store")
    assert rows(tmp_path / "store", "select identifier, detail from reject_samples") == [(1234567400017, "99999")]


def test_an_unknown_activity_is_counted_apart_and_not_lost(tmp_path: Path) -> None:
    old = {"activitePrincipaleEtablissement": "85.3K", "nomenclatureActivitePrincipaleEtablissement": "NAF1993"}
    strange = {"activitePrincipaleEtablissement": "00.00Z"}
    units = [unit("012345674", ASSOCIATION)]
    places = [establishment("01234567400017", **old), establishment("01234567400025", **strange)]
    build(write(tmp_path / "stock", units, places), tmp_path / "store")
    assert rows(tmp_path / "store", "select division, sum(establishments) from cube group by division") == [("_U", 2)]


def test_dates_of_1900_and_dates_to_come_are_no_ages(tmp_path: Path) -> None:
    places = [
        establishment("01234567400017", dateCreationEtablissement="1900-01-01"),
        establishment("01234567400025", dateCreationEtablissement="2027-01-01"),
    ]
    build(write(tmp_path / "stock", [unit("012345674", ASSOCIATION)], places), tmp_path / "store")
    assert rows(tmp_path / "store", "select created from establishments where siret = '01234567400017'") == [(None,)]
    assert rows(tmp_path / "store", "select sum(births) from demography") == [(None,)]


def test_partial_diffusion_keeps_the_count_and_hides_the_name(tmp_path: Path) -> None:
    hidden = unit("012345674", ASSOCIATION, "[ND]", statutDiffusionUniteLegale="P")
    place = establishment("01234567400017", statutDiffusionEtablissement="P", enseigne1Etablissement="[ND]")
    build(write(tmp_path / "stock", [hidden], [place]), tmp_path / "store")
    assert rows(tmp_path / "store", "select name, trade_name, diffusible, commune from establishments") == [
        (None, None, False, "21231")
    ]


@pytest.fixture(scope="module")
def sound(shared: Shared) -> Path:
    """The store of a sound stock. Read it, never change it."""
    return shared("sound", lambda part: build(sound_stock(part / "stock"), part / "store")) / "store"


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "zip"])
def test_csv_gives_the_same_figures_as_parquet(sound: Path, tmp_path: Path, form: str) -> None:
    build(sound_stock(tmp_path / "stock", form=form), tmp_path / "store")
    figures = []
    for folder in (sound, tmp_path / "store"):
        with open_store(folder) as store:
            figures.append(figures_of(diagnose(store, find_territory("Dijon Métropole"))))
    assert figures[0] == figures[1]


@pytest.mark.slow
def test_the_demonstration_gives_the_same_figures_from_csv(
    small_stock: Path, small_store_folder: Path, tmp_path: Path
) -> None:
    as_zipped_csv(small_stock, tmp_path / "zipped")
    build(tmp_path / "zipped", tmp_path / "store")
    for perimeter in ("strict", "wide"):
        pair = []
        for folder in (small_store_folder, tmp_path / "store"):
            with open_store(folder) as store:
                found = diagnose(store, find_territory("Dijon Métropole"), perimeter)
            pair.append(figures_of(found))
        assert pair[0] == pair[1]


def test_the_same_files_give_the_same_version(sound: Path, tmp_path: Path) -> None:
    published = current_version(sound)
    assert published is not None
    shutil.copytree(sound, tmp_path / "store")
    again = build(sound_stock(tmp_path / "stock"), tmp_path / "store")
    assert again == tmp_path / "store" / published.name
    assert [path.parent for path in (tmp_path / "store").glob("*/manifest.json")] == [again]


def test_a_territory_keeps_its_detail_and_everything_it_is_compared_with(
    small_stock: Path, small_store_folder: Path, tmp_path: Path
) -> None:
    dijon = find_territory("Dijon Métropole")
    build(small_stock, tmp_path / "store", territory=dijon)
    with open_store(small_store_folder) as whole, open_store(tmp_path / "store") as narrowed:
        assert figures_of(diagnose(whole, dijon)) == figures_of(diagnose(narrowed, dijon))
        chenove = find_territory("Chenôve")
        assert figures_of(diagnose(whole, chenove)) == figures_of(diagnose(narrowed, chenove))
        assert narrowed.rows("select distinct intercommunality from establishments") == [("242100410",)]
        with pytest.raises(EssaimError, match="details Dijon Métropole only"):
            diagnose(narrowed, find_territory("Beaune"))


def test_the_manifest_tells_where_everything_comes_from(small_store_folder: Path) -> None:
    with open_store(small_store_folder) as store:
        manifest = store.manifest
    assert manifest["synthetic"] is True
    assert (manifest["vintage"], manifest["cog"]) == ("2026-11", 2026)
    sources = {source["id"]: source for source in manifest["sources"]}
    assert {"sirene_legal_units", "flores", "contours", "official_geography"} <= sources.keys()
    assert sources["official_geography"]["rows_read"] == 34_969
    for source in sources.values():
        assert len(source["sha256"]) == 64
        assert source["rows_read"] > 0
        assert source["licence"]
    assert sources["ess_france_list"]["vintage"] == "2023-11-20"
    for name, table in manifest["tables"].items():
        path = (current_version(small_store_folder) or Path()) / f"{name}.parquet"
        assert path.stat().st_size == table["bytes"]


# What can be wrong with the folder.


def test_a_folder_without_the_stock_says_what_is_missing_and_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(EssaimError, match=r"missing:(.|\n)*StockUniteLegale(.|\n)*essaim fetch"):
        build(tmp_path, tmp_path / "store")
    with pytest.raises(UsageError, match="does not exist"):
        build(tmp_path / "nowhere", tmp_path / "store")


def test_an_undated_stock_is_not_guessed_from_the_clock(tmp_path: Path) -> None:
    stock = sound_stock(tmp_path / "stock", vintage=None)
    with pytest.raises(EssaimError, match="--vintage"):
        build(stock, tmp_path / "store")


def test_a_ledger_that_is_not_json_is_told(tmp_path: Path) -> None:
    stock = sound_stock(tmp_path / "stock")
    (stock / "sources.json").write_text("{half", encoding="utf-8")
    with pytest.raises(EssaimError, match=r"sources\.json"):
        build(stock, tmp_path / "store")


@pytest.mark.parametrize("kept", [0.3, 0.97])
def test_a_cut_parquet_leaves_the_store_in_use_as_it_was(sound: Path, tmp_path: Path, kept: float) -> None:
    stock = sound_stock(tmp_path / "stock")
    shutil.copytree(sound, tmp_path / "store")
    published = current_version(tmp_path / "store")
    assert published is not None
    path = stock / "StockEtablissement_utf8.parquet"
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    with pytest.raises(EssaimError, match=r"StockEtablissement_utf8\.parquet"):
        build(stock, tmp_path / "store")
    assert current_version(tmp_path / "store") == published
    assert_intact(tmp_path / "store")


def test_a_parquet_damaged_inside_is_told(tmp_path: Path) -> None:
    """Its footer is whole, its pages are not."""
    stock = sound_stock(tmp_path / "stock")
    path = stock / "StockEtablissement_utf8.parquet"
    content = bytearray(path.read_bytes())
    content[4 : len(content) // 3] = bytes(len(content) // 3 - 4)
    path.write_bytes(content)
    with pytest.raises(EssaimError):
        build(stock, tmp_path / "store")
    assert current_version(tmp_path / "store") is None


def test_two_builds_at_once_do_not_mix(tmp_path: Path) -> None:
    from essaim.observatory.store.publication import workshop

    stock = sound_stock(tmp_path / "stock")
    with workshop(tmp_path / "store"), pytest.raises(EssaimError, match="another build"):
        build(stock, tmp_path / "store")
    build(stock, tmp_path / "store")
    assert_intact(tmp_path / "store")


RESTRAINED = """
import resource, runpy, signal, sys
limit = int(sys.argv.pop(1)) or resource.RLIM_INFINITY
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
runpy.run_module("essaim", run_name="__main__")
"""


def _child(stock: Path, store: Path, *, limit: int = 0) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", RESTRAINED, str(limit), "build", "--from", str(stock), "--out", str(store)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


@pytest.mark.slow
def test_a_disk_that_fills_up_is_told_and_nothing_is_lost(
    small_stock: Path, small_store_folder: Path, tmp_path: Path
) -> None:
    """The limit on the size of files stands for the disk: every model that outgrows it fails as on a full one."""
    store = tmp_path / "store"
    shutil.copytree(small_store_folder, store)
    before = current_version(store)
    for limit in (2_000, 50_000, 300_000):
        child = _child(small_stock, store, limit=limit)
        _, said = child.communicate(timeout=120)
        assert child.returncode == 1
        assert "not enough room" in said
        assert "Traceback" not in said
        assert current_version(store) == before
        assert_intact(store)


@pytest.mark.slow
def test_killed_at_any_step_the_store_in_use_stays_and_the_next_build_succeeds(
    small_stock: Path, small_store_folder: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    shutil.copytree(small_store_folder, store)
    stock = tmp_path / "stock"
    shutil.copytree(small_stock, stock)
    (stock / "siae.csv").unlink()  # so that what is built is another version
    before = current_version(store)
    for delay in (0.25, 0.5, 0.8, 1.1, 1.4):
        child = _child(stock, store)
        time.sleep(delay)
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        if child.stderr:
            child.stderr.close()
        assert_intact(store)
    child = _child(stock, store)
    assert child.wait(timeout=120) == 0
    if child.stderr:
        child.stderr.close()
    assert current_version(store) != before
    assert [path.name for path in store.glob(".building-*/")] == []
    assert_intact(store)


def assert_intact(folder: Path) -> None:
    """The current version opens, each of its tables is whole, and it answers."""
    current = current_version(folder)
    assert current is not None
    manifest = json.loads((current / "manifest.json").read_text(encoding="utf-8"))
    for name, table in manifest["tables"].items():
        assert (current / f"{name}.parquet").stat().st_size == table["bytes"]
    with open_store(folder) as store:
        assert diagnose(store, find_territory("FR")).figures
