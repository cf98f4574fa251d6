"""The tables of a diagnosis as an OpenDocument spreadsheet: one sheet per chapter, and one that says where it is from.

Cells hold numbers, not text, so that a reader can go on computing; a missing value is an empty cell with its reason.
"""

import io
import zipfile
from typing import Any

from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.language import Language, Text
from essaim.observatory.perimeter.rules import PERIMETERS
from essaim.observatory.report.document import run_code
from essaim.observatory.report.grid import Chapter, Grid
from essaim.observatory.report.protecting import protection
from essaim.observatory.report.sheet import chapters
from essaim.observatory.report.tables import SYNTHETIC

SHEET_NAME_LENGTH = 31  # what other spreadsheets accept of a name


def as_ods(diagnosis: Diagnosis, language: Language) -> bytes:
    """The whole workbook."""
    from odfdo import Document

    book = Document("spreadsheet")
    book.body.clear()
    book.body.append(_sheet(Text("Lisez-moi", "Read me").in_(language), _about(diagnosis, language)))
    for chapter in chapters(diagnosis):
        book.body.append(_sheet(chapter.title.in_(language), _rows(chapter, language)))
    written = io.BytesIO()
    book.save(written)
    return _undated(written.getvalue())


def _undated(packed: bytes) -> bytes:
    """The same archive without the hour at which it was packed: the same run gives the same bytes."""
    steady = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as read, zipfile.ZipFile(steady, "w") as written:
        for entry in read.infolist():
            undated = zipfile.ZipInfo(entry.filename)
            undated.compress_type = entry.compress_type  # the type of the document comes first, uncompressed
            written.writestr(undated, read.read(entry))
    return steady.getvalue()


def _sheet(name: str, rows: list[list[Any]]) -> Any:
    from odfdo import Cell, Row, Table

    table = Table(name[:SHEET_NAME_LENGTH])
    for values in rows:
        row = Row()
        for value in values:
            row.append_cell(Cell(value) if value is not None else Cell())
        table.append_row(row)
    return table


def _about(diagnosis: Diagnosis, language: Language) -> list[list[Any]]:
    """Territory, perimeter, dates, run code and sources."""
    manifest, perimeter = diagnosis.store, PERIMETERS[diagnosis.perimeter]

    def say(french: str, english: str) -> str:
        return Text(french, english).in_(language)

    rows: list[list[Any]] = [[SYNTHETIC.in_(language)]] if manifest["synthetic"] else []
    rows += [
        [say("Territoire", "Territory"), diagnosis.territory.name, diagnosis.territory.code],
        [say("Périmètre", "Perimeter"), perimeter.label.in_(language), manifest["perimeter_version"]],
        [say("Définition", "Definition"), perimeter.definition.in_(language)],
        [say("Période", "Period"), f"Sirene {manifest['vintage']}"],
        [say("Géographie officielle", "Official geography"), manifest["cog"]],
        [say("Calculé le", "Computed on"), manifest["built_at"]],
        [say("Code de l'exécution", "Run code"), run_code(diagnosis)],
        *([say("Secret statistique", "Statistical secrecy"), told.in_(language)] for told in protection(diagnosis)),
        [],
        [
            say("Source", "Source"),
            say("Producteur", "Producer"),
            say("Date", "Date"),
            say("Licence", "Licence"),
            "SHA-256",
        ],
    ]
    rows += [
        [source["title"][language], source["producer"], source["vintage"], source["licence"], source["sha256"]]
        for source in manifest["sources"]
    ]
    return rows


def _rows(chapter: Chapter, language: Language) -> list[list[Any]]:
    """The grids of a chapter one under the other, each with its title and its headings."""
    rows: list[list[Any]] = []
    for grid in chapter.grids:
        rows += [[grid.title.in_(language)], _headings(grid, language)]
        rows += [[row.told(language), *_values(grid, row.figures)] for row in grid.rows]
        rows.append([])
    return rows


def _headings(grid: Grid, language: Language) -> list[Any]:
    """A column of the territory is followed by the interval of its estimates."""
    headings: list[Any] = [""]
    for place, column in enumerate(grid.columns):
        headings.append(column.title.in_(language))
        if place in grid.bounded:
            headings += [
                Text("bas (90 %)", "low (90 %)").in_(language),
                Text("haut (90 %)", "high (90 %)").in_(language),
            ]
    return headings


def _values(grid: Grid, figures: tuple[Figure | None, ...]) -> list[Any]:
    values: list[Any] = []
    for place, figure in enumerate(figures):
        values.append(figure.value if figure else None)
        if place in grid.bounded:
            values += [figure.low, figure.high] if figure else [None, None]
    return values
