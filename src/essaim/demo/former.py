"""The same synthetic country three months earlier, in one region: what the demonstration compares itself with.

Who was born since is not there yet, who ceased since is still open; a few moved, took people on, changed name, left the
ESS or gained a label in between, drawn from their numbers so that every machine tells the same story. The organisations
that are named after real ones never change: nothing is ever said of those.
"""

import os
from importlib import resources
from pathlib import Path

import duckdb

from essaim.observatory.reference.geography import Territory, communes_of, territory
from essaim.observatory.sources.ledger import write_ledger

VINTAGE = "2026-08-01"
REGION = "27"  # where the three authorities of the demonstration are
STOCKS = {
    "StockUniteLegale_utf8.parquet": "sirene_legal_units",
    "StockEtablissement_utf8.parquet": "sirene_establishments",
}
# (file, data set, column of the identifier): lists of which some lines were not written yet.
LISTS = (("liste_esus.csv", "esus_list", "SIREN"), ("siae.csv", "siae", "siret"))
SAME = {"liste_ess_france.csv": "ess_france_list"}

PLACES = """
create table places as
select * replace (
    case when closed_since then 'A' else "etatAdministratifEtablissement" end AS "etatAdministratifEtablissement",
    case when moves then elsewhere else "codeCommuneEtablissement" end AS "codeCommuneEtablissement",
    case when hires then 'NN' else "trancheEffectifsEtablissement" end AS "trancheEffectifsEtablissement",
    case when hires then 'N' when closed_since then 'O' else "caractereEmployeurEtablissement" end
        AS "caractereEmployeurEtablissement"
) from (
    select
        *,
        "etatAdministratifEtablissement" = 'F' and "dateDebut" >= date '{vintage}' AS closed_since,
        drawn(siret, 'move') % 400 = 0 and coalesce("etablissementSiege", false) and not named AS moves,
        drawn(siret, 'hire') % 40 = 0 and "trancheEffectifsEtablissement" in ('01', '02') and not named AS hires,
        elsewhere
    from (
        select *, siren in (from named_after_real_ones) AS named
        from read_parquet('{sources}/StockEtablissement_utf8.parquet')
        where coalesce("dateCreationEtablissement" < date '{vintage}', true)
    )
    inner join inside on inside.commune = "codeCommuneEtablissement"
)
"""
UNITS = """
create table units as
select * replace (
    case when "etatAdministratifUniteLegale" = 'C' and "dateDebut" >= date '{vintage}' then 'A'
        else "etatAdministratifUniteLegale" end AS "etatAdministratifUniteLegale",
    case when drawn(siren, 'name') % 300 = 0 and not named and "denominationUniteLegale" <> '[ND]'
        then 'COMITE ' || "denominationUniteLegale" else "denominationUniteLegale" end AS "denominationUniteLegale",
    case when drawn(siren, 'form') % 400 = 0 and "categorieJuridiqueUniteLegale" between 5000 and 5999
        and coalesce("economieSocialeSolidaireUniteLegale" <> 'O', true) then 9220
        else "categorieJuridiqueUniteLegale" end AS "categorieJuridiqueUniteLegale"
) from (
    select *, siren in (from named_after_real_ones) AS named
    from read_parquet('{sources}/StockUniteLegale_utf8.parquet')
    where siren in (select siren from places)
)
"""


def region() -> Territory:
    """The region that the former version holds."""
    return territory("region", REGION)


def write_former_stock(sources: Path, directory: Path) -> None:
    """Write the stock of three months before that of folder `sources`, which the demonstration wrote."""
    directory.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as engine:
        engine.execute("set enable_progress_bar = false")
        _prepare(engine, sources)
        for name, statement in (("places", PLACES), ("units", UNITS)):
            engine.execute(statement.format(vintage=VINTAGE, sources=_quoted(sources)))
            _write(engine, name, sources, directory)
        for name, _, column in LISTS:
            path, target = _quoted(sources / name), _quoted(directory / name)
            engine.execute(
                f"""copy (
                    select * from read_csv('{path}', all_varchar = true)
                    where drawn(replace("{column}", ' ', ''), 'list') % 30 > 0
                ) to '{target}' (header, delimiter ',')"""
            )
    for name in SAME:
        (directory / name).unlink(missing_ok=True)
        os.link(sources / name, directory / name)
    _tell(directory)


def _prepare(engine: duckdb.DuckDBPyConnection, sources: Path) -> None:
    """The communes of the region, the draws, and who is left alone."""
    communes = communes_of(region())
    engine.execute(
        # Whoever moved was in the next commune.
        "create table inside as select unnest(?) AS commune, unnest(?) AS elsewhere",
        [communes, [*communes[1:], communes[0]]],
    )
    engine.execute(
        "create macro drawn(identifier, what) as cast(md5_number_lower(identifier || what) % 1000000007 as bigint)"
    )
    margins = str(resources.files("essaim.demo").joinpath("margins/interview.csv"))
    engine.execute(
        "create table named_after_real_ones as"
        f" select siren from read_parquet('{_quoted(sources)}/StockUniteLegale_utf8.parquet')"
        ' where "denominationUniteLegale" in (select name from read_csv(?, all_varchar = true))',
        [margins],
    )


def _write(engine: duckdb.DuckDBPyConnection, table: str, sources: Path, directory: Path) -> None:
    """The columns of the file that it comes from, in their order."""
    file = dict(zip(("units", "places"), STOCKS, strict=True))[table]
    names = engine.execute(f"describe select * from read_parquet('{_quoted(sources / file)}')").fetchall()
    columns = ", ".join(f'"{name}"' for name, *_ in names)
    engine.execute(
        f"copy (select {columns} from {table} order by siren) to '{_quoted(directory / file)}' (format parquet)"
    )


def _tell(directory: Path) -> None:
    """Say, in the folder itself, of when it is and that none of it is true."""
    sources = STOCKS | {name: source for name, source, _ in LISTS} | SAME
    files = {
        name: {"source": source, "vintage": VINTAGE, "bytes": (directory / name).stat().st_size}
        for name, source in sources.items()
    }
    write_ledger(directory, {"synthetic": True, "files": files})


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
