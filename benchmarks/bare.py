"""The reference of every ratio: a hash scan, by DuckDB, of the very columns that the build reads. Nothing is kept.

`python -m benchmarks.bare DIR`. It reads and decodes what any build must read and decode, and does nothing else.
"""

import sys
from pathlib import Path

import duckdb

from benchmarks.layouts import columns_read

SCANNED = {
    "sirene_legal_units": "StockUniteLegale_utf8.parquet",
    "sirene_establishments": "StockEtablissement_utf8.parquet",
}


def scan(directory: Path) -> None:
    """Hash every value of the columns read of the two stock files."""
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        for source, name in SCANNED.items():
            hashes = ", ".join(f'sum(hash("{column}"))' for column in columns_read(source))
            connection.execute(f"select {hashes} from read_parquet(?)", [str(directory / name)]).fetchall()


if __name__ == "__main__":
    scan(Path(sys.argv[1]))
