"""Answers that can be kept: a strong ETag made of the content and of the store, 304 where it still holds."""

import gzip
import hashlib
import json
from datetime import UTC, datetime
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date, quote_etag

from essaim.web.territories.stores import current_store

FROM_STORE, FROM_PEOPLE = 300, 60  # seconds that a copy may be used without asking: a store, what people write
WORTH_PACKING = 1000  # bytes


def written(content: Any) -> bytes:
    """JSON as every answer is written: UTF-8, without spaces."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def kept(
    request: HttpRequest, body: bytes, *, seconds: int = FROM_STORE, kind: str = "application/json"
) -> HttpResponse:
    """The same for everyone, in both languages. What only depends on the store also tells when it was built."""
    manifest = current_store().manifest
    packed = len(body) > WORTH_PACKING and "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(gzip.compress(body, compresslevel=4, mtime=0) if packed else body, content_type=kind)
    if packed:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ("Accept-Encoding",))
    response["Content-Language"] = "fr, en"
    response["Cache-Control"] = f"public, max-age={seconds}"
    response["ETag"] = tag(body, packed)
    built = _built(manifest) if seconds == FROM_STORE else None
    if built:
        response["Last-Modified"] = http_date(built)
    return unless_held(request, response, built)


def unless_held(request: HttpRequest, response: HttpResponse, modified: int | None = None) -> HttpResponse:
    """The answer, or 304 for whoever holds it already: by its ETag, else by its date."""
    found = get_conditional_response(request, etag=response["ETag"], last_modified=modified, response=response)
    return cast(HttpResponse, found)


def tag(body: bytes, packed: bool) -> str:
    """Strong, so that the same content packed otherwise has another one."""
    digest = hashlib.sha256(f"{current_store().version};".encode() + body).hexdigest()[:32]
    return quote_etag(f"{digest}-gzip" if packed else digest)


def _built(manifest: dict[str, Any]) -> int:
    return int(datetime.fromisoformat(manifest["built_at"]).astimezone(UTC).timestamp())


def private(content: Any, *, status: int = 200, location: str = "") -> HttpResponse:
    """For whoever the token belongs to, and not to be kept."""
    headers = {"Cache-Control": "no-store", "Content-Language": "fr, en"}
    if location:
        headers["Location"] = location
    return HttpResponse(written(content), content_type="application/json", status=status, headers=headers)
