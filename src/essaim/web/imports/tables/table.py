"""What every format becomes: headings, and rows of text with the line where each stands."""

from dataclasses import dataclass, field

from essaim.observatory.errors import EssaimError
from essaim.observatory.language import Text

MOST_BYTES = 20 * 2**20
MOST_ROWS = 50_000
MOST_COLUMNS = 200
MOST_LETTERS = 5_000  # of a cell: what is longer is no cell of a list


@dataclass(frozen=True)
class Row:
    """One row: its line in the file (the first is 1), and its cells, as many as there are headings."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """`sheets` are those of a workbook and `sheet` the one read; `remarks` what was done to read it."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    remarks: tuple[Text, ...] = field(default=())


def unreadable(what: Text, remedy: Text, line: int | None = None) -> EssaimError:
    """The fault of a whole file: nothing of it can be read."""
    return EssaimError(what, remedy=remedy, line=line)


SAVE_AGAIN = Text(
    "Ouvrez-le dans un tableur et enregistrez-le de nouveau en XLSX, ODS ou CSV.",
    "Open it in a spreadsheet and save it again as XLSX, ODS or CSV.",
)
EMPTY = Text("ce fichier est vide", "this file is empty")
TOO_MANY = Text(
    f"le fichier a plus de {MOST_ROWS} lignes ou de {MOST_COLUMNS} colonnes",
    f"the file has more than {MOST_ROWS} rows or {MOST_COLUMNS} columns",
)
CUT = Text("Coupez-le en plusieurs fichiers.", "Cut it into several files.")
