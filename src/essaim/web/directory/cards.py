"""A structure as a list shows it: one card."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from essaim.observatory.directory.labels import labels
from essaim.observatory.directory.structures import Structure
from essaim.observatory.language import Text
from essaim.web.contributions.reading import Additions
from essaim.web.directory.sheet import age, aged
from essaim.web.directory.words import activity_label, band_label, kind_of


@dataclass(frozen=True)
class Card:
    """What is read at a glance: who, what, where, how many, since when."""

    address: str
    name: Text
    acronym: str
    kind: Text
    activity: Text
    where: str
    band: Text
    labels: tuple[Text, ...]
    age: Text | None
    places: int
    granted: tuple[str, ...]
    kept: bool
    added: bool
    added_by: str


def cards(found: Iterable[Structure], today: date, written: Mapping[str, Additions]) -> list[Card]:
    """One card a structure, in the order given; `today` is the month of the store, `written` what people added."""
    return [card(one, today, written.get(one.key)) for one in found]


def card(one: Structure, today: date, more: Additions | None) -> Card:
    """The card of one structure; `kept` says that somebody whom it sent keeps its sheet."""
    return Card(
        reverse("directory:structure", args=[one.key]),
        one.shown_name,
        one.acronym or "",
        kind_of(one, more),
        what_it_does(one),
        one.head_office.commune_name,
        band_label(one.band),
        tuple(labels()[code].name for code in one.labels if not labels()[code].subfamily),
        aged(age(one.created, today)),
        one.places,
        tuple(label.name for label in more.labels) if more else (),
        more is not None and more.speaks_for_itself,
        bool(one.local),
        more.added.by if more and more.added else "",
    )


def what_it_does(one: Structure) -> Text:
    """Its activity; nothing of an actor that registers lack and whose sector nobody said."""
    code = one.head_office.activity or one.activity
    return Text("", "") if one.local and not code else activity_label(code)
