"""Grounds of maps."""

import json

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from essaim.web.maps.ground import collection
from essaim.web.territories.gazetteer import named
from essaim.web.territories.keeping import kept
from essaim.web.territories.stores import current_store

GEOJSON = "application/geo+json"


@login_not_required
@require_safe
def ground(request: HttpRequest, level: str, code: str) -> HttpResponse:
    """The outlines of a territory and of its parts: public data, which the pages of others may read."""
    store = current_store()
    whole = named(level, code, store.manifest["cog"])

    def body() -> bytes:
        return json.dumps(collection(store, whole), ensure_ascii=False, separators=(",", ":")).encode()

    response = kept(request, ("ground", level, code, store.version), GEOJSON, body)
    response["Access-Control-Allow-Origin"] = "*"
    return response
