"""Rows of a table as entries: each cell read by the reader of its field, and what is wrong with it noted."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from essaim.observatory.language import Text
from essaim.observatory.reference.identifiers import PERSONAL, is_rna, repair
from essaim.observatory.reference.names import plain
from essaim.web.contributions.models.sheets import LOCAL
from essaim.web.imports import cells
from essaim.web.imports.fields import BY_CODE
from essaim.web.imports.report import Column, Note, columns_of
from essaim.web.imports.tables.table import Row, Table

EXAMPLES = 3
PERSONS = {
    "personne physique",
    "personnes physiques",
    "entrepreneur individuel",
    "entreprise individuelle",
    "ei",
    "1000",
}
PERSONS |= {"auto entrepreneur", "autoentrepreneur", "micro entrepreneur", "microentrepreneur", "micro entreprise"}
# What lists write for nothing.
BLANK = {"", "na", "n a", "nc", "n c", "nd", "null", "none", "nan", "neant", "sans objet", "non renseigne", "inconnu"}
CIVILITY = re.compile(r"(?:m|mr|mme|mlle|monsieur|madame|mademoiselle)\.? +\w", re.IGNORECASE)
A_PERSON = Text("une personne physique n'entre pas dans l'annuaire", "a natural person does not enter the directory")
REMOVE = Text("Retirez cette ligne du fichier.", "Remove this row from the file.")
TYPE_AGAIN = Text(
    "Ressaisissez-le d'après l'annuaire des entreprises, la colonne au format Texte.",
    "Type it again from the national register, the column formatted as Text.",
)
A_FORMULA = Text("une formule n'est pas lue", "a formula is not read")
AS_VALUES = Text("Collez les valeurs à la place des formules.", "Paste values in the place of formulas.")
BAD_RNA = Text("ce n'est pas un numéro RNA (W et neuf signes)", "this is not an RNA number (W and nine signs)")


@dataclass
class Entry:
    """What a row says: `siren`, `rna` and `key` where it has one, values by field, what was noted."""

    line: int
    name: str = ""
    siren: str = ""
    rna: str = ""
    key: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    @property
    def has_identifier(self) -> bool:
        return bool(self.siren or self.rna or self.key)


def entries(table: Table, mapping: Mapping[str, str]) -> tuple[list[Entry], dict[str, Column]]:
    """Every row as an entry, and the columns with their counts."""
    columns = columns_of({heading: mapping.get(heading, "") for heading in table.headings}, _labels())
    return [_entry(row, list(columns.values())) for row in table.rows], columns


def _labels() -> dict[str, Text]:
    return {code: one.label for code, one in BY_CODE.items()}


def _entry(row: Row, columns: list[Column]) -> Entry:
    entry = Entry(row.line)
    for column, cell in zip(columns, row.cells, strict=True):
        if plain(cell) in BLANK:
            column.empty += 1
            continue
        column.filled += 1
        if not column.code:
            continue
        notes = list(_read(entry, column.code, cell))
        column.repaired += any(note.repaired for note in notes)
        if faults := [note for note in notes if not note.repaired]:
            column.faults += 1
            if len(column.examples) < EXAMPLES and not any(note.what == PERSONAL for note in faults):
                column.examples.append(cell[:60])
        entry.notes += notes
    if CIVILITY.match(entry.name) and not entry.has_identifier:
        entry.notes.append(Note("name", A_PERSON, REMOVE, grave=True))
    return entry


def _read(entry: Entry, code: str, cell: str) -> Iterator[Note]:
    if cell.startswith(("=", "@")) and code != "identifier":
        yield Note(code, A_FORMULA, AS_VALUES)
    else:
        yield from OF_THEIR_OWN.get(code, _plain)(entry, code, cell)


def _plain(entry: Entry, code: str, cell: str) -> Iterator[Note]:
    value, fault = cells.read(code, cell)
    if fault:
        yield Note(code, fault)
    if code == "name":
        entry.name = value
    elif value not in (None, "", []):
        entry.values[code] = value


def _nature(_: Entry, code: str, cell: str) -> Iterator[Note]:
    if plain(cell) in PERSONS:
        yield Note(code, A_PERSON, REMOVE, grave=True)


def _identifier(entry: Entry, code: str, cell: str) -> Iterator[Note]:
    """A SIREN or SIRET, repaired without inventing digits; the key of an actor of ours is one too."""
    if cell.startswith(LOCAL):
        entry.key = cell
        return
    if is_rna(cell.strip().upper()):
        entry.rna = cell.strip().upper()
        return
    found = repair(cell)
    if found.siren:
        entry.siren = found.siren
        if found.repaired and found.reason:
            yield Note(code, found.reason, repaired=True)
    elif found.reason:
        personal = found.reason == PERSONAL
        yield Note(code, found.reason, REMOVE if personal else TYPE_AGAIN, grave=personal)


def _rna(entry: Entry, code: str, cell: str) -> Iterator[Note]:
    bare = re.sub(r"[\s.-]", "", cell).upper()
    if is_rna(bare):
        entry.rna = bare
    else:
        yield Note(code, BAD_RNA)


OF_THEIR_OWN: dict[str, Callable[[Entry, str, str], Iterator[Note]]] = {
    "identifier": _identifier,
    "rna": _rna,
    "legal_nature": _nature,
}
