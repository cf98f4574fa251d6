"""An engine for small files, kept for the life of the process: starting one costs more than writing ten of them."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def aside() -> "DuckDBPyConnection":
    """A cursor of its own, to close, on the engine that small files share; it has one thread, and no table."""
    return _kept().cursor()


@cache
def _kept() -> "DuckDBPyConnection":
    import duckdb

    connection = duckdb.connect()
    connection.execute("set threads = 1")
    return connection
