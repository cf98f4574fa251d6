"""The code lists that models join: what the reference and the rules of the perimeters say, as small tables."""

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from essaim.observatory.perimeter import rules
from essaim.observatory.reference.tables import read_table
from essaim.observatory.sources.aside import aside
from essaim.observatory.store.engine import Engine

Rows = Iterable[tuple[str, ...]]


@dataclass(frozen=True)
class CodeList:
    """A small table to join: SQL type of each column, and rows of text (blank = null, except in text columns)."""

    types: dict[str, str]
    rows: Sequence[tuple[str, ...]]


def category_numbers() -> dict[str, str]:
    """Family or sub-family by the number that stands for it in the models."""
    return {row["code"]: str(position) for position, row in enumerate(read_table("families"))}


def _categories() -> Rows:
    number = category_numbers()
    for row in read_table("families"):
        family, subfamily = (row["parent"], row["code"]) if row["parent"] else (row["code"], "")
        yield number[row["code"]], family, subfamily


def _forms() -> Rows:
    number = category_numbers()
    for row in read_table("legal_forms"):
        category = number.get(row["subfamily"] or row["family"], "")
        yield row["code"], row["sphere"], row["core"], row["commercial"], category


def _density_levels() -> Rows:
    """Each level is told by its name, or by its number, as editions have it."""
    for row in read_table("density_levels"):
        for name in (row["level"], row["code"]):
            yield name, str(row["rural"] == "1").lower()


def band_rows() -> list[tuple[str, ...]]:
    """Key, code and limits of each band; a blank band is unknown, like NN; the open band counts its floor."""
    rows = [
        (row["code"], row["min"], row["max"] or row["min"], str(not row["max"]).lower())
        for row in read_table("headcount_bands")
    ]
    unknown = [("", "0", "0", "false"), *(row for row in rows if row[0] == "NN")]
    known = [row for row in rows if row[0] != "NN"]
    return [(str(key), *row) for key, row in enumerate([*unknown, *known])]


def _finest_levels() -> Rows:
    """The nomenclature level of an activity code, the coarser one where two share it (AZ is in A5, A10 and A17)."""
    level_of: dict[str, str] = {}
    for level in ("A88", "A38", "A17", "A5"):
        level_of.update({row["code"]: level for row in read_table("naf_levels") if row["level"] == level})
    return level_of.items()


def _decisions() -> Rows:
    return ((str(tags), str(tier), rule) for tags, tier, rule in rules.every_decision())


def _columns(table: str, *names: str) -> Callable[[], Rows]:
    """Some columns of a bundled table, as they are; rows that are alike once."""
    return lambda: dict.fromkeys(tuple(row[name] for name in names) for row in read_table(table))


# By name: the types of the columns, and the rows.
LISTS: dict[str, tuple[dict[str, str], Callable[[], Rows]]] = {
    "categories": ({"category": "smallint", "family": "varchar", "subfamily": "varchar"}, _categories),
    "forms": (
        {
            "number": "integer",
            "sphere": "varchar",
            "core": "integer",
            "commercial": "integer",
            "category": "smallint",
        },
        _forms,
    ),
    "activities": ({"code": "varchar", "division_key": "smallint"}, _columns("naf_rev2", "code", "division")),
    "divisions": ({"division": "varchar", "division_key": "smallint"}, _columns("naf_rev2", "division", "division")),
    "density_levels": ({"level": "varchar", "rural": "boolean"}, _density_levels),
    "employers": ({"employer_key": "smallint", "code": "varchar"}, lambda: [("0", ""), ("1", "O"), ("2", "N")]),
    "nomenclatures": ({"code": "varchar", "level": "varchar"}, _finest_levels),
    "bands": (
        {"band_key": "smallint", "code": "varchar", "min": "integer", "max": "integer", "open": "boolean"},
        band_rows,
    ),
    "fictitious_amounts": ({"fictitious": "double"}, _columns("fictitious_amounts", "amount")),
    "exclusions": ({"code": "varchar", "nomenclature": "varchar"}, _columns("naf_exclusions", "code", "nomenclature")),
    "decisions": ({"tags": "integer", "tier": "integer", "rule": "varchar"}, _decisions),
    "perimeters": (
        {"perimeter": "varchar", "max_tier": "integer"},
        lambda: [(perimeter.name, str(perimeter.max_tier)) for perimeter in rules.PERIMETERS.values()],
    ),
    "tag": (dict.fromkeys(rules.TAGS, "integer"), lambda: [tuple(str(tag.bit) for tag in rules.TAGS.values())]),
    "shown_subfamilies": ({"subfamily": "varchar", "label": "varchar"}, rules.SHOWN_SUBFAMILIES.items),
    "association_themes": ({"theme": "varchar"}, lambda: ((row["code"],) for row in read_table("association_themes"))),
    "local_law": ({"departement": "varchar"}, _columns("local_law", "departement")),
    "counted_kinds": ({"kind": "varchar"}, lambda: [(kind,) for kind in rules.INTEGRATION_KINDS]),
}


def code_lists() -> dict[str, CodeList]:
    """Those that are the same in every build: forms, activities, bands, levels, and the rules of the perimeters."""
    return {name: CodeList(types, list(rows())) for name, (types, rows) in LISTS.items()}


def attach_rows(engine: Engine, name: str, listed: CodeList) -> Path:
    """Make a small table readable under a name; returns its Parquet file."""
    text = engine.work / f"{name}.reference.csv"
    parquet = engine.work / f"{name}.reference.parquet"
    with text.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(listed.types)
        writer.writerows(listed.rows)
    columns = ", ".join(f"'{column}': 'varchar'" for column in listed.types)
    # A blank is a missing number, but the blank head-count band and the blank family are codes of their own.
    casts = ", ".join(
        f"{column}" if sql_type == "varchar" else f"cast(nullif({column}, '') AS {sql_type}) AS {column}"
        for column, sql_type in listed.types.items()
    )
    with aside() as connection:
        connection.execute(
            f"copy (select {casts} from read_csv({_literal(text)}, header = true, columns = {{{columns}}},"
            f" nullstr = '∅', quote = '\"')) to {_literal(parquet)} (format parquet)"
        )
    text.unlink()
    engine.attach(name, parquet)
    return parquet


def _literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
