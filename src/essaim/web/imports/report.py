"""What an import would do, column by column and row by row: told before anything is written."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from essaim.observatory.language import Language, Text
from essaim.web.contributions.places import Home


class Outcome(StrEnum):
    """What comes of a row."""

    CHANGE = "change"
    NEW = "new"
    SAME = "same"
    DOUBT = "doubt"
    REFUSED = "refused"


OUTCOMES = {
    Outcome.CHANGE: Text("Complète une fiche", "Completes a sheet"),
    Outcome.NEW: Text("Ajoute un acteur", "Adds an actor"),
    Outcome.DOUBT: Text("À confirmer", "To confirm"),
    Outcome.REFUSED: Text("Laissée de côté", "Left out"),
    Outcome.SAME: Text("Rien à changer", "Nothing to change"),
}


@dataclass(frozen=True)
class Note:
    """One thing seen in a row: the field (blank for the row), what it is, what to do; `grave` leaves the row out."""

    field: str
    what: Text
    remedy: Text | None = None
    grave: bool = False
    repaired: bool = False


@dataclass
class Verdict:
    """What comes of one row.

    `key` is the structure that it is about, blank for a new one; `how` says by what it was recognised. `changes` are
    the fields of the sheet that would change, `replaced` those that say something else today. `at_once` is false where
    somebody keeps the sheet, or a nearer authority decides of it: then the change waits. `candidates` are the
    (key, name) that it may be. `home` is where it is; None where nothing says it.
    """

    line: int
    name: str
    outcome: Outcome = Outcome.REFUSED
    key: str = ""
    how: Text | None = None
    kind: str = ""
    home: Home | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    replaced: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    at_once: bool = True
    candidates: tuple[tuple[str, str], ...] = ()
    notes: list[Note] = field(default_factory=list)

    @property
    def outcome_label(self) -> Text:
        return OUTCOMES[self.outcome]

    @property
    def refused(self) -> bool:
        return any(note.grave for note in self.notes)

    def told(self, language: Language) -> str:
        """All that was seen, in one line for a spreadsheet."""
        parts = [
            note.what.in_(language) + (f" → {note.remedy.in_(language)}" if note.remedy else "") for note in self.notes
        ]
        return " | ".join(parts)


@dataclass
class Column:
    """One column of the file: the field that it was read as, and how its cells were."""

    heading: str
    code: str
    label: Text
    filled: int = 0
    empty: int = 0
    repaired: int = 0
    faults: int = 0
    examples: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    """The whole of it; rows are in the order of the file."""

    columns: tuple[Column, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Rows by outcome, every outcome present."""
        found = Counter(one.outcome.value for one in self.verdicts)
        return {outcome.value: found[outcome.value] for outcome in OUTCOMES}

    @property
    def contacts(self) -> int:
        """Rows that would publish a contact."""
        written = (Outcome.CHANGE, Outcome.NEW)
        return sum("contact" in one.changes for one in self.verdicts if one.outcome in written)

    def of(self, outcome: Outcome) -> Iterator[Verdict]:
        return (one for one in self.verdicts if one.outcome == outcome)


def columns_of(mapping: Mapping[str, str], labels: Mapping[str, Text]) -> dict[str, Column]:
    """A column for each heading, in order, nothing counted yet."""
    ignored = Text("non lue", "not read")
    return {heading: Column(heading, code, labels.get(code, ignored)) for heading, code in mapping.items()}
