"""Changes as pages, feeds and messages tell them. Nothing here depends on who reads, and nothing private passes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.urls import reverse

from essaim.observatory.directory.changes import KINDS, WHY
from essaim.observatory.directory.structures import NAME_WITHHELD
from essaim.observatory.directory.telling import PLACED, Words
from essaim.observatory.language import Text
from essaim.observatory.reference.geography import LATEST, Territory
from essaim.observatory.reference.legal_forms import family_label
from essaim.observatory.report.dates import day
from essaim.web.contributions.reading import opposed
from essaim.web.design.words import language, say
from essaim.web.following.models import Change, Departure, Refresh
from essaim.web.following.models.changes import ChangeQuerySet
from essaim.web.territories.gazetteer import gazetteer

ENDS = ("closed", "left", "place_closed")


@dataclass(frozen=True)
class Shown:
    """One change, in the language of the page.

    `cause` is blank where it is the data, `day` where the register gives no date. `structure` is what kind of structure
    it is; `where` its commune, where that is asked for (`ChangeQuerySet.placed`).
    """

    change: Change
    kind: str
    name: str
    address: str
    what: str
    on: date | None
    day: str
    cause: str
    ends: bool
    structure: str
    where: str


def shown(changes: Iterable[Change]) -> list[Shown]:
    """In the order given."""
    words = Words(_Names(), language())
    return [
        Shown(
            one,
            say(KINDS[one.kind]),
            one.name or say(NAME_WITHHELD),
            reverse("directory:structure", args=[one.key]),
            words.what(one.kind, one.before or None, one.after or None),
            one.on,
            dated(one.on),
            say(WHY[one.cause]) if one.cause != "data" else "",
            one.kind in ENDS,
            say(family_label(one.subfamily or one.family)) if one.family else "",
            _where(one, words),
        )
        for one in changes
    ]


def dated(on: date | None) -> str:
    """A day in words; blank where it is unknown."""
    return day(on.isoformat(), language()) if on else ""


def _where(one: Change, words: Words) -> str:
    """The commune of the structure, unless the change itself says it; and that there are others."""
    first, other = getattr(one, "where", None), getattr(one, "elsewhere", None)
    if not first or one.kind in PLACED:
        return ""
    name = words.communes.get(first, first)
    return say(Text(f"{name} et ailleurs", f"{name} and elsewhere")) if other else name


class _Names(dict[str, str]):
    """The names of communes by code, from the gazetteer that is in memory anyway."""

    def get(self, code: str, default: str = "") -> str:  # type: ignore[override]
        found = gazetteer(LATEST).by_key.get(("commune", code))
        return found.name if found else default


def told() -> ChangeQuerySet:
    """What everyone may read: without those who asked not to be shown."""
    return Change.objects.shown(opposed())


def history(key: str) -> list[Shown]:
    """What happened to one structure, the newest first."""
    return shown(told().filter(key=key).newest_first())


def counts(changes: ChangeQuerySet) -> dict[str, int]:
    """How many of each kind, in the order of the kinds; those that did not happen are left out."""
    found = dict(changes.order_by().values_list("kind").annotate(Count("pk")))
    return {kind: found[kind] for kind in KINDS if kind in found}


def last_refresh() -> Refresh | None:
    return Refresh.objects.last()


def departure(key: str) -> Departure | None:
    """Where a structure of the register is gone; None for one that is there, that is unknown, or not to be shown."""
    return None if key in opposed() else Departure.objects.filter(key=key).first()


def departed(territory: Territory | None, text: str, limit: int) -> tuple[int, list[Departure]]:
    """The structures that are gone, of a territory, whose name holds these words: how many, and the first ones."""
    found = Departure.objects.within(territory).exclude(key__in=opposed())
    for word in text.split():
        found = found.filter(name__icontains=word)
    return found.count(), list(found[:limit])
