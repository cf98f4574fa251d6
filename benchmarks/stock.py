"""Synthetic stocks of any size in the real layout: 42 million establishments and 29 million legal units for France.

Nothing in them is true of anyone. What a build feels is what they imitate: the columns and their types, the order of
the rows, how many are active, employers or of an ESS form, how many share a commune, how long names are. Jobs,
activities and the density of the ESS are not those of any real territory: the demonstration is for that.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from pathlib import Path

import duckdb

from benchmarks.layouts import ESTABLISHMENTS, UNITS
from essaim.demo.layouts import in_layout
from essaim.observatory.reference.geography import LATEST
from essaim.observatory.reference.tables import read_table, table_path
from essaim.observatory.sources.ledger import write_ledger
from essaim.observatory.sources.wholeness import digest_of

Values = Sequence[str | float]

SIZES = {"tiny": 5_000, "1m": 690_000, "national": 29_000_000}  # legal units
VINTAGE = "2026-11-01"
HERE = Path(__file__).parent
PARQUET = "(format parquet, compression zstd, compression_level 1)"
WORDS = (HERE / "words.txt").read_text("utf-8").split()
# Shares of the bands among employers, in thousandths: most have one to five employees.
BANDS = {"01": 480, "02": 205, "03": 118, "11": 86, "12": 66, "21": 24, "22": 13, "31": 4, "32": 2, "41": 1, "42": 1}
# Activities that the forms of a kind mostly have; the other kinds share the whole nomenclature.
ACTIVITIES = {
    "association": [
        "94.99Z",
        "94.99Z",
        "94.99Z",
        "93.12Z",
        "93.12Z",
        "90.01Z",
        "88.99B",
        "85.59A",
        "94.91Z",
        "88.91A",
        "87.30A",
        "91.01Z",
    ],
    "public": ["84.11Z", "84.11Z", "84.12Z", "85.20Z", "88.10A", "38.11Z", "86.10Z", "91.01Z"],
    "property": ["68.20B", "68.20B", "68.20A", "68.32A"],
    "grouping": ["68.20A", "01.50Z"],
}
FILES = {
    "StockUniteLegale_utf8.parquet": "sirene_legal_units",
    "StockEtablissement_utf8.parquet": "sirene_establishments",
    "liste_ess_france.csv": "ess_france_list",
    "liste_esus.csv": "esus_list",
    "siae.csv": "siae",
    "DS_FLORES_A17_2024_data.csv": "flores",
}


def write_stock(directory: Path, units: int) -> None:
    """Write the two stock files and the small lists of a country of `units` legal units."""
    directory.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        for setting in ("enable_progress_bar = false", "memory_limit = '3GB'", "threads = 1"):
            connection.execute(f"set {setting}")
        connection.execute("set temp_directory = ?", [str(directory / ".spill")])
        # Rows must come out in the order of SIREN without a sort: one thread (two were seen to swap row groups), and
        # the larger side of each join, written first, stays the one that is streamed.
        connection.execute("set disabled_optimizers = 'join_order,build_side_probe_side'")
        _attach_choices(connection)
        connection.execute("create table numbers as select range as number from range(?)", [units])
        for statement in (HERE / "stock.sql").read_text("utf-8").split(";\n"):
            connection.execute(statement)
        for name, query in _contents().items():
            form = PARQUET if name.endswith(".parquet") else f"(header, delimiter '{';' if 'FLORES' in name else ','}')"
            connection.execute(f"copy ({query}) to {_literal(directory / name)} {form}")
    _write_ledger(directory)


def _contents() -> dict[str, str]:
    """The query of each file. The lists are as long, for the size of the country, as the real ones."""
    return {
        "StockUniteLegale_utf8.parquet": in_layout("StockUniteLegale", UNITS, "units"),
        "StockEtablissement_utf8.parquet": in_layout("StockEtablissement", ESTABLISHMENTS, "establishments"),
        "liste_ess_france.csv": """
            select lpad(cast(siren as varchar), 9, '0') as "SIREN", kind as "Famille juridique de l'entreprise"
            from units
            where kind in ('association', 'cooperative', 'mutual', 'foundation') and active and flag < 200""",
        "liste_esus.csv": """
            select name as "Dénomination", lpad(cast(siren as varchar), 9, '0') as "SIREN"
            from units where active and (kind = 'scic' or (kind = 'association' and flag < 3))""",
        "siae.csv": """
            select siret, ['EI', 'ACI', 'AI', 'ETTI', 'EA', 'ESAT'][1 + flag % 6] as kind
            from establishments
            where state = 'A'
                and ((kind = 'association' and flag between 3 and 14) or (kind = 'public' and flag < 8))""",
        "DS_FLORES_A17_2024_data.csv": """
            select commune as "GEO", 'COM' as "GEO_OBJECT", activity as "ACTIVITY", '_T' as "NUMBER_EMPL",
                '1T9X7' as "LEGAL_FORM_WITH_PUBLIC", measure as "FLORES_MEASURE", 'A' as "OBS_STATUS",
                2024 as "TIME_PERIOD", cast(population * share * posts as bigint) as "OBS_VALUE"
            from communes
            cross join flores_activities
            cross join (values ('UNIT_LOC', 0.03), ('EMPL3112', 0.36)) as measures(measure, posts)""",
    }


def _attach_choices(connection: duckdb.DuckDBPyConnection) -> None:
    """Weights as numbered slots: a draw that falls on a slot picks its row."""
    with (HERE / "forms.csv").open(encoding="utf-8", newline="") as file:
        forms = [(int(row["per_100000"]), row) for row in csv.DictReader(file)]
    numbers = ("legal_form", "active_percent", "employer_per_thousand")
    columns = {"kind": "varchar"} | dict.fromkeys(numbers, "integer")
    _table(connection, "forms", columns, _slots(((n, [r[c] for c in columns]) for n, r in forms), 100_000))
    _table(connection, "bands", {"code": "varchar"}, _slots(((n, [band]) for band, n in BANDS.items()), 1_000))
    _table(connection, "words", {"word": "varchar"}, _slots(((1, [word]) for word in WORDS), len(WORDS)))
    kinds = sorted({row["kind"] for _, row in forms})
    activities: list[tuple[int, int, Values]] = [slot for kind in kinds for slot in _slots(_activities(kind), 1_000)]
    _table(connection, "activities", {"kind": "varchar", "code": "varchar"}, activities)
    levels = sorted({row["a17"] for row in read_table("naf_rev2")})
    totals: list[tuple[int, int, Values]] = [(0, 1, [level, 1 / len(levels)]) for level in levels]
    totals.append((0, 1, ["_T", 1]))
    _table(connection, "flores_activities", {"activity": "varchar", "share": "double"}, totals)
    connection.execute(
        "create table communes as select code as commune, population,"
        " upper(strip_accents(name)) as place_name from read_parquet(?) where cog = ?",
        [str(table_path("geography/communes")), LATEST],
    )
    # Every commune has a slot, and one more for each 300 inhabitants.
    connection.execute(
        "create table places as select *, row_number() over (order by commune, copy) - 1 as slot"
        " from (select *, unnest(range(1 + coalesce(population, 0) // 300)) as copy from communes)"
    )
    connection.execute("set variable place_slots = (select count(*) from places)")


def _activities(kind: str) -> Iterator[tuple[int, list[str]]]:
    """The activities of a kind, or every activity with a weight that falls like 1/rank."""
    if own := ACTIVITIES.get(kind):
        yield from ((1, [kind, code]) for code in own)
        return
    codes = [row["code"] for row in read_table("naf_rev2") if row["code"] < "94" or row["code"][:2] in ("95", "96")]
    for rank in range(len(codes)):
        # A step prime to the number of codes: frequent activities are spread over the whole nomenclature.
        yield 100_000 // (rank + 10), [kind, codes[rank * 257 % len(codes)]]


def _slots(weighted: Iterable[tuple[int, Values]], number: int) -> list[tuple[int, int, Values]]:
    """The first slot and the end of each choice, among `number` slots shared by weight."""
    choices = list(weighted)
    ends = list(accumulate(weight for weight, _ in choices))
    bounds = [0, *(end * number // ends[-1] for end in ends)]
    return [(first, end, values) for (first, end), (_, values) in zip(pairwise(bounds), choices, strict=True)]


def _table(
    connection: duckdb.DuckDBPyConnection, name: str, columns: dict[str, str], slots: Iterable[tuple[int, int, Values]]
) -> None:
    """One row per slot, with the values of the choice that holds it."""
    typed = ", ".join(f"cast({column} as {kind}) as {column}" for column, kind in columns.items())
    rows = ", ".join(f"({first}, {end}, {', '.join(map(_literal, values))})" for first, end, values in slots)
    connection.execute(
        f"create table {name} as select unnest(range(first, beyond)) as slot, {typed}"
        f" from (values {rows}) as choices(first, beyond, {', '.join(columns)})"
    )


def _write_ledger(directory: Path) -> None:
    """Say, in the folder itself, that none of it is true."""
    files = {
        name: {
            "source": source,
            "vintage": "2024-12-31" if source == "flores" else VINTAGE,
            "bytes": (directory / name).stat().st_size,
            "sha256": digest_of(directory / name),  # as `essaim fetch` leaves it
        }
        for name, source in FILES.items()
    }
    write_ledger(directory, {"synthetic": True, "files": files})


def _literal(value: object) -> str:
    if isinstance(value, int | float):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"
