"""Files of any list: the address of a list, in another format."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from essaim.observatory.directory.query import Query
from essaim.observatory.directory.received import Received
from essaim.web.contributions.reading import additions, awarded, opposed
from essaim.web.contributions.whole import whole_index
from essaim.web.design.words import language
from essaim.web.directory import asking
from essaim.web.directory.files import linked, networks, tables
from essaim.web.directory.files import points as placed
from essaim.web.directory.files.catalogue import catalogue
from essaim.web.directory.files.feed import LATEST, as_atom
from essaim.web.directory.files.received import as_csv as received_csv
from essaim.web.directory.files.records import Origin, Record, origin, records
from essaim.web.territories.stores import current_store

Writer = Callable[[Iterable[Record], Origin], Iterator[str]]
STREAMED: dict[str, tuple[str, str, Writer]] = {
    "csv": ("csv", "text/csv; charset=utf-8", tables.as_csv),
    "jsonld": ("jsonld", "application/ld+json", linked.written),
    "gogocarto": ("json", "application/json", networks.gogocarto),
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _query(request: HttpRequest) -> Query:
    return asking.read(request.GET, current_store().manifest["cog"], opposed(), awarded()).query


def origin_of(request: HttpRequest) -> Origin:
    """What every file of this address says of itself."""
    return origin(current_store().manifest, request.build_absolute_uri("/")[:-1], language())


def _shared(response: HttpResponseBase) -> HttpResponseBase:
    """Public data, and nothing else: the pages of others may read it."""
    response["Access-Control-Allow-Origin"] = "*"
    return response


@login_not_required
@require_safe
def file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The whole list, written as it is read; 404 for a workbook that would be too large."""
    query, told = _query(request), origin_of(request)
    if form == "xlsx":
        if whole_index().search(query).total > tables.MOST_ROWS:
            raise Http404
        book = tables.as_xlsx(records(whole_index(), query), told)
        return FileResponse(book, as_attachment=True, filename="essaim-annuaire.xlsx", content_type=XLSX)
    if form not in STREAMED:
        raise Http404
    ending, kind, write = STREAMED[form]
    response = StreamingHttpResponse(write(records(whole_index(), query), told), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="essaim-annuaire.{ending}"'
    return _shared(response)


@login_not_required
@require_safe
def points(request: HttpRequest) -> HttpResponseBase:
    """The places of work of a list, for anyone's map (uMap reads this address); `court=1` for our own maps."""
    short = request.GET.get("court") == "1"
    written = placed.written(whole_index(), _query(request), origin_of(request), short)
    return _shared(StreamingHttpResponse(written, content_type="application/geo+json"))


@login_not_required
@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """The last structures that the register saw, of a list."""
    query = replace(_query(request), sort="newest")
    newest = list(islice(records(whole_index(), query), LATEST))
    place = query.territory.name if query.territory else ""
    written = as_atom(newest, origin_of(request), request.get_full_path(), place)
    return _shared(HttpResponse(written, content_type="application/atom+xml; charset=utf-8"))


@login_not_required
@require_safe
def received(request: HttpRequest, key: str) -> HttpResponseBase:
    """The contracts and subsidies that a structure received; 404 where none is published."""
    found = Received() if key in opposed() else whole_index().received(key)
    if not found:
        raise Http404
    written = received_csv(found, current_store().manifest, origin_of(request))
    response = StreamingHttpResponse(written, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="essaim-recu-{key}.csv"'
    return _shared(response)


@login_not_required
@require_safe
def profile(request: HttpRequest, key: str) -> HttpResponseBase:
    """The Murmurations profile of a structure that has a name."""
    one = None if key in opposed() else whole_index().structure(key)
    if one is None or not one.name:
        raise Http404
    row = Record(one, additions([key]).get(key))
    return _json(networks.murmurations(row, origin_of(request)), "application/json")


@login_not_required
@require_safe
def catalogued(request: HttpRequest) -> HttpResponseBase:
    """The catalogue that portals of open data harvest (DCAT)."""
    built = str(current_store().manifest["built_at"])
    return _json(catalogue(origin_of(request), built), "application/ld+json")


def _json(content: object, kind: str) -> HttpResponseBase:
    return _shared(HttpResponse(json.dumps(content, ensure_ascii=False), content_type=kind))
