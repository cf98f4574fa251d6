"""Where a structure is, who looks after its sheet, and the places that people name."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from essaim.observatory.errors import EssaimError
from essaim.observatory.reference.geography import LATEST, LEVELS, Territory, find_territory, parents_of, territory
from essaim.web.accounts.models import Authority, Coverage
from essaim.web.territories.gazetteer import gazetteer


@dataclass(frozen=True)
class Home:
    """A commune and what holds it: official codes, empty where there is none."""

    commune: str
    intercommunality: str = ""
    departement: str = ""
    region: str = ""

    @classmethod
    def of(cls, commune: str) -> "Home":
        """Raises TerritoryNotFound for a code that the official geography does not know."""
        one = territory("commune", commune)
        above = {level: found.code for level, found in parents_of(one).items() if level != "france"}
        return cls(commune=one.code, **above)


def holders(home: Home) -> list[Authority]:
    """The authorities whose territory holds this place, the nearest first."""
    places = {"commune": home.commune, "intercommunality": home.intercommunality}
    places |= {"departement": home.departement, "region": home.region, "france": "FR"}
    wanted = Q()
    for level, code in places.items():
        wanted |= Q(level=level, code=code)
    found = Coverage.objects.filter(wanted).select_related("authority")
    ranked = sorted(found, key=lambda one: (LEVELS.index(one.level), one.authority.created_at))
    return list(dict.fromkeys(one.authority for one in ranked))


def holder(home: Home) -> Authority | None:
    """Who decides about the sheets of this place: the nearest authority, or nobody where none uses the site."""
    return next(iter(holders(home)), None)


def commune_named(query: str) -> Territory:
    """The commune that a name or a code stands for; raises EssaimError, with the candidates when several bear it."""
    return find_territory(f"commune:{query.strip()}")


def area_named(query: str) -> list[str]:
    """`Dijon, Beaune, 242100410` as keys `level:code`, in order, once each; raises EssaimError for an unknown name."""
    names = [name for part in query.splitlines() for name in part.split(",")]
    found = [_smallest(name.strip()) for name in names if name.strip()]
    return list(dict.fromkeys(f"{one.level}:{one.code}" for one in found))


def told_area(keys: Iterable[str]) -> list[str]:
    """The names of these territories; a code that is no longer official is given as it is."""
    known = gazetteer(LATEST).by_key
    split = [tuple(key.split(":", 1)) for key in keys]
    return [known[level, code].name if (level, code) in known else code for level, code in split]


def written_area(keys: Iterable[str]) -> str:
    """The same in a form that `area_named` reads back: the name, or the key where several territories bear it."""
    written = []
    for key, name in zip(keys, told_area(keys), strict=True):
        try:
            again = _smallest(name)
        except EssaimError:
            written.append(key)
        else:
            written.append(name if f"{again.level}:{again.code}" == key else key)
    return ", ".join(written)


def _smallest(name: str) -> Territory:
    """A name that a commune and a wider territory bear means the commune, unless the level is said."""
    try:
        return find_territory(name)
    except EssaimError:
        return find_territory(f"commune:{name}")
