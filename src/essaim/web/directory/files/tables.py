"""Lists for spreadsheets: CSV as French spreadsheets read it, and XLSX; the same columns in both."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from tempfile import SpooledTemporaryFile
from typing import IO

from django.urls import reverse
from xlsxwriter import Workbook

from essaim.observatory.directory.labels import labels
from essaim.observatory.language import Text
from essaim.web.directory.files.records import Origin, Record
from essaim.web.directory.words import activity_label, band_label, form_label, kind_of

MOST_ROWS = 50_000  # of a workbook, which is made whole before it is sent; CSV has no limit
IN_MEMORY = 8 * 2**20
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
# Signs by which a spreadsheet takes a text for a formula, and runs it.
RUN = ("=", "+", "-", "@", "\t", "\r")

Cell = Callable[[Record, Origin], str]
COLUMNS: list[tuple[Text, Cell]] = [
    (Text("SIREN", "SIREN"), lambda row, _: row.one.siren),
    (Text("Nom", "Name"), lambda row, of: row.one.shown_name.in_(of.language)),
    (Text("Sigle", "Acronym"), lambda row, _: row.one.acronym or ""),
    (Text("Famille", "Family"), lambda row, of: kind_of(row.one, row.more).in_(of.language)),
    (Text("Forme juridique", "Legal form"), lambda row, _: form_label(row.one.legal_form)),
    (Text("Code d'activité", "Activity code"), lambda row, _: row.one.activity or ""),
    (Text("Activité", "Activity"), lambda row, of: activity_label(row.one.activity).in_(of.language)),
    (Text("Adresse", "Address"), lambda row, _: row.one.head_office.address or ""),
    (Text("Code postal", "Postcode"), lambda row, _: row.one.head_office.postcode or ""),
    (Text("Commune", "Commune"), lambda row, _: row.one.head_office.commune_name),
    (Text("Code commune", "Commune code"), lambda row, _: row.one.head_office.commune),
    (Text("Effectif", "Head count"), lambda row, of: band_label(row.one.band).in_(of.language)),
    (Text("Création", "Created"), lambda row, _: row.one.created.isoformat() if row.one.created else ""),
    (Text("RNA", "RNA"), lambda row, _: row.one.rna or ""),
    (Text("Labels", "Labels"), lambda row, of: " | ".join(labels_of(row, of))),
    (Text("Établissements", "Establishments"), lambda row, _: str(row.one.places)),
    (Text("Site web", "Website"), lambda row, _: row.more.website if row.more else ""),
    (Text("Propose", "Offers"), lambda row, _: " | ".join(one.title for one in row.more.offers) if row.more else ""),
    (Text("Cherche", "Looks for"), lambda row, _: " | ".join(one.title for one in row.more.wants) if row.more else ""),
    (Text("Ajouté par", "Added by"), lambda row, _: row.added_by),
    (Text("Fiche", "Page"), lambda row, of: of.site + reverse("directory:structure", args=[row.one.key])),
    (Text("Source", "Source"), lambda row, of: row.source(of)),
    (Text("Date des données", "Date of the data"), lambda _, of: of.vintage),
    (Text("Licence", "Licence"), lambda _, of: of.licence),
    (Text("Avertissement", "Warning"), lambda _, of: of.warning),
]


def labels_of(row: Record, origin: Origin) -> list[str]:
    """Labels of the open data, then those that people granted."""
    known = [labels()[code].name.in_(origin.language) for code in row.one.labels]
    return known + [one.name for one in row.more.labels] if row.more else known


def harmless(text: str) -> str:
    """The text as a text, whatever spreadsheet opens it: an apostrophe stands before what would be run."""
    return f"'{text}" if text.startswith(RUN) else text


def as_csv(rows: Iterable[Record], origin: Origin) -> Iterator[str]:
    """The list as a spreadsheet opens it."""
    yield from spreadsheet(_table(rows, origin))


def spreadsheet(table: Iterable[list[str]]) -> Iterator[str]:
    """A byte-order mark, semicolons: what opens with a double click in French spreadsheets."""
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    yield BOM
    for cells in table:
        writer.writerow([harmless(cell) for cell in cells])
        yield lines.getvalue()
        lines.seek(0)
        lines.truncate()


def as_xlsx(rows: Iterable[Record], origin: Origin) -> IO[bytes]:
    """A workbook: every cell is a text, and none is a formula or a link."""
    # Closed by the answer that sends it.
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        sheet = book.add_worksheet(Text("Structures", "Organisations").in_(origin.language))
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, len(COLUMNS) - 1, 22)
        heading = book.add_format({"bold": True})
        for number, cells in enumerate(_table(rows, origin)):
            for place, cell in enumerate(cells):
                sheet.write_string(number, place, cell, None if number else heading)
    file.seek(0)
    return file


def _table(rows: Iterable[Record], origin: Origin) -> Iterator[list[str]]:
    yield [title.in_(origin.language) for title, _ in COLUMNS]
    for row in rows:
        yield [cell(row, origin) for _, cell in COLUMNS]
