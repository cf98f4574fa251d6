"""A list and its map in the page of another site, as its address says it: the question of a list, and how it is shown.

`?territoire=242100410&famille=mutual&vue=carte&langue=en&locked=1`
"""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import Http404, QueryDict

from essaim.observatory.directory.query import Query
from essaim.observatory.language import Language
from essaim.web.directory import asking
from essaim.web.directory.asking import Asked

VIEWS = ("les-deux", "carte", "liste")


@dataclass(frozen=True)
class Embed:
    """What is shown and how; the visitor of a locked one has no filter to change."""

    query: Query
    view: str = VIEWS[0]
    language: Language = "fr"
    locked: bool = False

    @property
    def encoded(self) -> str:
        """As the query of an address."""
        shown = [("vue", self.view), ("langue", self.language), *([("locked", "1")] if self.locked else [])]
        return urlencode([*parse_qsl(asking.encoded(self.query)), *shown])

    def having(self, **changed: Any) -> str:
        """The query of the same, changed."""
        return replace(self, **changed).encoded

    def page(self, number: int) -> str:
        """The query of another page of it."""
        return self.having(query=replace(self.query, page=number))

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a form that changes words and families keeps as it is."""
        return [(name, value) for name, value in parse_qsl(self.encoded) if name not in ("q", "famille", "page")]


def read(address: QueryDict, asked: Asked, default: Language = "fr") -> Embed:
    """What an address asks for. Http404 for what does not exist: a faulty address is neither an empty map nor a wider.

    `default` is the language of an address that says none.
    """
    view = address.get("vue", VIEWS[0])
    if view not in VIEWS or asked.unread:
        raise Http404
    languages: dict[str, Language] = {"fr": "fr", "en": "en"}
    language = languages.get(address.get("langue", ""), default)
    return Embed(asked.query, view, language, address.get("locked") == "1")
