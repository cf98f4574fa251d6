"""CSV files as they really come: their header, their encoding, the lines that cannot be read."""

import csv
import io
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from essaim.observatory.errors import EssaimError
from essaim.observatory.language import Text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SAMPLE_LINES = 20
TAIL_BYTES = 1 << 16
CHUNK_CHARACTERS = 1 << 20
# Above this share of unreadable lines the file itself is at fault, and going on would publish false figures.
TOLERATED_SHARE = 0.001


@dataclass(frozen=True)
class Header:
    """The headings of a CSV in file order, and the separator that its first line really uses."""

    names: tuple[str, ...]
    delimiter: str


@dataclass(frozen=True)
class MalformedLine:
    """One line that could not be read: its number (header = 1) and the reason."""

    line: int
    reason: str


@dataclass(frozen=True)
class Copied:
    rows: int
    malformed: int
    samples: tuple[MalformedLine, ...]


def read_header(path: Path, expected_delimiter: str, *, reported_as: Path) -> Header:
    """Read the first line: byte order mark removed, separator recognised among the usual three."""
    with path.open("rb") as file:
        first = file.readline()
    try:
        text = first.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError as fault:
        raise not_utf8(reported_as, line=1) from fault
    if not text:
        raise EssaimError(Text("ce fichier est vide", "this file is empty"), file=reported_as, remedy=DOWNLOAD_AGAIN)
    candidates = (expected_delimiter, *(d for d in ",;\t" if d != expected_delimiter))
    delimiter = max(candidates, key=text.count)  # the expected one wins a tie, for it comes first
    names = tuple(next(csv.reader([text], delimiter=delimiter)))
    _refuse_half_written(path, len(names), delimiter, reported_as)
    return Header(names, delimiter)


def in_utf8(path: Path, older: str, work: Path) -> Path:
    """The file itself where it is in UTF-8, else a copy of it that is, made in `work` from an older encoding."""
    if _is_utf8(path):
        return path
    target = work / f"{path.stem}.utf8.csv"
    with path.open(encoding=older, newline="") as source, target.open("w", encoding="utf-8", newline="") as copy:
        shutil.copyfileobj(source, copy, CHUNK_CHARACTERS)
    return target


def _is_utf8(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8", newline="") as text:
            while text.read(CHUNK_CHARACTERS):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _refuse_half_written(path: Path, width: int, delimiter: str, reported_as: Path) -> None:
    """A file that stops in the middle of a line was not written to its end."""
    with path.open("rb") as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(max(0, size - TAIL_BYTES))
        tail = file.read()
    if tail.endswith((b"\n", b"\r")):
        return
    last = tail.rsplit(b"\n", 1)[-1].decode("utf-8", errors="replace")
    if len(next(csv.reader([last], delimiter=delimiter), [])) < width:
        raise EssaimError(
            Text(
                "le fichier s'arrête au milieu de sa dernière ligne : il est incomplet",
                "the file stops in the middle of its last line: it is incomplete",
            ),
            file=reported_as,
            remedy=DOWNLOAD_AGAIN,
        )


def copy_to_parquet(path: Path, header: Header, columns: list[str], target: Path, *, reported_as: Path) -> Copied:
    """Copy the wanted columns, as text, to a Parquet file; unreadable lines are counted and sampled.

    Raises EssaimError for an encoding other than UTF-8, or when more than one line in a thousand cannot be read.
    """
    import duckdb

    wanted = ", ".join(_quoted(name) for name in columns)
    layout = ", ".join(f"{_literal(name)}: 'VARCHAR'" for name in header.names)
    with duckdb.connect() as connection:
        connection.execute("set preserve_insertion_order = false")
        connection.execute("set memory_limit = '900MB'")
        connection.execute(f"set temp_directory = {_literal(str(target.parent))}")
        try:
            connection.execute(
                f"copy (select {wanted} from read_csv({_literal(str(path))}, columns = {{{layout}}}, header = true,"
                f" delim = {_literal(header.delimiter)}, quote = '\"', escape = '\"', auto_detect = false,"
                f" store_rejects = true, rejects_limit = 0, max_line_size = 1000000))"
                f" to {_literal(str(target))} (format parquet, compression lz4_raw)"
            )
        except duckdb.InvalidInputException as fault:
            raise unreadable(reported_as, str(fault)) from fault
        [(rows,)] = connection.execute("select num_rows from parquet_file_metadata(?)", [str(target)]).fetchall()
        copied = _with_rejects(connection, int(rows))
    _refuse_too_many(copied, reported_as)
    return copied


def _with_rejects(connection: "DuckDBPyConnection", rows: int) -> Copied:
    faults = connection.execute(
        "select line, min(cast(error_type as varchar)) from reject_errors group by line order by line"
    ).fetchall()
    samples = tuple(MalformedLine(int(line), str(reason)) for line, reason in faults[:SAMPLE_LINES])
    return Copied(rows, len(faults), samples)


def _refuse_too_many(copied: Copied, path: Path) -> None:
    if any("ENCODING" in sample.reason.upper() for sample in copied.samples):
        raise not_utf8(path, line=copied.samples[0].line)
    if copied.malformed > max(1, TOLERATED_SHARE * (copied.rows + copied.malformed)):
        first = copied.samples[0]
        raise EssaimError(
            Text(
                f"{copied.malformed} lignes illisibles sur {copied.rows + copied.malformed} ({first.reason})",
                f"{copied.malformed} unreadable lines out of {copied.rows + copied.malformed} ({first.reason})",
            ),
            file=path,
            line=first.line,
            remedy=DOWNLOAD_AGAIN,
        )


DOWNLOAD_AGAIN = Text(
    "Supprimez-le puis téléchargez-le de nouveau avec « essaim fetch ».",
    "Delete it, then download it again with `essaim fetch`.",
)


def not_utf8(path: Path, *, line: int | None) -> EssaimError:
    """The message for a file whose bytes are not the UTF-8 that its name announces."""
    return EssaimError(
        Text(
            "ce fichier n'est pas en UTF-8 (sans doute enregistré en Windows-1252 par un tableur)",
            "this file is not in UTF-8 (a spreadsheet probably saved it in Windows-1252)",
        ),
        file=path,
        line=line,
        remedy=Text(
            "Reprenez le fichier d'origine, ou convertissez-le : iconv -f cp1252 -t utf-8",
            "Take the original file again, or convert it: iconv -f cp1252 -t utf-8",
        ),
    )


def unreadable(path: Path, detail: str) -> EssaimError:
    """The message for a CSV that the reader gave up on."""
    first_line = detail.strip().splitlines()[0]
    return EssaimError(
        Text(
            f"ce fichier CSV ne peut pas être lu : {first_line}",
            f"this CSV file cannot be read: {first_line}",
        ),
        file=path,
        remedy=DOWNLOAD_AGAIN,
    )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
