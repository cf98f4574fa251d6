"""The columns that filters and counts run on: one NumPy array each, a few bytes a row, in the order of the index.

A structure's row is its place; its places of work follow one another. Counting a facet of a whole country is then a
matter of milliseconds, where grouping in SQLite takes half a second (docs/performance.md).
"""

import sqlite3
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from essaim.observatory.directory.labels import labels
from essaim.observatory.directory.needs import bits_of_activities
from essaim.observatory.directory.query import SIZES
from essaim.observatory.reference.tables import read_table

Mask = NDArray[np.bool_]
Places = NDArray[np.int32]
NEVER = np.iinfo(np.int32).max  # the creation day of what has none: the youngest of all
LEVELS = ("commune", "intercommunality", "departement", "region")
# Dictionaries: the codes that a small number stands for.
CODED = {
    "family": "select distinct family from units",
    "subfamily": "select distinct subfamily from units",
    "activity": "select distinct activity from numbered",
}


@dataclass(frozen=True)
class Columns:
    """Arrays of structures (`unit_…`) and of establishments (the others), and the codes that their numbers stand for.

    `communes` gives, for each level, the code of every commune in the order of the numbers of `commune`. A position
    that is not known is not a number; a known one is told to the metre. `registered` structures come from the register;
    those after them were added.
    """

    unit_family: NDArray[np.uint8]
    unit_subfamily: NDArray[np.uint8]
    unit_size: NDArray[np.uint8]
    unit_labels: NDArray[np.uint32]
    unit_created: NDArray[np.int32]
    unit_named: NDArray[np.int32]
    unit_words: NDArray[np.uint8]
    unit_received: NDArray[np.uint8]
    unit: Places
    commune: NDArray[np.uint16]
    activity: NDArray[np.uint16]
    needs: NDArray[np.uint64]
    tier: NDArray[np.uint8]
    employer: Mask
    longitude: NDArray[np.float32]
    latitude: NDArray[np.float32]
    codes: dict[str, tuple[str, ...]]
    communes: dict[str, NDArray[np.str_]]
    registered: int

    @cached_property
    def start(self) -> NDArray[np.int64]:
        """The first establishment of each structure, its head office."""
        return np.searchsorted(self.unit, np.arange(self.structures))

    @property
    def structures(self) -> int:
        return len(self.unit_family)

    def of_the_register(self) -> "Columns":
        """The arrays without what was added, ranks by name apart: views, which take no memory."""
        places = int(np.searchsorted(self.unit, self.registered))
        arrays = {one.name: getattr(self, one.name) for one in fields(self)}
        short: dict[str, Any] = {
            name: array[: self.registered if name.startswith("unit_") else places]
            for name, array in arrays.items()
            if isinstance(array, np.ndarray)
        }
        return replace(self, **short)


def write(engine: duckdb.DuckDBPyConnection, file: sqlite3.Connection) -> None:
    """Write every array and dictionary; the needs told by names are there already."""
    _number_codes(engine, file)
    sizes = " ".join(f"when '{size}' then {place}" for place, size in enumerate(SIZES))
    units = engine.execute(f"""
        select
            cast(family.position AS utinyint) AS unit_family, cast(subfamily.position AS utinyint) AS unit_subfamily,
            cast(case size_class {sizes} else 0 end AS utinyint) AS unit_size,
            coalesce(cast(date_diff('day', date '1970-01-01', created) AS integer), {NEVER}) AS unit_created,
            name_rank AS unit_named
        from units
        inner join coded_family AS family on family.code = units.family
        inner join coded_subfamily AS subfamily on subfamily.code = units.subfamily
        order by place
    """).fetchnumpy()
    places = engine.execute("""
        select
            place AS unit,
            cast(commune.position AS usmallint) AS commune, cast(coded.position AS usmallint) AS activity,
            cast(tier AS utinyint) AS tier, coalesce(employer, false) AS employer,
            cast(coalesce(longitude, 'nan') AS float) AS longitude, cast(coalesce(latitude, 'nan') AS float) AS latitude
        from numbered
        inner join coded_commune AS commune on commune.code = numbered.commune
        inner join coded_activity AS coded on coded.code = numbered.activity
        order by number
    """).fetchnumpy()
    for name, array in (units | places | _levels(engine)).items():
        store(file, name, np.ascontiguousarray(array))


def _levels(engine: duckdb.DuckDBPyConnection) -> dict[str, NDArray[np.bytes_]]:
    """For each level, the code of every commune, in bytes: a whole country is then read at once."""
    columns = ", ".join(f"coalesce({level}, '') AS level_{level}" for level in LEVELS)
    found = engine.execute(f"select {columns} from communes order by commune").fetchnumpy()
    return {name: codes.astype(np.bytes_) for name, codes in found.items()}


def _number_codes(engine: duckdb.DuckDBPyConnection, file: sqlite3.Connection) -> None:
    queries = CODED | {"commune": "select distinct commune from communes"}
    for kind, query in queries.items():
        engine.execute(
            f"create table coded_{kind} as select code, row_number() over (order by code) - 1 AS position"
            f" from ({query}) AS every(code)"
        )
    for kind in CODED:
        rows = engine.execute(f"select '{kind}', position, code from coded_{kind}").fetchall()
        file.executemany("insert into codes values (?, ?, ?)", rows)


def store(file: sqlite3.Connection, name: str, array: NDArray[Any]) -> None:
    """Write one array."""
    file.execute("insert into arrays values (?, ?, ?)", (name, array.dtype.str, array.tobytes()))


def read(file: sqlite3.Connection) -> Columns:
    """Every column in memory: about fifty bytes a structure."""
    arrays = {name: np.frombuffer(content, dtype=kind) for name, kind, content in file.execute("select * from arrays")}
    communes = {level: arrays[f"level_{level}"].astype(np.str_) for level in LEVELS}
    codes: dict[str, tuple[str, ...]] = {
        kind: tuple(code for (code,) in file.execute("select code from codes where kind = ? order by position", [kind]))
        for kind in CODED
    } | {"commune": tuple(communes["commune"].tolist())}
    answered = bits_of_activities()
    by_activity = np.array([answered.get(code, 0) for code in codes["activity"]], dtype=np.uint64)
    unit = arrays["unit"]
    return Columns(
        **{name: arrays[name] for name in ("unit_family", "unit_subfamily", "unit_size", "unit_created", "unit_named")},
        unit_labels=_labels(file, len(arrays["unit_family"])),
        unit_words=arrays["words"],
        unit_received=arrays["unit_received"],
        unit=unit,
        **{name: arrays[name] for name in ("commune", "activity", "tier", "employer", "longitude", "latitude")},
        needs=by_activity[arrays["activity"]] | arrays["named_needs"][unit],
        codes=codes,
        communes=communes,
        registered=len(arrays["unit_family"]),
    )


def _labels(file: sqlite3.Connection, structures: int) -> NDArray[np.uint32]:
    found = np.zeros(structures, dtype=np.uint32)
    rows = file.execute("select place, labels from structures where labels > 0").fetchall()
    if rows:
        places, bits = zip(*rows, strict=True)
        found[list(places)] = bits
    return found


def sectors_of_activities(codes: tuple[str, ...], level: str) -> tuple[str, ...]:
    """The aggregate of each activity code at A17 or A38; blank for another nomenclature.

    What people added says its sector only: an aggregate is its own.
    """
    column = level.lower()
    aggregates = {row["code"]: row["code"] for row in read_table("naf_levels") if row["level"] == level}
    aggregates |= {row["code"]: row[column] for row in read_table("naf_rev2")}
    return tuple(aggregates.get(code, "") for code in codes)


def label_bits(codes: tuple[str, ...]) -> int:
    """The sum of the bits of some labels; those that do not exist count for nothing."""
    return sum(labels()[code].bit for code in set(codes) if code in labels())
