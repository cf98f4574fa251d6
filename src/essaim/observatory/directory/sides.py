"""Two versions of a store as tables of the same shape, over the communes of the newer one."""

from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import duckdb

from essaim.observatory.directory.labels import labels
from essaim.observatory.reference.geography import Territory, communes_of, territory
from essaim.observatory.reference.succession import commune_changes
from essaim.observatory.reference.tables import read_table

# A creation reaches the register late: one that is older than this when it appears was already there, elsewhere.
LATE = 2  # years


def sql(name: str) -> str:
    """A file of statements of this package."""
    return resources.files("essaim.observatory.directory").joinpath(name).read_text("utf-8")


def scope_of(before: dict[str, Any], now: dict[str, Any]) -> Territory | None:
    """The territory that both versions hold in detail: the narrower of the two."""
    scopes = [(one["scope"], one["cog"]) for one in (before, now) if one["scope"]]
    found = [territory(scope["level"], scope["code"], cog) for scope, cog in scopes]
    return min(found, key=lambda one: len(communes_of(one)), default=None)


class Sides:
    """The two versions as tables of the same shape, over the same communes."""

    def __init__(
        self, engine: duckdb.DuckDBPyConnection, before: dict[str, Any], now: dict[str, Any], scope: Territory | None
    ) -> None:
        self.engine = engine
        self.cogs = before["cog"], now["cog"]
        self.before = before
        self.scope = scope

    def read(self, before: Path, now: Path) -> None:
        """Make `before_places`, `before_units`, `after_places`, `after_units`, and `splits` of communes."""
        self._attach_geography()
        self._attach("before", before, "heirs")
        self._attach("after", now, "no_heirs")
        if self.before["scope"]:
            self._complete()

    def _attach_geography(self) -> None:
        """What communes became: `heirs` where one took the place of another, `splits` where one became several."""
        changes = commune_changes(*self.cogs) if self.cogs[0] != self.cogs[1] else []
        for table, event in (("heirs", "merged"), ("splits", "split"), ("no_heirs", "")):
            self.engine.execute(f"create table {table} (before varchar, after varchar)")
            rows = [pair for *pair, told in changes if told == event]
            if rows:
                self.engine.executemany(f"insert into {table} values (?, ?)", rows)
        self.engine.execute("create table shared (commune varchar)")
        if self.scope:
            heirs = {old: new for old, new, event in changes if event == "merged"}
            old, new = ({*communes_of(territory(self.scope.level, self.scope.code, cog))} for cog in self.cogs)
            rows = [[code] for code in sorted({heirs.get(code, code) for code in old} & new)]
            self.engine.executemany("insert into shared values (?)", rows)

    def _attach(self, side: str, folder: Path, heirs: str) -> None:
        paths = {name: literal(folder / f"{name}.parquet") for name in ("establishments", "legal_units")}
        units = f"read_parquet({paths['legal_units']})"
        columns = {row[0] for row in self.engine.execute(f"describe select * from {units}").fetchall()}
        self.engine.execute(
            sql("states.sql").format(
                side=side,
                heirs=heirs,
                establishments=f"read_parquet({paths['establishments']})",
                legal_units=units,
                inside="true" if self.scope is None else "coalesce(heir.after, place.commune) in (from shared)",
                employing=", ".join(f"'{row['code']}'" for row in read_table("headcount_bands") if int(row["min"]) > 0),
                without_place="ceased" if self.scope is None else "elsewhere",
                # A store that an earlier program built does not say when units ceased.
                closed="unit.closed" if "closed" in columns else "cast(null AS date)",
                labels=" + ".join(label.bit_in_sql("unit") for label in labels().values()),
            )
        )

    def _complete(self) -> None:
        """A version of one territory knows nothing of those that were elsewhere: they only opened a place here."""
        self.engine.execute(
            "insert into before_units select now.* replace ('elsewhere' AS state) from after_units AS now"
            " anti join before_units AS old on old.siren = now.siren"
            " where now.state = 'in' and now.created < ?",
            [first_of_creations(self.before)],
        )


def first_of_creations(before: dict[str, Any]) -> date:
    """Since when a structure that the version `before` lacks is a new one."""
    year, month = (int(part) for part in before["vintage"].split("-"))
    return date(year - LATE, month, 1)


def literal(path: Path) -> str:
    """A path between quotes, for SQL."""
    return "'" + str(path).replace("'", "''") + "'"
