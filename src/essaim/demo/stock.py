"""The demonstration stock: synthetic files in the exact layout of the real ones, over the real geography of 2026.

Nothing in them is true of any organisation: names, numbers and head counts are drawn from published margins
(`margins/*.csv`, each with its source). Draws rest on MD5, so the same stock comes out on every machine. SIRENs lie in
a range below 030 000 000, of which the register has used little, and bear valid keys.
"""

import csv
import zipfile
from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path

import duckdb

from essaim.demo.layouts import ESTABLISHMENTS, PERIODS, POSITIONS, UNITS, in_layout
from essaim.demo.outlines import NAME as OUTLINES
from essaim.demo.outlines import write_outlines
from essaim.demo.received import BY_HAND, CONTRACTS, SUBSIDIES, write_received
from essaim.observatory.language import Text
from essaim.observatory.reference.geography import LATEST
from essaim.observatory.reference.tables import table_path
from essaim.observatory.sources import CARDS
from essaim.observatory.sources.ledger import write_ledger
from essaim.observatory.sources.rna import STEM as RNA
from essaim.observatory.sources.sirene_geolocation import STEM as GEOLOCATION
from essaim.observatory.sources.sirene_history import STEM as HISTORY
from essaim.observatory.sources.staging import date_in_name

Report = Callable[[Text], None]

VINTAGE = "2026-11-01"
DETAILED = "242100410"  # Dijon Métropole, at full density
MARGINS = (
    "strata",
    "activities",
    "regions",
    "intercommunalities",
    "growth",
    "names",
    "words",
    "interview",
    "integration",
    "dijon_metropole",
    "contracts",
)
TABLES = (
    "02_cells",
    "03_headquarters",
    "04_people",
    "05_places_of_work",
    "06_establishments",
    "07_facts",
    "08_units",
    "09_positions",
    "10_integration",
    "11_flores",
    "12_periods",
    "13_editions",
    "14_margins",
    "15_received",
    "16_lists",
    "17_private",
    "18_associations",
)
ZONES = f"ZE2020_au_01-01-{LATEST}.csv"
ASSOCIATIONS = f"{RNA}.parquet"
FLORES_YEARS = (2024, 2023, 2022)  # the first one is the edition in use, the others make a series
# Tables of the reference that statements read, by the name of their parameter.
BUNDLED = {
    "naf": "naf_rev2",
    "bands": "headcount_bands",
    "legal_forms": "legal_forms",
    "naf_exclusions": "naf_exclusions",
}
SOURCES = {
    "StockUniteLegale_utf8.parquet": "sirene_legal_units",
    "StockEtablissement_utf8.parquet": "sirene_establishments",
    f"{HISTORY}.parquet": "sirene_history",
    f"{GEOLOCATION}.parquet": "sirene_geolocation",
    "liste_ess_france.csv": "ess_france_list",
    "liste_esus.csv": "esus_list",
    "siae.csv": "siae",
    **{f"DS_FLORES_A17_{year}_CSV_FR.zip": "flores" for year in FLORES_YEARS},
    f"DS_FLORES_A88_{FLORES_YEARS[0]}_CSV_FR.zip": "flores_a88",
    ZONES: "employment_zones",
    "marges_ess.csv": "ess_margins",
    "urssaf_ess_regions.csv": "urssaf_ess",
    "grille_densite.csv": "density_grid",
    OUTLINES: "contours",
    ASSOCIATIONS: "rna",
    CONTRACTS: "decp",
    SUBSIDIES: "scdl_subsidies",
    BY_HAND: "scdl_subsidies",
}
# The files of the register: the layout of each, its columns and the rows that they are made of.
STOCKS = {
    "StockUniteLegale_utf8.parquet": ("StockUniteLegale", UNITS, "units order by units.siren"),
    "StockEtablissement_utf8.parquet": ("StockEtablissement", ESTABLISHMENTS, "facts order by facts.siren, facts.rank"),
    f"{HISTORY}.parquet": (
        "StockEtablissementHistorique",
        PERIODS,
        "periods order by periods.siren, rank, started nulls first",
    ),
    f"{GEOLOCATION}.parquet": ("Geolocalisation", POSITIONS, "positions order by siret"),
}
PARQUET = "(format parquet, compression zstd, compression_level 1, row_group_size 122880)"
LISTS = {
    "liste_ess_france.csv": 'listed_in_ess_france order by "SIREN"',
    "marges_ess.csv": "ess_margins",
    "urssaf_ess_regions.csv": "private_employers",
    "liste_esus.csv": 'listed_as_esus order by "SIREN"',
    "siae.csv": "integration_structures order by siret, kind",
    "grille_densite.csv": "density_grid order by insee_com",
    ZONES: 'employment_zones order by "CODGEO"',
}


def silent(_: Text) -> None:
    """Report nothing."""


def write_stock(directory: Path, *, departements: Sequence[str] = (), report: Report = silent) -> None:
    """Write every source file of the demonstration; `departements` restricts the country, for a small stock.

    The same call writes the same content on every machine.
    """
    directory.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        _prepare(connection, directory, departements)
        for name in TABLES:
            report(Text(f"Données de démonstration : {name[3:]}", f"Demonstration data: {name[3:]}"))
            connection.execute(_sql(name))
        _write_files(connection, directory)
    inside = [row for row in _rows("dijon_metropole") if not departements or row["code"][:2] in departements]
    write_outlines(directory / OUTLINES, inside)
    _write_ledger(directory)


def _sql(name: str) -> str:
    return resources.files("essaim.demo").joinpath(f"sql/{name}.sql").read_text("utf-8")


def _margin(name: str) -> Path:
    return Path(str(resources.files("essaim.demo").joinpath(f"margins/{name}.csv")))


def _prepare(connection: duckdb.DuckDBPyConnection, directory: Path, departements: Sequence[str]) -> None:
    """Settings, macros, geography and the tables of choices."""
    connection.execute("set enable_progress_bar = false")
    connection.execute("set memory_limit = '3GB'")
    connection.execute("set temp_directory = ?", [str(directory / ".spill")])
    connection.execute("set variable detailed = ?", [DETAILED])
    for statement in _sql("01_macros").split(";\n"):
        connection.execute(statement)
    connection.execute(
        "create table communes as select * from read_parquet(?)"
        " where cog = ? and (len(?) = 0 or list_contains(?, departement))",
        [str(table_path("geography/communes")), LATEST, list(departements), list(departements)],
    )
    for name in MARGINS:
        connection.execute(
            f"create table {name} as select * from read_csv(?, all_varchar = true)", [str(_margin(name))]
        )
    connection.execute("alter table activities rename to margins_of_activity")
    _type_margins(connection)
    _make_choices(connection)


def _type_margins(connection: duckdb.DuckDBPyConnection) -> None:
    """Numbers as numbers; names and words in numbered order, so that a draw picks one."""
    for statement in (
        "create table activities as select * from read_csv($naf, all_varchar = true)",
        "create or replace table strata as select stratum, cast(per_thousand as double) as per_thousand,"
        " cast(ess_variation as integer) as ess_variation, cast(branches as double) as branches from strata",
        "create or replace table regions as select region, cast(ess_factor as double) as ess_factor from regions",
        "create or replace table intercommunalities as"
        " select intercommunality, cast(ess_factor as double) as ess_factor from intercommunalities",
        "create or replace table names as select division, pattern,"
        " row_number() over (partition by division order by pattern) - 1 as position,"
        " count(*) over (partition by division) as patterns from names",
        "create or replace table words as select word, row_number() over (order by word) - 1 as position from words",
        "create or replace table interview as select * replace (cast(legal_form as integer) as legal_form,"
        " cast(created as date) as created, cast(esus as integer) as esus) from interview",
        "create or replace table integration as select * replace (cast(legal_form as integer) as legal_form,"
        " cast(per_ten_thousand as integer) as per_ten_thousand) from integration",
        "create or replace table growth as select part, cast(per_thousand as double) as per_thousand from growth",
        "create table forms as select cast(code as integer) as legal_form, family"
        " from read_csv($legal_forms, all_varchar = true) where core = '1'",
        "create table exclusions as select code from read_csv($naf_exclusions, all_varchar = true)",
        "create table centres as select code, cast(lon as double) as lon, cast(lat as double) as lat,"
        " cast(surface_km2_approx as double) as surface_km2_approx from dijon_metropole",
        "create table bands as select code, cast(min as integer) as min, cast(mean as double) as mean"
        " from read_csv($bands, all_varchar = true)",
    ):
        params = {key: str(table_path(name)) for key, name in BUNDLED.items() if f"${key}," in statement}
        connection.execute(statement, params)


def _make_choices(connection: duckdb.DuckDBPyConnection) -> None:
    """Weights turned into numbered slots: 1 000 for what an establishment is, 10 000 for its band."""
    connection.execute(
        """
        create table choices as
        with ranged as (
            select
                stratum, cast(legal_form as integer) as legal_form, naf, profile,
                sum(cast(weight as double))
                    over (partition by stratum order by legal_form, naf rows unbounded preceding)
                    / sum(cast(weight as double)) over (partition by stratum) as upper,
                cast(weight as double) / sum(cast(weight as double)) over (partition by stratum) as width
            from margins_of_activity
        )
        select stratum, legal_form, naf, profile, slot
        from ranged
        inner join (select unnest(range(1000)) as slot) as slots
            on (slot + 0.5) / 1000 > upper - width and (slot + 0.5) / 1000 <= upper
        """
    )
    rows = [
        (row["profile"], band, slot)
        for row in _rows("profiles")
        for band, slot in _slots({band: int(weight) for band, weight in row.items() if band != "profile"})
    ]
    connection.execute("create table sizes (profile varchar, band varchar, slot integer)")
    values = ", ".join(f"('{profile}', '{band}', {first}, {last})" for profile, band, first, last in _runs(rows))
    connection.execute(
        f"insert into sizes select profile, band, unnest(range(first, last + 1))"
        f" from (values {values}) as runs(profile, band, first, last)"
    )


def _rows(name: str) -> list[dict[str, str]]:
    with _margin(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _slots(weights: dict[str, int]) -> list[tuple[str, tuple[int, int]]]:
    """The first and last of the 10 000 slots that each band takes."""
    total, start, taken = sum(weights.values()), 0, []
    for position, (band, weight) in enumerate(weights.items()):
        last = position == len(weights) - 1
        end = 10_000 if last else start + round(10_000 * weight / total)
        taken.append((band, (start, end - 1)))
        start = end
    return taken


def _runs(rows: list[tuple[str, str, tuple[int, int]]]) -> list[tuple[str, str, int, int]]:
    return [(profile, band, first, last) for profile, band, (first, last) in rows if last >= first]


def _write_files(connection: duckdb.DuckDBPyConnection, directory: Path) -> None:
    for name, layout in STOCKS.items():
        connection.execute(f"copy ({in_layout(*layout)}) to '{_quoted(directory / name)}' {PARQUET}")
    for name, query in LISTS.items():
        delimiter = CARDS[SOURCES[name]].delimiter
        connection.execute(f"copy (from {query}) to '{_quoted(directory / name)}' (header, delimiter '{delimiter}')")
    current, *earlier = FLORES_YEARS
    _write_flores(connection, directory, f"A17_{current}", "from flores")
    _write_flores(connection, directory, f"A88_{current}", "from flores_a88")
    for year in earlier:
        query = f'from flores_before where "TIME_PERIOD" = {year:d}'
        _write_flores(connection, directory, f"A17_{year}", query)
    connection.execute(f"copy (from association_rows order by id) to '{_quoted(directory / ASSOCIATIONS)}' {PARQUET}")
    write_received(connection, directory)


def _write_flores(connection: duckdb.DuckDBPyConnection, directory: Path, edition: str, query: str) -> None:
    data = directory / f"DS_FLORES_{edition}_data.csv"
    connection.execute(
        f"copy ({query}) to '{_quoted(data)}' (header, delimiter ';', force_quote ('GEO', 'GEO_OBJECT', 'ACTIVITY'))"
    )
    archive = directory / f"DS_FLORES_{edition}_CSV_FR.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.write(data, data.name)
        packed.writestr(f"DS_FLORES_{edition}_metadata.csv", '"COD_VAR";"LIB_VAR"\n"GEO";"Territoire"\n')
    data.unlink()


def _write_ledger(directory: Path) -> None:
    """Say, in the folder itself, that none of it is true."""
    vintages = {"liste_ess_france.csv": "2023-11-20", "marges_ess.csv": f"{FLORES_YEARS[0]}-12-31"}
    told = {name: date_in_name(Path(name)) for name in SOURCES}
    vintages |= {name: day.isoformat() for name, day in told.items() if day}
    files = {
        path.name: {"source": source, "vintage": vintages.get(name, VINTAGE), "bytes": path.stat().st_size}
        for name, source in SOURCES.items()
        if (path := directory / name).exists()
    }
    write_ledger(directory, {"synthetic": True, "files": files})


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
