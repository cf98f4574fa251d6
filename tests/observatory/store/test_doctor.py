"""The doctor says what is missing, stale or inconsistent, and nothing else."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from essaim.observatory.store.doctor import Finding, examine
from essaim.observatory.store.publication import current_version

TODAY = date(2026, 11, 25)


def said(findings: list[Finding], severity: str) -> list[str]:
    return [finding.text.en for finding in findings if finding.severity == severity]


@pytest.fixture
def own_store(small_store_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small_store_folder, tmp_path / "store"))


def test_a_sound_store_and_its_sources_have_no_fault(small_stock: Path, small_store_folder: Path) -> None:
    findings = examine(small_store_folder, small_stock, today=TODAY)
    assert said(findings, "fault") == []
    # Only the list that is not refreshed any more, the totals that one copies by hand, and what a spreadsheet did to a
    # file of subsidies call for a word.
    expected = ("2023-11-20", "social economy by région", "scdl_subsidies, identifier_digits_lost")
    assert all(any(word in one for word in expected) for one in said(findings, "warning"))
    assert any("identifier(s) repaired: decp" in one for one in said(findings, "ok"))


def test_without_anything_it_says_what_to_run(tmp_path: Path) -> None:
    findings = examine(tmp_path / "store", tmp_path / "sources", today=TODAY)
    told = "\n".join(said(findings, "warning") + said(findings, "fault"))
    assert "essaim fetch" in told
    assert "essaim build" in told


def test_an_old_stock_is_stale(small_stock: Path, small_store_folder: Path) -> None:
    later = examine(small_store_folder, small_stock, today=date(2027, 6, 1))
    assert any("2026-11" in one for one in said(later, "warning"))


def test_a_table_that_lost_its_end_is_a_fault(own_store: Path, small_stock: Path) -> None:
    table = (current_version(own_store) or Path()) / "cube.parquet"
    table.write_bytes(table.read_bytes()[:-100])
    assert any("cube" in one or "damaged" in one for one in said(examine(own_store, small_stock, today=TODAY), "fault"))


def test_a_pointer_to_nothing_is_a_fault(own_store: Path, small_stock: Path) -> None:
    (own_store / "current").write_text("2026-10-00000000\n", encoding="utf-8")
    assert said(examine(own_store, small_stock, today=TODAY), "fault")


def test_an_unfinished_download_and_a_damaged_ledger_are_told(tmp_path: Path, small_store_folder: Path) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "StockUniteLegale_utf8.parquet.part").write_bytes(b"PAR1")
    assert any(".part" in one for one in said(examine(small_store_folder, sources, today=TODAY), "warning"))
    (sources / "sources.json").write_text("{", encoding="utf-8")
    assert any("sources.json" in one for one in said(examine(small_store_folder, sources, today=TODAY), "fault"))


def test_a_store_of_other_rules_is_told(own_store: Path, small_stock: Path) -> None:
    manifest = (current_version(own_store) or Path()) / "manifest.json"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    content["perimeter_version"] = "2020-01"
    manifest.write_text(json.dumps(content), encoding="utf-8")
    findings = examine(own_store, small_stock, today=TODAY)
    assert any("2020-01" in one for one in said(findings, "warning") + said(findings, "fault"))
