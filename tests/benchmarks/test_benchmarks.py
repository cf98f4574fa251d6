"""The benchmarks measure what they say: a stock that builds, peers that do the same job. No test looks at a clock."""

import sys
from pathlib import Path

import duckdb
import pytest

from benchmarks.compare import Contender, as_markdown
from benchmarks.measure import Weight, weigh
from benchmarks.peers import PEERS, core_forms
from benchmarks.stock import SIZES, write_stock
from essaim.observatory.reference.tables import read_table
from essaim.observatory.store.build import build
from essaim.observatory.store.reader import open_store
from tests.conftest import made_once


@pytest.fixture(scope="session")
def tiny(workshop_folder: Path) -> Path:
    return made_once(workshop_folder / "tiny-stock", lambda part: write_stock(part, SIZES["tiny"]))


def test_the_stock_has_the_real_layout_and_builds(tiny: Path, tmp_path: Path) -> None:
    for stem in ("StockUniteLegale", "StockEtablissement"):
        with duckdb.connect() as connection:
            described = connection.execute(f"describe select * from '{tiny / stem}_utf8.parquet'").fetchall()
        expected = [(row["column"], row["type"]) for row in read_table("sirene_columns") if row["file"] == stem]
        assert [(name, kind) for name, kind, *_ in described] == expected
    build(tiny, tmp_path / "store")
    with open_store(tmp_path / "store") as store:
        assert store.manifest["synthetic"] is True
        [(employers,)] = store.rows("select employers from weights where level = 'france' and perimeter = 'strict'")
        assert employers > 100


@pytest.mark.parametrize("name", PEERS)
def test_peers_count_what_a_plain_query_counts(tiny: Path, tmp_path: Path, name: str) -> None:
    pytest.importorskip(name, reason=f"{name} is not installed (make bench): not compared")
    forms = ", ".join(map(str, core_forms()))
    with duckdb.connect() as connection:
        [(kept, ess)] = connection.execute(
            f"""
            with unit as (
                select siren from '{tiny}/StockUniteLegale_utf8.parquet'
                where etatAdministratifUniteLegale = 'A'
                    and (categorieJuridiqueUniteLegale in ({forms}) or economieSocialeSolidaireUniteLegale = 'O')
            )
            select count(*), count(unit.siren)
            from '{tiny}/StockEtablissement_utf8.parquet' as place left join unit on unit.siren = place.siren
            where etatAdministratifEtablissement = 'A'
                and (caractereEmployeurEtablissement = 'O' or unit.siren is not null)
            """
        ).fetchall()
    assert PEERS[name](tiny, tmp_path) == {"kept": kept, "ess": ess}


def test_weighing_counts_children_and_tells_failures() -> None:
    weight = weigh(
        [sys.executable, "-c", "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(10**6))'])"]
    )
    assert weight.cpu > 0
    assert weight.peak > 1_000_000
    with pytest.raises(RuntimeError, match="no such thing"):
        weigh([sys.executable, "-c", "raise SystemExit('no such thing')"])


def test_ratios_are_taken_round_by_round() -> None:
    bare = Contender("bare scan", [], [Weight(10, 5, 2**30), Weight(20, 5, 2**30)])
    ours = Contender("build", [], [Weight(20, 9, 2**30), Weight(50, 9, 2**30)])
    assert "| build | 2.25 (2.00–2.50) | 35.0 | 9.0 | 1.00 |" in as_markdown([bare, ours])
