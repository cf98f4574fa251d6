"""Pages of a list: where one is, what comes before and after, in the answer and in the Link header (RFC 8288)."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

from essaim.web.api.schemas.common import Links, Paged

One = TypeVar("One")


def cut(every: Sequence[One], asked: Paged) -> Sequence[One]:
    """The items of the page asked for; none past the last one."""
    first = asked.size * (asked.page - 1)
    return every[first : first + asked.size]


def counted(request: HttpRequest, asked: Paged, total: int) -> dict[str, Any]:
    """What every list tells of itself."""
    last = -(-total // asked.size)
    found = Links(
        here=_page(request, asked.page),
        next=_page(request, asked.page + 1) if asked.page < last else None,
        previous=_page(request, min(asked.page - 1, last)) if asked.page > 1 and last else None,
    )
    return {"total": total, "page": asked.page, "size": asked.size, "links": found}


def linked(response: HttpResponse, links: Links) -> HttpResponse:
    """The same links, for programs that only read headers."""
    told = {"next": links.next, "prev": links.previous}
    header = ", ".join(f'<{address}>; rel="{name}"' for name, address in told.items() if address)
    if header:
        response["Link"] = header
    return response


def _page(request: HttpRequest, number: int) -> str:
    asked = request.GET.copy()
    asked["page"] = str(number)
    return request.build_absolute_uri(f"{request.path}?{asked.urlencode()}")
