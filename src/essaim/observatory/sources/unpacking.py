"""Archives and workbooks, unpacked into the build's own folder."""

import csv
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from essaim.observatory.errors import EssaimError, listed
from essaim.observatory.language import Text
from essaim.observatory.sources.card import SourceCard

CHUNK_BYTES = 1 << 20
WORKBOOK = ".xlsx"
# FLORES ships its dictionary beside its data; it is the one companion that is known and left aside.
COMPANION_SUFFIX = "_metadata.csv"


def unzip_only_table(path: Path, work: Path) -> Path:
    """Extract the one CSV or workbook of an archive; raises EssaimError if it holds none, several, or is damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            member = _only_table(archive, path)
            _require_room(work, member.file_size, path)
            target = work / Path(member.filename).name
            with archive.open(member) as packed, target.open("wb") as unpacked:
                shutil.copyfileobj(packed, unpacked, CHUNK_BYTES)
    except (zipfile.BadZipFile, EOFError) as fault:
        raise EssaimError(
            Text("cette archive zip est incomplète ou endommagée", "this zip archive is incomplete or damaged"),
            file=path,
            remedy=Text(
                "Supprimez-la puis téléchargez-la de nouveau avec « essaim fetch ».",
                "Delete it, then download it again with `essaim fetch`.",
            ),
        ) from fault
    return target


def _only_table(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    members = [
        member
        for member in archive.infolist()
        if member.filename.lower().endswith((".csv", WORKBOOK)) and not member.filename.endswith(COMPANION_SUFFIX)
    ]
    if len(members) == 1:
        return members[0]
    names = listed([member.filename for member in members]) or "∅"
    raise EssaimError(
        Text(
            f"l'archive devrait contenir un seul fichier CSV ou classeur, elle en contient {len(members)} : {names}",
            f"the archive should hold one CSV file or workbook, it holds {len(members)}: {names}",
        ),
        file=path,
        remedy=Text(
            "Gardez dans l'archive le seul fichier publié par le producteur, ou déposez le CSV dans le dossier.",
            "Keep in the archive only the file published by the producer, or put the CSV itself in the folder.",
        ),
    )


def _require_room(work: Path, needed: int, path: Path) -> None:
    free = shutil.disk_usage(work).free
    if free < needed:
        raise EssaimError(
            Text(
                f"il faut {needed / 1e9:.1f} Go libres pour décompresser ce fichier, il en reste {free / 1e9:.1f}",
                f"{needed / 1e9:.1f} GB are needed to unpack this file, {free / 1e9:.1f} are free",
            ),
            file=path,
            remedy=Text(
                "Libérez de la place, ou utilisez la version Parquet du fichier, bien plus compacte.",
                "Free some space, or use the Parquet edition of the file, far more compact.",
            ),
        )


def workbook_to_csv(path: Path, card: SourceCard, work: Path, *, reported_as: Path) -> Path:
    """The sheet of a workbook that bears the headings of the card, as CSV, from their row on (those above are titles).

    Of several such sheets or rows, the first that bears most of them.
    """
    rows = max(_from_headings(path, card, reported_as), key=lambda found: found[0], default=(0, []))[1]
    if not rows:
        raise EssaimError(
            Text(
                f"aucune ligne ne porte l'en-tête attendu ({card.columns[0].names[0]})",
                f"no row bears the expected heading ({card.columns[0].names[0]})",
            ),
            file=reported_as,
        )
    target = work / f"{card.id}.csv"
    with target.open("w", encoding="utf-8", newline="") as output:
        writer = csv.writer(output, delimiter=card.delimiter)
        writer.writerows([_as_text(cell) for cell in row] for row in rows if any(cell != "" for cell in row))
    return target


def _from_headings(path: Path, card: SourceCard, reported_as: Path) -> Iterator[tuple[int, list[list[Any]]]]:
    """For each sheet, the rows from the first one that bears most headings of the card, and how many it bears."""
    from python_calamine import CalamineError, CalamineWorkbook

    known = {name.lower() for column in card.columns for name in column.names}
    try:
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python()
            borne = [len(known & {str(cell).strip().lower() for cell in row}) for row in rows]
            if most := max(borne, default=0):
                yield most, rows[borne.index(most) :]
    except (CalamineError, OSError) as fault:
        raise EssaimError(
            Text("ce classeur ne peut pas être lu", "this workbook cannot be read"),
            file=reported_as,
            remedy=Text("Enregistrez-le de nouveau au format XLSX ou CSV.", "Save it again as XLSX or CSV."),
        ) from fault


def _as_text(cell: object) -> str:
    """A number typed in a spreadsheet is a float: an identifier must not gain a decimal point."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
