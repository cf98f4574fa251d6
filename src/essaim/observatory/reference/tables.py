"""The bundled tables: where they are, and how they are read."""

import csv
import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

_FOLDER = Path(str(resources.files("essaim.observatory.reference"))) / "tables"


def table_path(name: str) -> Path:
    """The file of a table; `geography/…` tables are Parquet, the others CSV."""
    return _FOLDER / (f"{name}.parquet" if name.startswith("geography/") else f"{name}.csv")


@cache
def read_table(name: str) -> list[dict[str, str]]:
    """The rows of a CSV table, as text. Shared between callers: not to be modified."""
    with table_path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def describe_tables() -> dict[str, dict[str, Any]]:
    """For each table: title in French and English, source, date and licence."""
    with (_FOLDER / "tables.toml").open("rb") as file:
        return tomllib.load(file)
