"""What files are made of: structures with what people added to them, read as they are written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from essaim.observatory.directory.index import Index
from essaim.observatory.directory.query import Query
from essaim.observatory.directory.structures import Structure
from essaim.observatory.language import Language, Text
from essaim.web.contributions.reading import Additions, additions

BATCH = 500
ADDED = Text("Proposé par des habitants, accepté par {by}", "Proposed by people, accepted by {by}")
DEMONSTRATION = Text(
    "Données de démonstration, synthétiques : elles ne disent rien de structures réelles.",
    "Demonstration data, synthetic: they say nothing of real organisations.",
)


@dataclass(frozen=True)
class Record:
    """One structure of a file; `more` is what people wrote of it, None where nobody did."""

    one: Structure
    more: Additions | None

    @property
    def added_by(self) -> str:
        """The authority that let in an actor that registers lack; blank for the others."""
        return self.more.added.by if self.more and self.more.added else ""

    @property
    def added_on(self) -> date | None:
        return self.more.added.on if self.more and self.more.added else None

    def source(self, origin: "Origin") -> str:
        """Who says it: the register, or people."""
        return ADDED.in_(origin.language).format(by=self.added_by or "Essaim") if self.one.local else origin.source


@dataclass(frozen=True)
class Origin:
    """Where a file comes from: `site` is the address that its links begin with."""

    site: str
    source: str
    vintage: str
    licence: str
    synthetic: bool
    language: Language

    @property
    def warning(self) -> str:
        """What must be read before the figures of a demonstration; blank for real data."""
        return DEMONSTRATION.in_(self.language) if self.synthetic else ""

    def told(self) -> dict[str, str | bool]:
        """As members of a file for machines."""
        said: dict[str, str | bool] = {"source": self.source, "vintage": self.vintage, "licence": self.licence}
        return said | {"synthetic": self.synthetic} | ({"warning": self.warning} if self.synthetic else {})


def origin(manifest: Mapping[str, Any], site: str, language: Language) -> Origin:
    """The origin of every list of the store whose manifest is given."""
    register = next(source for source in manifest["sources"] if source["id"] == "sirene_legal_units")
    told = f"{register['title'][language]} ({register['producer']}), Essaim"
    return Origin(site, told, manifest["vintage"], register["licence"], manifest["synthetic"], language)


def records(index: Index, query: Query) -> Iterator[Record]:
    """Every structure of a list; what people wrote is asked for some hundreds at a time."""
    every = index.every(query)
    while some := list(islice(every, BATCH)):
        written = additions([one.key for one in some])
        yield from (Record(one, written.get(one.key)) for one in some)
