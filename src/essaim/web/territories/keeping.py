"""Finished portraits, kept by (territory, version of the store, perimeter, language, looks, visitor without session).

A version of the store never changes, so nothing is ever invalidated: a new version makes new keys. What is kept is
compressed already; the `ETag` lets a browser keep its own copy.
"""

import gzip
import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags, quote_etag

import essaim

Body = Callable[[], bytes]


@cache
def release() -> str:
    """Changes with any file of the program: a page made by another release is another page."""
    digest = hashlib.sha256(essaim.__version__.encode())
    for path in sorted(Path(essaim.__file__).parent.rglob("*")):
        if path.suffix in {".py", ".html", ".css", ".svg", ".j2", ".csv"}:
            status = path.stat()
            digest.update(f"{path.name} {status.st_size} {status.st_mtime_ns};".encode())
    return digest.hexdigest()[:12]


def kept(request: HttpRequest, parts: tuple[str, ...], content_type: str, make: Body) -> HttpResponse:
    """The answer made once for all visitors; `parts` is all that it depends on."""
    key = hashlib.sha256("|".join((release(), *parts)).encode()).hexdigest()
    etag = quote_etag(key[:32])
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return _described(HttpResponseNotModified(), etag)
    packed = caches["pages"].get(key)
    if packed is None:
        packed = gzip.compress(make(), compresslevel=6, mtime=0)
        caches["pages"].set(key, packed)
    accepted = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(packed if accepted else gzip.decompress(packed), content_type=content_type)
    if accepted:
        response["Content-Encoding"] = "gzip"
    return _described(response, etag)


def is_anonymous(request: HttpRequest) -> bool:
    """Without a session there is neither an account nor a message to show: the page is the same for all."""
    return settings.SESSION_COOKIE_NAME not in request.COOKIES


def _described(response: HttpResponse, etag: str) -> HttpResponse:
    """A browser may keep it, and asks each time whether it still holds."""
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Accept-Encoding"
    return response
