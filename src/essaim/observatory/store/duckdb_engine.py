"""The default engine: DuckDB in this process, with bounded memory."""

from pathlib import Path
from typing import Any

import duckdb

from essaim.observatory.sources.faults import explained
from essaim.observatory.store.models import Model

# Measured: above 1 GB the build is no faster, below 600 MB it spills (docs/performance.md).
MEMORY_LIMIT = "900MB"
# Small row groups for what is published, so that a territory is read without its neighbours; DuckDB's own size for
# what is only passed from one model to the next.
PUBLISHED_ROWS, PASSED_ROWS = 61_440, 122_880
# Tables of which a diagnosis reads a few rows: smaller groups, so that the others are passed over, and a compression
# that is quicker to undo (docs/performance.md).
LOOKED_UP, LOOKED_UP_ROWS = (
    ("associations", "cube", "flores", "flores_series", "fragmentation", "labels", "vitality", "weights"),
    16_384,
)


class DuckDBEngine:
    """Plain DuckDB SQL, no extension; intermediate tables are Parquet files too, so memory stays low."""

    name = "duckdb"

    def __init__(self, work: Path, *, threads: int | None = None) -> None:
        self.work = work
        self._connection = duckdb.connect()
        settings = {
            "memory_limit": MEMORY_LIMIT,
            "temp_directory": str(work / "spill"),
            "preserve_insertion_order": False,
            "enable_progress_bar": False,
        }
        if threads:
            settings["threads"] = threads
        for name, value in settings.items():
            self._connection.execute(f"set {name} = {_literal(value)}")

    def attach(self, name: str, parquet: Path) -> None:
        self.define(name, f"select * from read_parquet({_literal(parquet)})")

    def define(self, name: str, select: str) -> None:
        with explained():
            self._connection.execute(f"create or replace view {name} as {select}")

    def make(self, model: Model) -> Path | None:
        if model.is_view:
            self.define(model.name, model.select)
            return None
        target = self.work / f"{model.name}.parquet"
        compression, rows = _layout(model)
        with explained(target):
            self._connection.execute(
                f"copy ({model.select}) to {_literal(target)}"
                f" (format parquet, compression {compression}, row_group_size {rows})"
            )
        self.attach(model.name, target)
        return target

    def rows(self, select: str) -> list[tuple[Any, ...]]:
        with explained():
            return self._connection.execute(select).fetchall()

    def close(self) -> None:
        self._connection.close()


def _layout(model: Model) -> tuple[str, int]:
    """The compression and the rows of a group of its file."""
    if not model.published:
        return "lz4_raw", PASSED_ROWS
    return ("lz4_raw", LOOKED_UP_ROWS) if model.name in LOOKED_UP else ("zstd", PUBLISHED_ROWS)


def _literal(value: object) -> str:
    if isinstance(value, bool | int):
        return str(value).lower()
    return "'" + str(value).replace("'", "''") + "'"
