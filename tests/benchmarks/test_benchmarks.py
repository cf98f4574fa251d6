"""The benchmarks measure what they say: a stock that builds, peers that do the same job. No test looks at a clock."""

import shutil
import sys
from pathlib import Path

import duckdb
import pytest

from benchmarks import search
from benchmarks.compare import Contender, as_markdown
from benchmarks.heart import make
from benchmarks.measure import Weight, weigh
from benchmarks.peers import PEERS, run
from benchmarks.stock import SIZES, write_stock
from essaim.observatory.reference.tables import read_table
from essaim.observatory.store.build import build
from essaim.observatory.store.reader import open_store
from tests.stores import Shared


@pytest.fixture(scope="session")
def tiny(shared: Shared) -> Path:
    return shared("tiny-stock", lambda part: write_stock(part, SIZES["tiny"]))


@pytest.fixture(scope="session")
def built(tiny: Path, shared: Shared) -> Path:
    return shared("tiny-store", lambda part: build(tiny, part))


def test_the_stock_has_the_real_layout_and_builds(tiny: Path, built: Path) -> None:
    for stem in ("StockUniteLegale", "StockEtablissement"):
        with duckdb.connect() as connection:
            described = connection.execute(f"describe select * from '{tiny / stem}_utf8.parquet'").fetchall()
        expected = [(row["column"], row["type"]) for row in read_table("sirene_columns") if row["file"] == stem]
        assert [(name, kind) for name, kind, *_ in described] == expected
    with open_store(built) as store:
        assert store.manifest["synthetic"] is True
        [(employers,)] = store.rows("select employers from weights where level = 'france' and perimeter = 'strict'")
        assert employers > 100


@pytest.mark.parametrize("name", PEERS)
def test_peers_give_what_the_build_gives(tiny: Path, built: Path, tmp_path: Path, name: str) -> None:
    pytest.importorskip(name, reason=f"{name} is not installed (make bench): not compared")
    told = run(name, tiny, tmp_path)
    counted = (
        "select commune, cast(tier as tinyint), public, cast(family as varchar), cast(subfamily as varchar),"
        " cast(division as varchar), band, employer, cast(sum(establishments) as bigint) from {cube} group by all"
    )
    with duckdb.connect() as connection, open_store(built) as store:
        theirs = connection.execute(counted.format(cube=f"'{tmp_path}/cube.parquet'")).fetchall()
        establishments = connection.execute(f"select siret, tier from '{tmp_path}/establishments.parquet'").fetchall()
        units = connection.execute(f"select siren, tier from '{tmp_path}/units.parquet'").fetchall()
        assert sorted(theirs) == sorted(store.rows(counted.format(cube="cube")))
        assert sorted(establishments) == sorted(store.rows("select siret, tier from establishments"))
        assert sorted(units) == sorted(store.rows("select siren, tier from legal_units where tier > 0 and active"))
    assert told == {"units": len(units), "establishments": len(establishments), "cube": len(theirs)}


def test_the_heart_of_the_build_gives_what_the_build_gives(tiny: Path, built: Path, tmp_path: Path) -> None:
    make(tiny, tmp_path)
    with duckdb.connect() as connection, open_store(built) as store:
        for table in ("cube", "establishments", "legal_units"):
            made = connection.execute(f"select * from '{tmp_path / table}.parquet'").fetchall()
            assert made == store.rows(f"select * from {table}"), table


def test_the_search_is_told_by_kind_of_question(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "OF_EACH", 20)
    shutil.copytree(built, tmp_path / "store")
    told = search.as_markdown(tmp_path / "store").splitlines()
    assert "20 questions of each kind" in told[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in told[4:]]
    assert [row[0] for row in rows] == [*search.KINDS, "all"]
    assert rows[0][-1] == "100.0%"
    assert all(float(cell) > 0 for row in rows for cell in row[4:5])


def test_weighing_counts_children_and_tells_failures() -> None:
    weight = weigh(
        [sys.executable, "-c", "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(10**7))'])"]
    )
    assert weight.cpu > 0
    assert weight.peak > 1_000_000
    with pytest.raises(RuntimeError, match="no such thing"):
        weigh([sys.executable, "-c", "raise SystemExit('no such thing')"])


def test_ratios_are_taken_round_by_round() -> None:
    bare = Contender("bare scan", [], [Weight(10, 5, 2**30), Weight(20, 5, 2**30)])
    ours = Contender("build", [], [Weight(20, 9, 2**30), Weight(50, 9, 2**30)])
    assert "| build | 2.25 (2.00–2.50) | 35.0 | 9.0 | 1.00 |" in as_markdown([bare, ours])
