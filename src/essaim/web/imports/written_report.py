"""The report as a file: the rows as they came, with what was seen of each, to be mended and sent again."""

from collections.abc import Iterator

from essaim.observatory.language import Language, Text
from essaim.observatory.perimeter.listing import FORMULA
from essaim.web.imports.report import Report
from essaim.web.imports.tables.delimited import written
from essaim.web.imports.tables.table import Table

OURS = (
    Text("Essaim : ligne", "Essaim: line"),
    Text("Essaim : résultat", "Essaim: outcome"),
    Text("Essaim : à corriger", "Essaim: to mend"),
)


def harmless(cell: str) -> str:
    """The cell as a text, whatever spreadsheet opens it: an apostrophe stands before what would be run."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def as_csv(table: Table, report: Report, language: Language) -> Iterator[str]:
    """Semicolons and a byte-order mark; our columns last, which the import does not read again."""

    def rows() -> Iterator[list[str]]:
        yield [*table.headings, *(one.in_(language) for one in OURS)]
        for row, verdict in zip(table.rows, report.verdicts, strict=True):
            told = [str(row.line), verdict.outcome_label.in_(language), verdict.told(language)]
            yield [*row.cells, *told]

    return written([harmless(cell) for cell in cells] for cells in rows())
