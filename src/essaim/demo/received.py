"""The demonstration's contracts and subsidies, in the layout of the open data that they stand for."""

import csv
from pathlib import Path

import duckdb

CONTRACTS = "decp.parquet"
SUBSIDIES = "scdl_subventions.csv"
BY_HAND = "subventions_dijon_metropole.csv"


def write_received(connection: duckdb.DuckDBPyConnection, directory: Path) -> None:
    """Write the consolidated contracts, a file of subsidies as the schema asks, and one as a spreadsheet leaves it."""
    connection.execute(f"copy contract_rows to '{_quoted(directory / CONTRACTS)}' (format parquet, compression zstd)")
    connection.execute(
        "copy (select * exclude (by_hand) from subsidy_rows where not by_hand)"
        f" to '{_quoted(directory / SUBSIDIES)}' (header, delimiter ',')"
    )
    rows = connection.execute("select * exclude (by_hand) from subsidy_rows where by_hand")
    headings = [column[0] for column in rows.description or ()]
    with (directory / BY_HAND).open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(headings)
        for row in rows.fetchall():
            writer.writerow(_as_typed(dict(zip(headings, row, strict=True))).values())


def _as_typed(row: dict[str, object]) -> dict[str, object]:
    """As people type it: days first, a decimal comma and a currency sign; one number in twenty lost its digits."""
    year, month, day = str(row["dateConvention"]).split("-")
    number = str(row["idBeneficiaire"])
    lost = f"{number[0]},{number[1:3]}E+13" if number.endswith("3") and row["montant"] else number
    amount = f"{row['montant']:,.2f} €".replace(",", " ").replace(".", ",")
    return row | {"dateConvention": f"{day}/{month}/{year}", "montant": amount, "idBeneficiaire": lost}


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
