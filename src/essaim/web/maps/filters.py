"""What a map shows, as its address says it: `?territoire=242100410&famille=mutual&vue=carte&langue=en&locked=1`."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import Http404, QueryDict

from essaim.observatory.errors import EssaimError
from essaim.observatory.language import Language
from essaim.observatory.reference.geography import Territory, find_territory
from essaim.web.maps.families import marks

VIEWS = ("les-deux", "carte", "liste")
LONGEST_NAME = 80


@dataclass(frozen=True)
class Filters:
    """The structures that are shown."""

    territory: Territory
    families: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """As the query of an address."""
        return urlencode([("territoire", self.territory.key), *(("famille", one) for one in self.families)])


@dataclass(frozen=True)
class Embed:
    """An embedded map: what it shows and how; a locked one has no filter that a visitor could change."""

    filters: Filters
    view: str = VIEWS[0]
    language: Language = "fr"
    locked: bool = True

    @property
    def query(self) -> str:
        shown = [("vue", self.view), ("langue", self.language), *([("locked", "1")] if self.locked else [])]
        return f"{self.filters.query}&{urlencode(shown)}"

    def viewed(self, view: str) -> "Embed":
        """The same, shown another way."""
        return replace(self, view=view)


def read_filters(asked: QueryDict, cog: int) -> Filters:
    """Http404 for a territory or a family that does not exist: a faulty address is not an empty map."""
    try:
        territory = find_territory(asked.get("territoire", "FR")[:LONGEST_NAME], cog)
    except EssaimError as fault:
        raise Http404 from fault
    known = [mark.code for mark in marks() if mark.code]
    families = tuple(dict.fromkeys(one for one in asked.getlist("famille") if one))
    if not set(families) <= set(known):
        raise Http404
    return Filters(territory, families)


def read_embed(asked: QueryDict, cog: int) -> Embed:
    """What an address asks for; whatever it leaves out is shown: list and map, in French, locked."""
    view = asked.get("vue", VIEWS[0])
    if view not in VIEWS:
        raise Http404
    language: Language = "en" if asked.get("langue") == "en" else "fr"
    return Embed(read_filters(asked, cog), view, language, asked.get("locked", "0") == "1")
