"""Fetching: from a mirror folder or address, all or some, with a ledger that the build believes."""

import hashlib
import json
import zipfile
from pathlib import Path

import duckdb
import pytest

from essaim.observatory.errors import EssaimError, UsageError
from essaim.observatory.sources import CARDS, fetching
from essaim.observatory.sources.card import SourceCard, SourceFile
from essaim.observatory.sources.fetching import fetch_sources
from essaim.observatory.sources.ledger import read_ledger
from tests.observatory.sources.hostile import Script, cut_after, serving

LIST = b"SIREN\n012345674\n"
NAME = "liste_ess_france.csv"


def fetch(ids: list[str], folder: Path, **options: object) -> list[str]:
    return [line.en for line in fetch_sources(ids, folder, sleep=lambda _: None, **options)]  # type: ignore[arg-type]


def test_a_mirror_folder_gives_what_it_has(tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    (mirror / NAME).write_bytes(LIST)
    lines = fetch(["ess_france_list", "flores"], tmp_path / "to", mirror=str(mirror))
    assert (tmp_path / "to" / NAME).read_bytes() == LIST
    assert any("not in the mirror" in line for line in lines)
    entry = read_ledger(tmp_path / "to")["files"][NAME]
    assert entry["sha256"] == hashlib.sha256(LIST).hexdigest()
    assert entry["vintage"] == "2023-11-20"


@pytest.mark.parametrize(
    ("source", "name", "vintage"),
    [
        ("flores", "DS_FLORES_A17_2023_CSV_FR.zip", "2023-12-31"),
        ("employment_zones", "ZE2020_au_01-01-2022.zip", "2022-01-01"),
    ],
)
def test_a_name_that_bears_a_date_tells_the_vintage(tmp_path: Path, source: str, name: str, vintage: str) -> None:
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    with zipfile.ZipFile(mirror / name, "w") as archive:
        archive.writestr("one.csv", "a\n1\n")
    fetch([source], tmp_path / "to", mirror=str(mirror))
    assert read_ledger(tmp_path / "to")["files"][name]["vintage"] == vintage


def test_a_mirror_folder_that_vouches_for_a_checksum_is_checked(tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    (mirror / NAME).write_bytes(LIST)
    ledger = {"synthetic": False, "files": {NAME: {"source": "ess_france_list", "sha256": "0" * 64}}}
    (mirror / "sources.json").write_text(json.dumps(ledger), encoding="utf-8")
    with pytest.raises(EssaimError, match="checksum"):
        fetch(["ess_france_list"], tmp_path / "to", mirror=str(mirror))
    assert [path.name for path in (tmp_path / "to").glob("liste*")] == []


def test_synthetic_files_stay_synthetic_through_a_mirror(small_stock: Path, tmp_path: Path) -> None:
    fetch(["siae"], tmp_path / "to", mirror=str(small_stock))
    assert read_ledger(tmp_path / "to")["synthetic"] is True


def test_a_mirror_address_is_resumed_and_recorded(tmp_path: Path) -> None:
    script = Script(LIST, behaviours=[lambda handler, _: handler.begin(404, {"Content-Length": "0"}), cut_after(5)])
    with serving(script) as address:
        lines = fetch(["ess_france_list"], tmp_path, mirror=address)
    assert (tmp_path / NAME).read_bytes() == LIST
    assert read_ledger(tmp_path)["files"][NAME]["address"] == f"{address}/{NAME}"
    assert lines == ["List of ESS enterprises: 0.0 MB"]


SUBSIDIES = {"subventions_a.csv": b"montant\n1", "subventions_b.csv": b"montant\n2\n"}


def test_a_mirror_folder_gives_every_file_that_is_kept_by_hand(tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    for name, content in SUBSIDIES.items():
        (mirror / name).write_bytes(content)
    fetch(["scdl_subsidies"], tmp_path / "to", mirror=str(mirror))
    assert {name: (tmp_path / "to" / name).read_bytes() for name in SUBSIDIES} == SUBSIDIES
    assert set(read_ledger(tmp_path / "to")["files"]) == set(SUBSIDIES)


def test_a_mirror_that_tells_its_files_gives_all_of_those_kept_by_hand() -> None:
    remote = {"files": {name: {"source": "scdl_subsidies"} for name in SUBSIDIES}}
    chosen = fetching._chosen(CARDS["scdl_subsidies"], False, "https://mirror.example", remote)
    assert [file.address for file in chosen] == [f"https://mirror.example/{name}" for name in SUBSIDIES]


def test_what_has_no_address_is_said_with_where_to_take_it(tmp_path: Path) -> None:
    [line] = fetch(["esus_list"], tmp_path)
    assert "no stable address" in line
    assert "liste_esus.xlsx" in line


def test_an_unknown_data_set_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="sirene_legal_units"):
        fetch(["sirene"], tmp_path)


def test_a_mirror_folder_that_does_not_exist_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        fetch([], tmp_path, mirror=str(tmp_path / "nowhere"))


@pytest.mark.parametrize("as_csv", [False, True])
def test_the_producers_own_addresses_are_those_of_the_cards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_csv: bool
) -> None:
    """The card's address is served from here: a Parquet file, or the zip when CSV is preferred."""
    parquet = tmp_path / "made.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"copy (select 1 AS siren) to '{parquet}' (format parquet)")
    with serving(Script(parquet.read_bytes())) as address:
        card = fetching.CARDS["sirene_legal_units"]
        files = tuple(SourceFile(file.source, file.name, f"{address}/{file.name}") for file in card.files)
        local = SourceCard(**(vars(card) | {"files": files}))
        monkeypatch.setitem(fetching.CARDS, "sirene_legal_units", local)
        if as_csv:
            with pytest.raises(EssaimError, match=r"StockUniteLegale_utf8\.zip: the content received is incomplete"):
                fetch(["sirene_legal_units"], tmp_path / "to", as_csv=True)
            return
        fetch(["sirene_legal_units"], tmp_path / "to")
        assert "up to date" in fetch(["sirene_legal_units"], tmp_path / "to")[0]
    entry = read_ledger(tmp_path / "to")["files"]["StockUniteLegale_utf8.parquet"]
    assert entry["vintage"] == "2026-11-01"  # the month of Last-Modified
    assert entry["etag"] == '"one"'
