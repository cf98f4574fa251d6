"""What a structure received from public bodies, as published: contracts and subsidies, and what of them may be summed.

An amount is summed only where the source says that it is the structure's: a firm contract of which it is the sole
holder, a subsidy in money. The others are counted and shown with the reason (docs/method/received.md).
"""

import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

CONTRACT = (
    "uid, buyer, buyer_siren, object, cpv, months, cast(notified AS varchar), cast(updated AS varchar), amount,"
    " holders, framework, of_framework, reserved, amount_kind"
)
SUBSIDY = "reference, grantor, grantor_siren, object, cast(granted AS varchar), year, nature, amount, part, received"
OF_CONTRACTS = (
    "siren varchar, uid varchar, buyer varchar, buyer_siren varchar, object varchar, cpv varchar, months integer,"
    " notified date, updated date, amount double, holders integer, framework boolean, of_framework boolean,"
    " reserved boolean, amount_kind varchar"
)
OF_SUBSIDIES = (
    "siren varchar, reference varchar, grantor varchar, grantor_siren varchar, object varchar, granted date,"
    " year smallint, nature varchar, amount double, part double, received double"
)
# What a structure may be found by, and the bit that says it.
RECEIVED = {"contracts": 1, "subsidies": 2}
IN_MONEY = ("cash", "untold")
BATCH = 20_000


@dataclass(frozen=True)
class Contract:
    """A public contract in its last version. `amount` is that of the whole contract, in euros excluding tax.

    `amount_kind` says what the amount is: `whole` (sole holder, firm), `shared` (several holders), `ceiling` (most of a
    framework), `disputed` (the source gives several), `symbolic`, `fictitious`, `missing`.
    """

    uid: str
    buyer: str | None
    buyer_siren: str | None
    object: str | None
    cpv: str | None
    months: int | None
    notified: date | None
    updated: date | None
    amount: float | None
    holders: int
    framework: bool
    of_framework: bool
    reserved: bool
    amount_kind: str


@dataclass(frozen=True)
class Subsidy:
    """A subsidy: `amount` is the whole of it in euros, `part` the share that the file gives to the structure (None: it
    does not say), `received` what that makes. `nature` is cash, in_kind, both or untold; `granted` None where only the
    year is known.
    """

    reference: str | None
    grantor: str | None
    grantor_siren: str | None
    object: str | None
    granted: date | None
    year: int | None
    nature: str
    amount: float
    part: float | None
    received: float


@dataclass(frozen=True)
class Received:
    """All that one structure received, the latest first."""

    contracts: tuple[Contract, ...] = ()
    subsidies: tuple[Subsidy, ...] = ()

    @property
    def attributed(self) -> tuple[Contract, ...]:
        """The contracts whose amount is the structure's own."""
        return tuple(one for one in self.contracts if one.amount_kind == "whole")

    @property
    def in_money(self) -> tuple[Subsidy, ...]:
        """The subsidies paid in money, as far as the file tells."""
        return tuple(one for one in self.subsidies if one.nature in IN_MONEY)

    def __bool__(self) -> bool:
        return bool(self.contracts or self.subsidies)


def attach(engine: duckdb.DuckDBPyConnection, store: Path) -> None:
    """Make both tables of a store version readable; a store that was built before they were has none of them."""
    for table, columns in (("contracts", OF_CONTRACTS), ("subsidies", OF_SUBSIDIES)):
        path = store / f"{table}.parquet"
        if path.exists():
            engine.read_parquet(str(path)).create_view(table)
        else:
            engine.execute(f"create table {table} ({columns})")


def write(engine: duckdb.DuckDBPyConnection, file: sqlite3.Connection) -> NDArray[np.uint8]:
    """Copy both tables, for the structures of the index; returns the bits of `RECEIVED`, a structure each."""
    for table, fields, order in (
        ("contracts", CONTRACT, "notified desc nulls last, uid"),
        ("subsidies", SUBSIDY, "year desc nulls last, granted desc nulls last, received desc, reference"),
    ):
        cursor = engine.execute(
            f"select siren, {fields} from {table} semi join units using (siren) order by siren, {order}"
        )
        marks = ", ".join("?" * len(cursor.description or ()))
        while rows := cursor.fetchmany(BATCH):
            file.executemany(f"insert into {table} values ({marks})", rows)
        file.execute(f"create index {table}_by_siren on {table} (siren)")
    bits = " + ".join(
        f"case when siren in (select siren from {table}) then {bit} else 0 end" for table, bit in RECEIVED.items()
    )
    found = engine.execute(f"select cast({bits} AS utinyint) AS bits from units order by place").fetchnumpy()
    return np.ascontiguousarray(found["bits"])


def read(file: sqlite3.Connection, siren: str) -> Received:
    """What one structure received; nothing for a SIREN that the index lacks."""
    contracts = file.execute("select * from contracts where siren = ? order by rowid", [siren]).fetchall()
    subsidies = file.execute("select * from subsidies where siren = ? order by rowid", [siren]).fetchall()
    return Received(tuple(map(_contract, contracts)), tuple(map(_subsidy, subsidies)))


def _contract(row: tuple[Any, ...]) -> Contract:
    flags = [bool(flag) for flag in row[11:14]]
    values: tuple[Any, ...] = (*row[1:7], _day(row[7]), _day(row[8]), *row[9:11], *flags, row[14])
    return Contract(*values)


def _subsidy(row: tuple[Any, ...]) -> Subsidy:
    values: tuple[Any, ...] = (*row[1:5], _day(row[5]), *row[6:])
    return Subsidy(*values)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
