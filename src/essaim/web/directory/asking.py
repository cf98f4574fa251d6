"""A question to the directory, as its address says it: `/annuaire/?territoire=242100410&famille=cooperative&q=velo`.

The address is the whole of the question: it can be kept, sent, and asked again by a machine in another format.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from essaim.observatory.directory.labels import labels
from essaim.observatory.directory.needs import needs
from essaim.observatory.directory.query import EVERY_MARK, SIZES, SORTS, WIDEST, Query, Zone
from essaim.observatory.directory.received import RECEIVED
from essaim.observatory.errors import EssaimError
from essaim.observatory.reference.geography import Territory, find_territory
from essaim.observatory.reference.tables import read_table
from essaim.web.territories.gazetteer import gazetteer

LONGEST = 160
MOST_VALUES = 40
LAST_PAGE = 5_000
DECIMALS = 4  # of a degree: about ten metres
# In addresses, in French: the field of the question, and the values that it takes (None: checked elsewhere).
MULTIPLE: dict[str, str] = {
    "besoin": "needs",
    "famille": "families",
    "secteur": "sectors",
    "label": "labels",
    "taille": "sizes",
    "repere": "marks",
    "recu": "received",
    "commune": "communes",
}
SORT_NAMES = {"relevance": "pertinence", "size": "taille", "age": "age", "newest": "recent", "name": "nom"}
PERIMETER_NAMES = {"strict": "strict", "legal": "legal", "wide": "large"}


def known(field: str) -> set[str]:
    """The values that a filter of the question takes."""
    if field == "needs":
        return set(needs())
    if field == "labels":
        return set(labels())
    if field == "families":
        return {row["code"] for row in read_table("families")}
    if field == "sectors":
        return {row["code"] for row in read_table("naf_levels") if row["level"] in ("A17", "A38")}
    return set({"sizes": SIZES, "marks": EVERY_MARK, "received": RECEIVED}[field])


@dataclass(frozen=True)
class Asked:
    """A question, and what of its address could not be read.

    `place` is the place as typed, where it is not yet a territory: `candidates` are those it may stand for. `unread`
    are the names of the address whose value does not exist.
    """

    query: Query
    place: str = ""
    candidates: tuple[Territory, ...] = ()
    unread: tuple[str, ...] = ()


def read(
    address: QueryDict, cog: int, without: frozenset[str] = frozenset(), awarded: frozenset[str] = frozenset()
) -> Asked:
    """The question that an address asks. What it does not know is left out: an old link still leads somewhere.

    `without` are the structures that are not to be shown, `awarded` those that bear a prize.
    """
    place = address.get("ou", "").strip()[:LONGEST]
    territory, candidates = _territory(address, place, cog)
    moved = bool(place) and not _kept(address, place, cog)  # another place than the one that the zone was seen in
    several: dict[str, Any] = {field: _values(address, name, field) for name, field in MULTIPLE.items()}
    query = Query(
        text=address.get("q", "").strip()[:LONGEST],
        territory=territory,
        zone=None if moved else zone_of(address.get("zone", "")),
        employers_only=address.get("employeurs") == "1",
        names_only=address.get("noms") == "1",
        closed=address.get("fermees") == "1",
        perimeter=_named(PERIMETER_NAMES, address.get("perimetre", ""), WIDEST),
        sort=_named(SORT_NAMES, address.get("tri", ""), SORTS[0]),
        page=_page(address.get("page", "")),
        without=without,
        awarded=awarded,
        **several,
    )
    return Asked(query, "" if territory else place, candidates, tuple(_unread(address, several, cog)))


def _unread(address: QueryDict, several: dict[str, Any], cog: int) -> Iterator[str]:
    for name, field in MULTIPLE.items():
        if len({one for one in address.getlist(name) if one}) > len(several[field]):
            yield name
    zone, territory = address.get("zone", ""), address.get("territoire", "")[:LONGEST]
    if zone and zone_of(zone) is None:
        yield "zone"
    if territory and _found(territory, cog) is None:
        yield "territoire"


def _territory(address: QueryDict, place: str, cog: int) -> tuple[Territory | None, tuple[Territory, ...]]:
    """The territory of the address; the place typed wins over it, unless it only repeats its name."""
    kept = _kept(address, place, cog)
    if "ou" not in address or kept:
        return (None if kept and kept.level == "france" else kept), ()
    if not place:
        return None, ()
    found = _found(place, cog)
    if found:
        return found, ()
    return None, tuple(gazetteer(cog).search(place, limit=8))


def _kept(address: QueryDict, place: str, cog: int) -> Territory | None:
    """The territory that the address already had; None where another place was typed."""
    kept = _found(address.get("territoire", "")[:LONGEST], cog)
    return kept if kept and ("ou" not in address or place == kept.name) else None


def _found(name: str, cog: int) -> Territory | None:
    if not name:
        return None
    try:
        return find_territory(name, cog)
    except EssaimError:
        return None


def _values(address: QueryDict, name: str, field: str) -> tuple[str, ...]:
    given = tuple(dict.fromkeys(one for one in address.getlist(name) if one))[:MOST_VALUES]
    if field == "communes":
        return tuple(one for one in given if len(one) == 5 and one.isalnum())
    allowed = known(field)
    return tuple(one for one in given if one in allowed)


def zone_of(given: str) -> Zone | None:
    """West, south, east, north in degrees, commas between; None for what is not a part of the world."""
    try:
        west, south, east, north = (round(float(one), DECIMALS) for one in given[:LONGEST].split(","))
    except ValueError:
        return None
    inside = -180 <= west < east <= 180 and -90 <= south < north <= 90
    return Zone(west, south, east, north) if inside else None


def _named(names: dict[str, str], given: str, default: str) -> str:
    return next((code for code, name in names.items() if name == given), default)


def _page(given: str) -> int:
    return min(max(int(given), 1), LAST_PAGE) if given.isascii() and given.isdigit() and len(given) < 6 else 1


def encoded(query: Query) -> str:
    """The question as the query of an address; what is as by default is not written."""
    return urlencode(list(_parameters(query)))


def _parameters(query: Query) -> Iterable[tuple[str, str]]:
    alone = {
        "q": query.text,
        "territoire": query.territory.key if query.territory else "",
        "zone": written(query.zone) if query.zone else "",
        "employeurs": "1" if query.employers_only else "",
        "noms": "1" if query.names_only else "",
        "fermees": "1" if query.closed else "",
        "perimetre": PERIMETER_NAMES[query.perimeter] if query.perimeter != WIDEST else "",
        "tri": SORT_NAMES[query.sort] if query.sort != SORTS[0] else "",
        "page": str(query.page) if query.page > 1 else "",
    }
    several = [(name, value) for name, field in MULTIPLE.items() for value in getattr(query, field)]
    yield from ((name, value) for name, value in alone.items() if value)
    yield from several


def written(zone: Zone) -> str:
    """A zone as addresses have it."""
    return ",".join(f"{edge:.{DECIMALS}f}" for edge in zone)


def without(query: Query, field: str, value: str) -> Query:
    """The question with one choice of a filter taken back, from its first page."""
    left = tuple(one for one in getattr(query, field) if one != value)
    changed: dict[str, Any] = {field: left, "page": 1}
    return replace(query, **changed)


def of(territory: Territory) -> Query:
    """Every structure of a territory."""
    return Query(territory=territory)
