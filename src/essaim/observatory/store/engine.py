"""What a build engine must do, so that the same models run on one machine or on a cluster."""

from pathlib import Path
from typing import Any, Protocol

from essaim.observatory.store.models import Model


class Engine(Protocol):
    """Runs DuckDB-dialect SQL over Parquet files; every table it makes is a Parquet file of `work`."""

    name: str
    work: Path

    def attach(self, name: str, parquet: Path) -> None:
        """Make a Parquet file readable under a name."""

    def define(self, name: str, select: str) -> None:
        """Make a query readable under a name, without running it."""

    def make(self, model: Model) -> Path | None:
        """Run a model; returns its Parquet file, None for a view."""

    def rows(self, select: str) -> list[tuple[Any, ...]]:
        """The rows of a small result."""

    def close(self) -> None:
        """Release what the engine holds."""
