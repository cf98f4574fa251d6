"""The former version of the demonstration: enough happened since to fill its pages, and nothing to whom it must not."""

import json
from collections import Counter
from pathlib import Path

import duckdb
import pytest

from essaim.demo.former import VINTAGE, region, write_former_stock
from essaim.observatory.directory.changes import KINDS, Comparison, compare
from essaim.observatory.store.build import build
from essaim.observatory.store.reader import version_folder
from essaim.web.contributions.demo import named_after_real_ones
from tests.stores import Shared


@pytest.fixture(scope="module")
def former_stock(small_stock: Path, shared: Shared) -> Path:
    return shared("former-stock", lambda part: write_former_stock(small_stock, part))


@pytest.fixture(scope="module")
def compared(former_stock: Path, small_store_folder: Path, shared: Shared) -> Comparison:
    former = shared("former-store", lambda part: build(former_stock, part, territory=region()))
    return compare(version_folder(former), version_folder(small_store_folder))


def test_it_is_said_to_be_synthetic_and_of_three_months_before(former_stock: Path) -> None:
    ledger = json.loads((former_stock / "sources.json").read_text("utf-8"))
    assert ledger["synthetic"] is True
    assert ledger["files"]["StockEtablissement_utf8.parquet"]["vintage"] == VINTAGE


def test_the_main_things_that_can_happen_did(compared: Comparison) -> None:
    counts = Counter(one.kind for one in compared.changes)
    for kind in ("created", "closed", "left", "moved", "employer", "renamed"):
        assert counts[kind] > 1, KINDS[kind].en
    assert {one.cause for one in compared.changes} == {"data"}
    assert len(compared.changes) < 5_000


def test_nothing_is_said_of_those_who_are_named_after_real_ones(compared: Comparison) -> None:
    assert not {one.name for one in compared.changes} & set(named_after_real_ones())


def test_the_same_story_comes_out_again(small_stock: Path, former_stock: Path, tmp_path: Path) -> None:
    write_former_stock(small_stock, tmp_path / "again")
    for name in ("StockUniteLegale_utf8.parquet", "StockEtablissement_utf8.parquet"):
        with duckdb.connect() as engine:
            rows = [
                sorted(engine.execute(f"from read_parquet('{folder / name}')").fetchall(), key=str)
                for folder in (former_stock, tmp_path / "again")
            ]
        assert rows[0] == rows[1]
