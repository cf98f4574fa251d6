"""The filters beside a list: each choice with its count, those that are set first, and the way to take them back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.urls import reverse

from essaim.observatory.directory.query import EVERY_MARK, SIZES, SORTS, WIDEST, Found, Query
from essaim.observatory.directory.received import RECEIVED
from essaim.observatory.language import Text
from essaim.observatory.reference.tables import read_table
from essaim.web.directory.asking import MULTIPLE, PERIMETER_NAMES, SORT_NAMES, encoded, without, written
from essaim.web.directory.words import choice_label
from essaim.web.territories.gazetteer import gazetteer

SHOWN_AT_ONCE = 8


@dataclass(frozen=True)
class Choice:
    """One box to tick: its value in the address, its words, how many structures it keeps."""

    value: str
    label: Text
    count: int
    chosen: bool
    inside: bool = False  # part of the choice above it (a sub-family of a family)


@dataclass(frozen=True)
class Filter:
    """One group of boxes; `more` are those that are folded away."""

    name: str
    title: Text
    first: tuple[Choice, ...]
    more: tuple[Choice, ...]

    @property
    def chosen(self) -> int:
        return sum(choice.chosen for choice in (*self.first, *self.more))


@dataclass(frozen=True)
class Chip:
    """A filter that is set, and the address of the list without it."""

    label: Text
    address: str


TITLES = {
    "besoin": Text("Besoin", "Need"),
    "famille": Text("Famille", "Family"),
    "label": Text("Label", "Label"),
    "secteur": Text("Secteur", "Sector"),
    "taille": Text("Effectif", "Head count"),
    "repere": Text("Repères", "Landmarks"),
    "recu": Text("Argent public", "Public money"),
    "commune": Text("Commune", "Commune"),
}
FACETS = {
    "besoin": "need",
    "famille": "family",
    "label": "label",
    "secteur": "sector",
    "taille": "size",
    "repere": "mark",
    "recu": "received",
    "commune": "commune",
}

# Filters whose choices have an order of their own.
ORDERED: dict[str, tuple[str, ...]] = {"taille": SIZES, "repere": EVERY_MARK, "recu": tuple(RECEIVED)}


def filters(query: Query, found: Found, cog: int) -> list[Filter]:
    """Every filter that has a choice to offer."""
    every = [_filter(name, query, found, cog) for name in TITLES]
    return [one for one in every if one.first]


def _filter(name: str, query: Query, found: Found, cog: int) -> Filter:
    field, counts = MULTIPLE[name], found.facets[FACETS[name]]
    chosen = set(getattr(query, field))
    choices = [
        Choice(code, _label(field, code, cog), counts.get(code, 0), code in chosen, inside)
        for code, inside in _codes(name, counts, chosen)
    ]
    if name == "famille":
        return Filter(name, TITLES[name], tuple(choices), ())
    first = [one for one in choices if one.chosen] + [one for one in choices if not one.chosen][:SHOWN_AT_ONCE]
    if name in ORDERED:
        first = choices
    return Filter(name, TITLES[name], tuple(first), tuple(one for one in choices if one not in first))


def _codes(name: str, counts: dict[str, int], chosen: set[str]) -> Iterable[tuple[str, bool]]:
    """The choices worth showing, in their order: that of the table where there is one, else the more frequent first."""
    worth = {code for code in counts if counts[code]} | chosen
    if name == "famille":
        return [(row["code"], bool(row["parent"])) for row in _families() if row["code"] in worth]
    if name in ORDERED:
        return [(code, False) for code in ORDERED[name] if code in worth]
    if name == "secteur":  # the coarse level only: the finer one is for addresses
        worth = {code for code in worth if code in _a17()} | chosen
    return [(code, False) for code in sorted(worth, key=lambda code: (-counts.get(code, 0), code))]


def _families() -> list[dict[str, str]]:
    """Families in their order, each followed by its sub-families."""
    rows = read_table("families")
    heads = [row["code"] for row in rows if not row["parent"]]
    return [row for head in heads for row in rows if head in (row["code"], row["parent"])]


def _a17() -> set[str]:
    return {row["code"] for row in read_table("naf_levels") if row["level"] == "A17"}


def _label(field: str, code: str, cog: int) -> Text:
    if field != "communes":
        return choice_label(field, code)
    found = gazetteer(cog).by_key.get(("commune", code))
    name = found.name if found else code
    return Text(name, name)


def chips(query: Query, cog: int) -> list[Chip]:
    """What narrows the list, each with the address of the list without it."""
    set_: list[tuple[Text, Query]] = []
    if query.text:
        set_.append((Text(f"« {query.text} »", f"“{query.text}”"), replace(query, text="", page=1)))
    if query.territory:
        name = query.territory.name
        set_.append((Text(name, name), replace(query, territory=None, communes=(), page=1)))
    if query.zone:
        set_.append((Text("Zone de la carte", "Area of the map"), replace(query, zone=None, page=1)))
    for field in MULTIPLE.values():
        set_ += [(_label(field, code, cog), without(query, field, code)) for code in getattr(query, field)]
    if query.employers_only:
        set_.append((Text("Employeurs seulement", "Employers only"), replace(query, employers_only=False, page=1)))
    if query.closed:
        shown = Text("Avec les structures fermées", "With closed organisations")
        set_.append((shown, replace(query, closed=False, page=1)))
    if query.perimeter != WIDEST:
        label = choice_label("perimeter", query.perimeter)
        told = Text(f"Périmètre {label.fr}", f"{label.en} perimeter")
        set_.append((told, replace(query, perimeter=WIDEST, page=1)))
    return [Chip(label, address(other)) for label, other in set_]


def address(query: Query) -> str:
    """The address of the list of a question."""
    asked = encoded(query)
    return reverse("directory:list") + (f"?{asked}" if asked else "")


SORT_LABELS = {
    "relevance": Text("Pertinence", "Relevance"),
    "size": Text("Effectif décroissant", "Largest first"),
    "age": Text("Les plus anciennes", "Oldest first"),
    "newest": Text("Les plus récentes", "Newest first"),
    "name": Text("Nom", "Name"),
}


def sorts(query: Query) -> list[tuple[str, Text, bool]]:
    """(value in the address, words, whether it is the one)."""
    return [(SORT_NAMES[code], SORT_LABELS[code], code == query.sort) for code in SORTS]


def narrowing(query: Query, found: Found, cog: int) -> dict[str, object]:
    """What the template of the filters reads."""
    return {
        "query": query,
        "filters": filters(query, found, cog),
        "sorts": sorts(query),
        "perimeters": perimeters(query, found),
        "employers": found.facets["employer"]["yes"],
        "zone": written(query.zone) if query.zone else "",
    }


def perimeters(query: Query, found: Found) -> list[Choice]:
    """The three definitions of the ESS, with what each would keep."""
    counts = found.facets["perimeter"]
    return [
        Choice(name, choice_label("perimeter", code), counts.get(code, 0), code == query.perimeter)
        for code, name in PERIMETER_NAMES.items()
    ]
