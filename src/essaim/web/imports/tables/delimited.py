"""Delimited text: whatever separator and encoding a spreadsheet, or several in turn, saved it with."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from essaim.observatory.language import Text
from essaim.web.imports.tables.headings import table
from essaim.web.imports.tables.table import CUT, MOST_ROWS, SAVE_AGAIN, TOO_MANY, Table, unreadable

SEPARATORS = ";,\t|"
SAMPLE = 30  # lines by which the separator is recognised
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
WINDOWS = Text(
    "Le fichier est en Windows-1252 : ses accents ont été relus.", "The file is in Windows-1252: its accents were read."
)
MIXED = Text(
    "Le fichier mêle UTF-8 et Windows-1252 : chaque ligne a été relue dans le sien.",
    "The file mixes UTF-8 and Windows-1252: each line was read in its own.",
)
BINARY = Text("ce n'est ni un tableau ni un texte", "this is neither a table nor a text")
QUOTE = Text(
    "à partir de cette ligne, un guillemet ouvert n'est pas refermé",
    "from this line on, a quote is opened and not closed",
)
CLOSE = Text('Doublez les guillemets à l\'intérieur des cellules ("").', 'Double the quotes within cells ("").')


def read(content: bytes) -> Table:
    """The table of a delimited text. Raises EssaimError for what is no text, or opens a quote that is not closed."""
    text, remarks = decoded(content)
    lines = _rows(text, separator_of(text))
    return table(lines, remarks)


def decoded(content: bytes) -> tuple[str, list[Text]]:
    """The text, and how it was read: UTF-8, UTF-16, Windows-1252, or a mix of the first and the last line by line."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace"), []
    if b"\x00" in content:
        raise unreadable(BINARY, SAVE_AGAIN)
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    lines = content.removeprefix(codecs.BOM_UTF8).splitlines(keepends=True)
    read = [_line(line) for line in lines]
    accented = [is_utf8 for (_, is_utf8), line in zip(read, lines, strict=True) if not line.isascii()]
    return "".join(line for line, _ in read), [MIXED if any(accented) else WINDOWS]


def _line(line: bytes) -> tuple[str, bool]:
    try:
        return line.decode("utf-8"), True
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace"), False


def separator_of(text: str) -> str:
    """The separator that cuts the first lines in most columns, as many in each."""
    sample = [line for line in text.splitlines()[:SAMPLE] if line.strip()]

    def cuts(separator: str) -> tuple[int, int]:
        widths = [len(cells) for cells in csv.reader(sample, delimiter=separator)]
        usual = max(set(widths), key=widths.count) if widths else 0
        return (usual > 1) * widths.count(usual), usual

    try:
        return max(SEPARATORS, key=cuts)
    except csv.Error:
        return max(SEPARATORS, key=text.count)


def _rows(text: str, separator: str) -> list[tuple[int, Sequence[str]]]:
    found: list[tuple[int, Sequence[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    start = 1
    try:
        for cells in reader:
            found.append((start, cells))
            start = reader.line_num + 1
            if len(found) > 2 * MOST_ROWS:
                raise unreadable(TOO_MANY, CUT)
    except csv.Error as fault:
        raise unreadable(QUOTE, CLOSE, start) from fault
    return found


def written(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table as French spreadsheets read it with a double click: byte-order mark, semicolons."""
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    yield BOM
    for cells in rows:
        writer.writerow(cells)
        yield lines.getvalue()
        lines.seek(0)
        lines.truncate()
