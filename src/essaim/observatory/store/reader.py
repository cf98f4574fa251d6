"""Reading a store: the current version, read-only, with a connection that can do nothing else."""

import json
from collections.abc import Callable, Hashable
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import duckdb

from essaim.observatory.errors import EssaimError
from essaim.observatory.language import Text
from essaim.observatory.store.manifest import FORMAT
from essaim.observatory.store.publication import current_version

MEMORY_LIMIT = "512MB"

Kept = TypeVar("Kept")


class Store:
    """One published version of a store, opened for reading.

    `manifest` says where its content comes from. One Store serves one thread; `cursor()` gives another to each further
    thread (a DuckDB connection shared by threads answers wrongly). Open it after a fork, never before.
    """

    def __init__(
        self,
        folder: Path,
        manifest: dict[str, Any],
        connection: duckdb.DuckDBPyConnection,
        memory: dict[Hashable, Any] | None = None,
    ) -> None:
        self.folder = folder
        self.manifest = manifest
        self._connection = connection
        self._memory: dict[Hashable, Any] = {} if memory is None else memory

    @property
    def version(self) -> str:
        return str(self.manifest["version"])

    def rows(self, sql: str, params: list[Any] | dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """The rows of one query; tables bear their plain names, parameters are bound."""
        return self._connection.execute(sql, params).fetchall()

    def cursor(self) -> "Store":
        """The same version for another thread."""
        return Store(self.folder, self.manifest, self._connection.cursor(), self._memory)

    def remember(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """What `make` gives, made once per version and shared by every cursor: a version never changes.

        Callers keep the number of keys small; two threads may make the same thing, the first one kept is shared.
        """
        if key not in self._memory:
            self._memory.setdefault(key, make())
        kept: Kept = self._memory[key]
        return kept

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_store(path: Path, *, threads: int = 1) -> Store:
    """Open the current version of a store.

    Raises EssaimError when nothing was published there, when the version is damaged, or when it was written by another
    format of the program.
    """
    folder = current_version(path)
    if folder is None:
        raise _nothing_built(path)
    manifest = read_manifest(folder)
    connection = duckdb.connect()
    try:
        connection.execute(f"set threads = {threads:d}")
        connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
        connection.execute("set parquet_metadata_cache = true")
        for table in manifest["tables"]:
            connection.execute(
                f"create view {table} as select * from read_parquet({_literal(folder / f'{table}.parquet')})"
            )
        _close_doors(connection, folder)
    except duckdb.Error as fault:
        connection.close()
        raise _damaged(folder) from fault
    return Store(folder, manifest, connection)


def _close_doors(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Nothing but this folder can be read from now on, and that cannot be undone (DuckDB, securing)."""
    connection.execute(f"set allowed_directories = [{_literal(folder)}]")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


def version_folder(path: Path) -> Path:
    """The version that a path names: a version's own folder, else the current version of a store.

    Raises EssaimError where there is neither.
    """
    if (path / "manifest.json").is_file():
        return path
    folder = current_version(path)
    if folder is None:
        raise _nothing_built(path)
    return folder


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a version. Raises EssaimError when it is damaged or of another format of the program."""
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise _damaged(folder) from fault
    if manifest.get("format") != FORMAT:
        raise EssaimError(
            Text(
                f"cet entrepôt est au format {manifest.get('format')}, le programme lit le format {FORMAT}",
                f"this store is of format {manifest.get('format')}, the program reads format {FORMAT}",
            ),
            file=folder,
            remedy=Text("Reconstruisez-le avec « essaim build ».", "Build it again with `essaim build`."),
        )
    return manifest


def _nothing_built(path: Path) -> EssaimError:
    return EssaimError(
        Text(f"aucun entrepôt n'a été construit dans {path}", f"no store has been built in {path}"),
        remedy=Text(
            "Construisez-le : essaim build --from DOSSIER --out DOSSIER, ou essayez « essaim demo ».",
            "Build it: essaim build --from DIR --out DIR, or try `essaim demo`.",
        ),
    )


def _damaged(folder: Path) -> EssaimError:
    return EssaimError(
        Text("cet entrepôt est incomplet ou endommagé", "this store is incomplete or damaged"),
        file=folder,
        remedy=Text("Reconstruisez-le avec « essaim build ».", "Build it again with `essaim build`."),
    )


def _literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
