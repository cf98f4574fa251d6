"""CSV files kept by hand: any encoding, separator and spelling; each cell is read for what it is, or left blank.

What a spreadsheet or a clumsy conversion did is undone where it can be told; nothing is invented.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from essaim.observatory.errors import EssaimError
from essaim.observatory.language import Text
from essaim.observatory.sources.card import Column, SourceCard
from essaim.observatory.sources.delimited import DOWNLOAD_AGAIN, SAMPLE_LINES, MalformedLine

MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "nc", "-"})
# Bytes of Windows-1252 written `<e9>`, then taken for one 31-bit character (seen in published files).
ESCAPED = re.compile(rb"[\xfc\xfd][\x80-\xbf]{5}")
TWICE_ENCODED = re.compile("[^\x00-\x7f]{2,}")
MOST_ENCODINGS = 3
AMOUNT = re.compile(r"[+-]?\d+(?:\.\d+)?")
CURRENCY = re.compile(r"(?:€|euros?|eur|ttc|ht|%)$", re.I)
THOUSANDS = re.compile(r"[+-]?\d{1,3}([.,])\d{3}(?:\1\d{3})*")
DAY = re.compile(r"(?<!\d)(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})/(\d{1,2})/(\d{4}))(?!\d)")
YEAR = re.compile(r"(?:19|20)\d\d(?:\.0)?")


@dataclass(frozen=True)
class Tidied:
    """A clean copy: UTF-8, commas, one column for each field of the card that the file has."""

    path: Path
    fields: tuple[str, ...]
    ignored: tuple[str, ...]
    malformed: int
    samples: tuple[MalformedLine, ...]


def tidy(path: Path, card: SourceCard, work: Path) -> Tidied:
    """Write a clean copy of a CSV kept by hand; records of another width than the header are counted and sampled.

    Raises EssaimError for an empty file, or one that lacks a required column.
    """
    with path.open("rb") as file:
        lines = (decoded(line) for line in file)
        first = next(lines, "").lstrip("\ufeff").rstrip("\r\n")
        delimiter = max(";,\t|", key=first.count)
        reader = csv.reader(_joined(first, lines), delimiter=delimiter)
        header = next(reader, [])
        columns, ignored = _matched(card, header, path)
        target = work / f"{path.stem}.tidy.csv"
        faults: list[MalformedLine] = []
        with target.open("w", encoding="utf-8", newline="") as output:
            writer = csv.writer(output, lineterminator="\n", quoting=csv.QUOTE_ALL)
            writer.writerow([column.field for column in columns.values()])
            for record in reader:
                if not any(cell.strip() for cell in record):
                    continue
                if len(record) != len(header):
                    faults.append(MalformedLine(reader.line_num, f"{len(record)} cells, {len(header)} headings"))
                    continue
                writer.writerow([_tidy_cell(record[place], column) for place, column in columns.items()])
    fields = tuple(column.field for column in columns.values())
    return Tidied(target, fields, ignored, len(faults), tuple(faults[:SAMPLE_LINES]))


def _joined(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield f"{first}\n"
    yield from lines


def _matched(card: SourceCard, header: list[str], path: Path) -> tuple[dict[int, Column], tuple[str, ...]]:
    """The columns of the card by their place in the file, whatever case, accent or separator their heading has."""
    places = {_key(heading): place for place, heading in reversed(list(enumerate(header)))}
    found = {
        place: column
        for column in card.columns
        if (place := next((places[_key(name)] for name in column.names if _key(name) in places), None)) is not None
    }
    absent = [c.names[0] for c in card.columns if c.required and c not in found.values()]
    if absent:
        raise EssaimError(
            Text(f"il manque la colonne {absent[0]}", f"missing column {absent[0]}"),
            file=path,
            line=1,
            remedy=Text(f"Le format attendu : {card.page}", f"The format expected: {card.page}")
            if header
            else DOWNLOAD_AGAIN,
        )
    return found, tuple(heading for place, heading in enumerate(header) if place not in found)


def _key(heading: str) -> str:
    folded = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]", "", folded)


def decoded(line: bytes) -> str:
    """One line as text: UTF-8, else Windows-1252; characters encoded twice are given back."""
    repaired = ESCAPED.sub(_unescaped, line)
    try:
        text = repaired.decode("utf-8")
    except UnicodeDecodeError:
        return repaired.decode("cp1252", errors="replace")
    for _ in range(MOST_ENCODINGS):
        text = TWICE_ENCODED.sub(_encoded_once_less, text)
    return text


def _encoded_once_less(match: re.Match[str]) -> str:
    """What these signs stand for, if that is of Western Europe: `É»` is no letter of the phonetic alphabet."""
    try:
        told = match[0].encode("cp1252").decode("utf-8")
        told.encode("cp1252")
    except UnicodeError:
        return match[0]
    return told


def _unescaped(match: re.Match[bytes]) -> bytes:
    """Six bytes hold a number of 31 bits, whose four bytes are `<`, two hexadecimal digits and `>`."""
    number = match[0][0] & 1
    for byte in match[0][1:]:
        number = number << 6 | byte & 63
    written = re.fullmatch(rb"<([0-9a-f]{2})>", number.to_bytes(4, "little"))
    return bytes([int(written[1], 16)]).decode("cp1252").encode() if written else match[0]


def _tidy_cell(cell: str, column: Column) -> str:
    text = " ".join(cell.replace("\x00", "").split())
    if text.lower() in MISSING:
        return ""
    if column.type == "number":
        return plain_amount(text)
    return first_period(text) if column.type == "period" else text


def plain_amount(text: str) -> str:
    """A number as people write it, with a decimal point; blank where it cannot be told.

    `1 234,50 €`, `1.234,50` and `1,234.50` are told; `1,234` is not (a thousand or one?), nor is `2,43E+05`, whose
    digits are lost. The schema asks for a point: `1234.567` is what it says.
    """
    bare = CURRENCY.sub("", re.sub(r"\s", "", text)).strip()
    if "," in bare and "." in bare:
        decimal = max(",.", key=bare.rfind)
        bare = bare.replace("." if decimal == "," else ",", "").replace(",", ".")
    elif bare.count(",") == 1 and not THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", ".")
    elif THOUSANDS.fullmatch(bare) and len(re.findall("[.,]", bare)) > 1:
        bare = re.sub("[.,]", "", bare)
    return bare if AMOUNT.fullmatch(bare) else ""


def first_period(text: str) -> str:
    """The first day of a text as YYYY-MM-DD, or its year where it is only that; blank where there is none."""
    for match in DAY.finditer(text):
        year, month, day = map(int, match.group(1, 2, 3) if match[1] else match.group(6, 5, 4))
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            continue
    return text[:4] if YEAR.fullmatch(text) else ""
