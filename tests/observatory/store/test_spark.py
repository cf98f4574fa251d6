"""Both engines build identical tables on the demonstration stock, where Java is present."""

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from essaim.observatory.store.dialect import to_spark
from essaim.observatory.store.models import PUBLISHED, models
from essaim.observatory.store.publication import current_version

# What the two engines do not share, although it may transpile (measured: docs/performance.md).
FORBIDDEN = (exp.Pivot, exp.Collate, exp.PercentileCont, exp.ArrayAgg)


@pytest.mark.parametrize("model", models(), ids=lambda model: model.name)
def test_every_model_transpiles_and_keeps_to_what_both_engines_share(model) -> None:  # type: ignore[no-untyped-def]
    assert to_spark(model.select)
    tree = sqlglot.parse_one(model.select, read="duckdb")
    assert list(tree.find_all(*FORBIDDEN)) == []
    functions = {function.name.lower() for function in tree.find_all(exp.Anonymous)}
    assert not functions & {"hash", "strip_accents", "quantile_cont", "list"}


@pytest.fixture(scope="session")
def both(small_stock: Path, small_store_folder: Path, workshop_folder: Path) -> tuple[Path, Path]:
    """The versions that DuckDB and Spark published; Spark runs as its users run it, in a process of its own."""
    if shutil.which("java") is None:
        pytest.skip("Java is not here: the Spark engine was not compared")
    pytest.importorskip("pyspark", reason="pyspark is not installed: the Spark engine was not compared")
    spark = workshop_folder / "spark-store"
    command = [sys.executable, "-m", "essaim", "build", "--engine", "spark"]
    ran = subprocess.run([*command, "--from", small_stock, "--out", spark], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    folders = current_version(small_store_folder), current_version(spark)
    assert folders[0] is not None
    assert folders[1] is not None
    return folders[0], folders[1]


@pytest.mark.spark
@pytest.mark.slow
@pytest.mark.xdist_group("spark")
def test_spark_and_duckdb_make_the_same_tables(both: tuple[Path, Path]) -> None:
    with duckdb.connect() as connection:
        for table in PUBLISHED:
            ours, theirs = (f"read_parquet('{folder / table}.parquet')" for folder in both)
            described = [connection.execute(f"describe select * from {one}").fetchall() for one in (ours, theirs)]
            assert [row[:2] for row in described[0]] == [row[:2] for row in described[1]], table
            columns = ", ".join(
                f"round({name}, 6) as {name}" if kind == "DOUBLE" else name for name, kind, *_ in described[0]
            )
            for one, other in ((ours, theirs), (theirs, ours)):
                [(different,)] = connection.execute(
                    f"select count(*) from (select {columns} from {one} except all select {columns} from {other})"
                ).fetchall()
                assert different == 0, table
