"""Workbooks: XLSX, ODS and the older XLS. Formulas are read as what they last gave; none is ever run."""

import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum, load_workbook

from essaim.observatory.language import Text
from essaim.web.imports.tables.headings import table
from essaim.web.imports.tables.table import EMPTY, SAVE_AGAIN, Table, unreadable

MOST_UNFOLDED = 400 * 2**20
MOST_RATIO = 200
LOST_DIGITS = 10**11  # a number this large that ends in zeros was shortened by a spreadsheet
BOMB = Text("ce classeur se déplie en un fichier démesuré", "this workbook unfolds into a huge file")
BROKEN = Text(
    "ce n'est pas un classeur lisible (abîmé, ou protégé par un mot de passe)",
    "this is not a readable workbook (damaged, or protected by a password)",
)
UNPROTECT = Text("Retirez le mot de passe, ou enregistrez-le de nouveau.", "Remove the password, or save it again.")


def read(content: bytes, sheet: str = "") -> Table:
    """A sheet of a workbook, the first visible one that holds something unless another is asked."""
    _refuse_a_bomb(content)
    try:
        with load_workbook(io.BytesIO(content)) as book:
            names = _visible(book)
            wanted = [sheet] if sheet in names else names
            for name in wanted:
                lines = [
                    (number, [told(cell) for cell in cells])
                    for number, cells in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False), 1)
                ]
                if any(any(cells) for _, cells in lines):
                    return table(lines, sheets=names, sheet=name)
    except (CalamineError, OSError, ValueError, OverflowError) as fault:
        raise unreadable(BROKEN, UNPROTECT) from fault
    raise unreadable(EMPTY, SAVE_AGAIN)


def _visible(book: CalamineWorkbook) -> list[str]:
    kept = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    visible = [one.name for one in kept if one.visible == SheetVisibleEnum.Visible]
    return visible or [one.name for one in kept]


def _refuse_a_bomb(content: bytes) -> None:
    """The sizes are in the directory of the archive: nothing is unfolded to know them."""
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unfolded = sum(one.file_size for one in archive.infolist())
    # zipfile says NotImplementedError of an archive that needs a later version of the format than it knows.
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as fault:
        raise unreadable(BROKEN, UNPROTECT) from fault
    if unfolded > MOST_UNFOLDED or unfolded > MOST_RATIO * len(content) + 2**20:
        raise unreadable(BOMB, SAVE_AGAIN)


def told(cell: Any) -> str:
    """A cell as text: whole numbers without decimals, days as ISO dates, yes and no in French.

    A long number that ends in zeros is told as what it is, a number that lost its digits, and not as an identifier.
    """
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float):
        if not cell.is_integer():
            return repr(cell)
        return f"{cell:.2E}" if abs(cell) >= LOST_DIGITS and cell % 10**5 == 0 else str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, date | time | timedelta):
        return str(cell)
    return str(cell) if cell is not None else ""
