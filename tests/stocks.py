"""Small stocks written row by row, in the exact layout of the real files, for tests that need to know every row."""

import csv
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from essaim.observatory.reference.tables import read_table
from essaim.observatory.sources.ledger import read_ledger, write_ledger

FILES = {"units": "StockUniteLegale", "establishments": "StockEtablissement"}
Row = Mapping[str, object]


def unit(siren: str, legal_form: int, name: str = "UNIT", **others: object) -> dict[str, object]:
    """A legal unit, active and without any particularity unless told otherwise."""
    return {
        "siren": siren,
        "statutDiffusionUniteLegale": "O",
        "dateCreationUniteLegale": "2001-01-01",
        "trancheEffectifsUniteLegale": "NN",
        "etatAdministratifUniteLegale": "A",
        "dateDebut": "2008-01-01",
        "denominationUniteLegale": name,
        "categorieJuridiqueUniteLegale": legal_form,
        "activitePrincipaleUniteLegale": "88.99B",
        "nomenclatureActivitePrincipaleUniteLegale": "NAFRev2",
        "economieSocialeSolidaireUniteLegale": "N",
    } | others


def establishment(siret: str, commune: str = "21231", band: str | None = "11", **others: object) -> dict[str, object]:
    """An active head office; an employer when its band says so."""
    return {
        "siren": siret[:9],
        "nic": siret[9:],
        "siret": siret,
        "statutDiffusionEtablissement": "O",
        "dateCreationEtablissement": "2001-01-01",
        "trancheEffectifsEtablissement": band,
        "anneeEffectifsEtablissement": "2024",
        "etablissementSiege": "true",
        "codeCommuneEtablissement": commune,
        "dateDebut": "2008-01-01",
        "etatAdministratifEtablissement": "A",
        "activitePrincipaleEtablissement": "88.99B",
        "nomenclatureActivitePrincipaleEtablissement": "NAFRev2",
        "caractereEmployeurEtablissement": "N" if band in (None, "NN", "00") else "O",
    } | others


def period(
    siret: str, started: str | None, ended: str | None = None, state: str | None = "A", employer: str | None = "N"
) -> dict[str, object]:
    """One period of the history of an establishment; `ended` is its last day, None for the current one."""
    return {
        "siren": siret[:9],
        "nic": siret[9:],
        "siret": siret,
        "dateDebut": started,
        "dateFin": ended,
        "etatAdministratifEtablissement": state,
        "caractereEmployeurEtablissement": employer,
    }


def write(
    folder: Path,
    units: Sequence[Row],
    establishments: Sequence[Row],
    *,
    form: str = "parquet",
    vintage: str | None = "2026-11-01",
    lists: Mapping[str, str] | None = None,
    periods: Sequence[Row] | None = None,
) -> Path:
    """Write the two stock files (as parquet, csv or zip), the history where there are periods, and any list given as
    text; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    if periods is not None:
        _write_file(folder, "StockEtablissementHistorique", periods, form)
    for kind, rows in (("units", units), ("establishments", establishments)):
        _write_file(folder, FILES[kind], rows, form)
    for name, text in (lists or {}).items():
        (folder / name).write_text(text, encoding="utf-8")
    if vintage:
        files = {f"{stem}_utf8.{form}": {"vintage": vintage} for stem in FILES.values()}
        (folder / "sources.json").write_text(json.dumps({"synthetic": True, "files": files}), encoding="utf-8")
    return folder


def _write_file(folder: Path, stem: str, rows: Sequence[Row], form: str) -> None:
    columns = [(row["column"], row["type"]) for row in read_table("sirene_columns") if row["file"] == stem]
    path = folder / f"{stem}_utf8.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [name for name, _ in columns], restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: "" if value is None else value for key, value in row.items()} for row in rows)
    if form == "zip":
        with zipfile.ZipFile(folder / f"{stem}_utf8.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(path, path.name)
        path.unlink()
    if form == "parquet":
        typed = ", ".join(f'try_cast("{name}" AS {kind}) AS "{name}"' for name, kind in columns)
        with duckdb.connect() as connection:
            connection.execute(
                f"copy (select {typed} from read_csv('{path}', all_varchar = true, header = true))"
                f" to '{folder / stem}_utf8.parquet' (format parquet)"
            )
        path.unlink()


def as_zipped_csv(stock: Path, folder: Path) -> None:
    """Write the Parquet files of a stock again as INSEE's zipped CSV; the other files are linked as they are."""
    folder.mkdir(parents=True)
    told = read_ledger(stock)
    for path in (one for one in stock.iterdir() if one.is_file() and one.suffix != ".parquet"):
        (folder / path.name).hardlink_to(path)
    for path in stock.glob("*.parquet"):
        text, zipped = folder / f"{path.stem}.csv", folder / f"{path.stem}.zip"
        delimiter = ";" if path.name.startswith("Geo") else ","
        with duckdb.connect() as connection:
            connection.execute(f"copy (from '{path}') to '{text}' (header, delimiter '{delimiter}')")
        with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
            packed.write(text, text.name)
        text.unlink()
        told["files"][zipped.name] = told["files"].pop(path.name) | {"bytes": zipped.stat().st_size}
    write_ledger(folder, told)
