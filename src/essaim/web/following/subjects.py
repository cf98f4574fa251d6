"""What can be followed: a structure, a territory, a search; each with its name and its page."""

from dataclasses import dataclass

from django.urls import reverse

from essaim.observatory.errors import EssaimError
from essaim.observatory.reference.geography import LEVELS, Territory
from essaim.observatory.reference.identifiers import is_siren
from essaim.web.contributions.reading import local_name, opposed
from essaim.web.following.models import Departure, Follow, Kind
from essaim.web.following.searches import search_asked
from essaim.web.territories.gazetteer import named
from essaim.web.territories.levels import address_of
from essaim.web.territories.stores import current_index, current_store

LONGEST = 500


@dataclass(frozen=True)
class Subject:
    """One thing that can be followed; `target` is how it is kept."""

    kind: str
    target: str
    label: str
    address: str


def subject(kind: str, target: str) -> Subject | None:
    """What a kind and a target stand for; None for what does not exist or is not shown."""
    if len(target) > LONGEST or kind not in Kind.values:
        return None
    return {Kind.STRUCTURE: _structure, Kind.TERRITORY: _territory, Kind.SEARCH: _search}[Kind(kind)](target)


def territory_of(target: str) -> Territory | None:
    """The territory of a key `level:code`."""
    level, _, code = target.partition(":")
    if level not in LEVELS:
        return None
    try:
        return named(level, code, current_store().manifest["cog"])
    except EssaimError:
        return None


def address_of_follow(one: Follow) -> str:
    """The page of what is followed, without a look at what it is now."""
    if one.kind == Kind.STRUCTURE:
        return reverse("directory:structure", args=[one.target])
    if one.kind == Kind.SEARCH:
        return f"{reverse('directory:list')}?{one.target}"
    found = territory_of(one.target)
    return reverse("territory_changes", args=[found.level, found.code]) if found else ""


def _structure(key: str) -> Subject | None:
    if key in opposed():
        return None
    address = reverse("directory:structure", args=[key])
    if is_siren(key):
        one = current_index().structure(key)
        departed = None if one else Departure.objects.filter(key=key).first()
        name = one.name if one else departed.name if departed else ""
        return Subject(Kind.STRUCTURE, key, name, address) if name else None
    local = local_name(key)
    return Subject(Kind.STRUCTURE, key, local, address) if local else None


def _territory(key: str) -> Subject | None:
    found = territory_of(key)
    return Subject(Kind.TERRITORY, key, found.name, address_of(found)) if found else None


def _search(encoded: str) -> Subject | None:
    found = search_asked(encoded)
    if found is None or not found.encoded or len(found.encoded) > LONGEST:
        return None
    return Subject(Kind.SEARCH, found.encoded, found.label[:200], found.address)
