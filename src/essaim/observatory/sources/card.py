"""What is known of an open data set before reading it: its card, its files and the columns that Essaim reads."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from essaim.observatory.language import Text
from essaim.observatory.secrecy.rules import Regime

# A period is a day or, where the file tells no more, a year: text in ISO order.
ColumnType = Literal["text", "integer", "number", "date", "boolean", "period"]

# The literal that INSEE writes for "known and withheld", against null for "unknown or not applicable"
# (documentation of the Sirene API). The public company search writes it in full.
WITHHELD = ("[ND]", "[NON-DIFFUSIBLE]")


@dataclass(frozen=True)
class Column:
    """One column that Essaim reads.

    `field` is our name; `names` are the headings under which the publisher has shipped it, the current one first.
    A column that is not `required` is read as null where a file lacks it, and the build says so.
    """

    field: str
    names: tuple[str, ...]
    type: ColumnType = "text"
    required: bool = True


@dataclass(frozen=True)
class SourceFile:
    """One published form of a data set: the name Essaim gives it on disk and its stable address."""

    source: str
    name: str
    address: str


@dataclass(frozen=True)
class SourceCard:
    """An open data set: who publishes it, under which terms, how often, and what Essaim reads of it.

    `patterns` are the file names recognised in a folder, in order of preference (Parquet before CSV).
    `regime` is what a figure computed from it is bound by, `secrecy` says it in words. `stale_after_days` is one missed
    publication.
    """

    id: str
    title: Text
    producer: str
    licence: str
    page: str
    cadence: Text
    regime: Regime
    secrecy: Text
    stale_after_days: int
    patterns: tuple[str, ...]
    files: tuple[SourceFile, ...]
    columns: tuple[Column, ...]
    required: bool = False
    delimiter: str = ","
    fixed_vintage: date | None = None  # of a list that was published once and not refreshed
    many_files: bool = False  # all those of the folder are read, each for itself
    by_hand: bool = False  # each publisher keeps its own: read cell by cell, whatever its spelling
    older_encoding: str | None = None  # of forms that were published before UTF-8

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(column.field for column in self.columns)


LICENCE_OUVERTE = "Licence Ouverte 2.0 (Etalab)"
OPEN_REGISTER = Text(
    "Répertoire public : les effectifs par tranche sont diffusés établissement par établissement, un dénombrement "
    "n'est donc pas couvert par le secret statistique.",
    "Public register: head-count bands are published establishment by establishment, so a count is not covered by "
    "statistical secrecy.",
)
EVERY_MONTH = Text("mensuelle, au début du mois", "monthly, at the start of the month")
EVERY_YEAR = Text("annuelle", "yearly")
