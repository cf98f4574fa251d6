"""What the pages of changes have in common: the filter by kind, the pages, and the words of a refresh."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from essaim.observatory.directory.changes import KINDS
from essaim.web.design.words import say
from essaim.web.following.models.changes import ChangeQuerySet
from essaim.web.following.reading import counts

ON_A_PAGE = 40


def kind_asked(request: HttpRequest) -> str:
    """The kind of change that the address asks for; blank for all, and for one that does not exist."""
    kind = request.GET.get("nature", "")
    return kind if kind in KINDS else ""


def kinds(changes: ChangeQuerySet) -> list[tuple[str, str, int]]:
    """(code, words, how many) of each kind that happened."""
    return [(kind, say(KINDS[kind]), count) for kind, count in counts(changes).items()]


def page_of(request: HttpRequest, rows: Any) -> Page:
    return Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
