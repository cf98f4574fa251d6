"""Staging: whatever form a data set was published in, the build reads one Parquet file with columns found by name.

A Parquet file is read where it lies. A CSV, zipped or not, and a workbook are copied once, as text and only for the
columns that are needed, into the build's own folder; lines that cannot be read are counted and sampled, never lost.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from essaim.observatory.errors import EssaimError, listed
from essaim.observatory.language import Text
from essaim.observatory.sources.aside import aside
from essaim.observatory.sources.card import Column, SourceCard
from essaim.observatory.sources.delimited import Header, MalformedLine, copy_to_parquet, in_utf8, read_header
from essaim.observatory.sources.features import SUFFIXES, features_to_csv
from essaim.observatory.sources.handmade import tidy
from essaim.observatory.sources.unpacking import WORKBOOK, unzip_only_table, workbook_to_csv


@dataclass(frozen=True)
class Staged:
    """A data set ready to be read: `parquet` holds `rows` rows; `headings` maps our fields to its column names.

    A field missing from `headings` is an optional column that this edition of the file lacks. `ignored` lists headings
    that the card does not know. `malformed` counts lines of a CSV that could not be read; `samples` shows a few.
    """

    card: SourceCard
    path: Path
    parquet: Path
    headings: dict[str, str]
    ignored: tuple[str, ...]
    rows: int
    malformed: int = 0
    samples: tuple[MalformedLine, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(column.field for column in self.card.columns if column.field not in self.headings)


def find_file(card: SourceCard, directory: Path) -> Path | None:
    """The file of this data set in a folder: the first pattern of the card that matches, newest name first."""
    for pattern in card.patterns:
        found = sorted((path for path in directory.glob(pattern) if path.is_file()), reverse=True)
        if found:
            return found[0]
    return None


def find_editions(card: SourceCard, directory: Path) -> list[Path]:
    """Every edition of a data set in a folder, that of `find_file` first; of several forms of a year, one.

    Where many publish, each file stands for itself.
    """
    first, by_year = find_file(card, directory), dict[str, Path]()
    for pattern in card.patterns:
        for path in sorted((path for path in directory.glob(pattern) if path.is_file()), reverse=True):
            year = None if card.many_files else date_in_name(path)
            by_year.setdefault(str(year.year) if year else path.name, path)
    if first is None:
        return []
    told = None if card.many_files else date_in_name(first)
    by_year[str(told.year) if told else first.name] = first
    others = sorted((path for path in by_year.values() if path != first), key=lambda path: path.name, reverse=True)
    return [first, *others]


def date_in_name(path: Path) -> date | None:
    """The day that the name of a file bears, the 31 December where it bears a year; None where it bears none."""
    told = re.search(r"_(?:(\d\d)-(\d\d)-)?(20\d\d)(?=[_.])", path.name)
    return date(int(told[3]), int(told[2] or 12), int(told[1] or 31)) if told else None


def stage(card: SourceCard, path: Path, work: Path, *, edition: int = 0) -> Staged:
    """Make `path` readable as Parquet, and find the columns of the card in it.

    `work` receives what has to be unpacked or converted; `edition` tells apart several of one data set. Raises
    EssaimError, naming file and remedy, for a file that is damaged, encoded otherwise than it should be, or lacks a
    required column.
    """
    if card.by_hand:
        return _stage_handmade(card, path, work, edition)
    if path.suffix == ".parquet":
        headings, rows = _inspect_parquet(path)
        return Staged(card, path, path, *match_columns(card, headings, path), rows)
    unpacked = _as_csv(card, path, work)
    source = in_utf8(unpacked, card.older_encoding, work) if card.older_encoding else unpacked
    header = read_header(source, card.delimiter, reported_as=path)
    found, ignored = match_columns(card, header.names, path)
    parquet = work / f"{card.id}{f'.{edition}' if edition else ''}.staged.parquet"
    copied = copy_to_parquet(source, header, list(found.values()), parquet, reported_as=path)
    for whole in {unpacked, source} - {path}:  # it may hold columns that nobody asked for
        whole.unlink()
    return Staged(card, path, parquet, found, ignored, copied.rows, copied.malformed, copied.samples)


def _as_csv(card: SourceCard, path: Path, work: Path) -> Path:
    """The file itself where it is a CSV, else what is made of it in `work`."""
    if path.suffix == ".zip":
        unpacked = unzip_only_table(path, work)
        return workbook_to_csv(unpacked, card, work, reported_as=path) if unpacked.suffix == WORKBOOK else unpacked
    if path.suffix == WORKBOOK:
        return workbook_to_csv(path, card, work, reported_as=path)
    return features_to_csv(path, card, work) if path.suffix in SUFFIXES else path


def _stage_handmade(card: SourceCard, path: Path, work: Path, edition: int) -> Staged:
    """The same for a file kept by hand: its columns come out under the names of our fields."""
    tidied = tidy(path, card, work)
    parquet = work / f"{card.id}.{edition}.staged.parquet"
    fields = list(tidied.fields)
    copied = copy_to_parquet(tidied.path, Header(tidied.fields, ","), fields, parquet, reported_as=path)
    tidied.path.unlink()
    headings = dict(zip(fields, fields, strict=True))
    return Staged(card, path, parquet, headings, tidied.ignored, copied.rows, tidied.malformed, tidied.samples)


def match_columns(card: SourceCard, headings: tuple[str, ...], path: Path) -> tuple[dict[str, str], tuple[str, ...]]:
    """Our fields and the headings that carry them, then the headings nobody asked for."""
    by_lower = {heading.strip().lower(): heading for heading in headings}
    found = {column.field: heading for column in card.columns if (heading := _heading_of(column, by_lower))}
    absent = [c.names[0] for c in card.columns if c.required and c.field not in found]
    if absent:
        raise EssaimError(
            Text(
                f"il manque la ou les colonnes {listed(absent)}",
                f"missing column(s) {listed(absent)}",
            ),
            file=path,
            line=1 if path.suffix != ".parquet" else None,
            remedy=Text(
                f"Reprenez le fichier « {card.title.fr} » auprès de {card.producer} : {card.page}",
                f"Download “{card.title.en}” again from {card.producer}: {card.page}",
            ),
        )
    ignored = tuple(heading for heading in headings if heading not in found.values())
    return found, ignored


def _heading_of(column: Column, by_lower: dict[str, str]) -> str | None:
    return next((by_lower[name.lower()] for name in column.names if name.lower() in by_lower), None)


def _inspect_parquet(path: Path) -> tuple[tuple[str, ...], int]:
    import duckdb

    with aside() as connection:
        try:
            described = connection.execute(
                "select name from parquet_schema(?) where num_children is null", [str(path)]
            ).fetchall()
            [(rows,)] = connection.execute("select num_rows from parquet_file_metadata(?)", [str(path)]).fetchall()
        except duckdb.Error as fault:
            raise damaged_parquet(path) from fault
    return tuple(name for (name,) in described), int(rows)


def damaged_parquet(path: Path) -> EssaimError:
    """The message for a Parquet file that is cut or is not one."""
    return EssaimError(
        Text(
            "ce fichier Parquet est incomplet ou endommagé",
            "this Parquet file is incomplete or damaged",
        ),
        file=path,
        remedy=Text(
            "Supprimez-le puis téléchargez-le de nouveau avec « essaim fetch ».",
            "Delete it, then download it again with `essaim fetch`.",
        ),
    )
