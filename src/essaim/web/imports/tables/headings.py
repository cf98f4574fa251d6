"""Where the headings are: lists often begin with a title, a date, a blank line."""

from collections.abc import Sequence

from essaim.observatory.language import Text
from essaim.observatory.perimeter.listing import FORMULA
from essaim.web.imports.fields import recognised
from essaim.web.imports.tables.table import (
    CUT,
    EMPTY,
    MOST_COLUMNS,
    MOST_LETTERS,
    MOST_ROWS,
    SAVE_AGAIN,
    TOO_MANY,
    Row,
    Table,
    unreadable,
)

LOOKED_AT = 15  # rows among which the headings are sought
Lines = Sequence[tuple[int, Sequence[str]]]


def table(lines: Lines, remarks: Sequence[Text] = (), sheets: Sequence[str] = (), sheet: str = "") -> Table:
    """Rows of text, each with its line, as a table: blank rows left out, headings found and told apart."""
    told = [(line, [_bare(cell) for cell in cells]) for line, cells in lines]
    filled = [(line, cells) for line, cells in told if any(cells)]
    if not filled:
        raise unreadable(EMPTY, SAVE_AGAIN)
    place = _headings_at([cells for _, cells in filled[:LOOKED_AT]])
    line, first = filled[place]
    rows = filled[place + 1 :]
    width = max(len(cells) for _, cells in filled[place:])
    while width > 1 and not any(len(cells) >= width and cells[width - 1] for _, cells in filled[place:]):
        width -= 1
    if len(rows) > MOST_ROWS or width > MOST_COLUMNS:
        raise unreadable(TOO_MANY, CUT)
    if place:
        above = Text(f"Ce qui est au-dessus de la ligne {line} est un titre : il n'est pas lu.", "")
        remarks = [*remarks, Text(above.fr, f"What stands above line {line} is a title: it is not read.")]
    headings = _named(_padded(first, width))
    return Table(
        headings, tuple(Row(n, _padded(cells, width)) for n, cells in rows), tuple(sheets), sheet, tuple(remarks)
    )


def _bare(cell: str) -> str:
    """Without the spaces around, nor the apostrophe by which a spreadsheet is told that a text is no formula."""
    bare = cell.strip()[:MOST_LETTERS]
    return bare[1:] if bare[:1] == "'" and bare[1:].startswith(FORMULA) else bare


def _headings_at(rows: Sequence[Sequence[str]]) -> int:
    """The row that holds most headings that we know; else the first that has as many cells as those below.

    One heading that we know proves nothing: it may be a word of the list; and a number is no heading.
    """
    known = [sum(bool(recognised(cell)) for cell in cells) * (not any(map(str.isdigit, cells))) for cells in rows]
    if max(known) > 1:
        return known.index(max(known))
    filled = [sum(bool(cell) for cell in cells) for cells in rows]
    return next(place for place, count in enumerate(filled) if 2 * count >= max(filled))


def _padded(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return (*cells[:width], *([""] * (width - len(cells))))


def _named(cells: Sequence[str]) -> tuple[str, ...]:
    """Each heading once: those that are blank (merged cells) or repeated get the letter of their column."""
    found: list[str] = []
    for number, cell in enumerate(cells):
        name = " ".join(cell.split())[:80] or f"({letters(number)})"
        found.append(f"{name} ({letters(number)})" if name in found else name)
    return tuple(found)


def letters(number: int) -> str:
    """The name of a column in a spreadsheet: A, B, … Z, AA."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
