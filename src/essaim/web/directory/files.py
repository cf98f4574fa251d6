"""Files of any list: the points of a map."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import StreamingHttpResponse
from django.urls import reverse

from essaim.observatory.directory.index import Index, Point
from essaim.observatory.directory.query import Query
from essaim.web.design.words import language
from essaim.web.directory.words import activity_label, band_label


def pointed(index: Index, query: Query, manifest: Mapping[str, Any]) -> StreamingHttpResponse:
    """GeoJSON of the places of work whose position is published, written as it is read."""
    response = StreamingHttpResponse(_collection(index.points(query), manifest), content_type="application/geo+json")
    response["Access-Control-Allow-Origin"] = "*"  # public data: the pages of others may read it
    return response


def _collection(found: Iterator[Point], manifest: Mapping[str, Any]) -> Iterator[str]:
    """A FeatureCollection, whose members beyond the standard say where it comes from."""
    said = json.dumps({"synthetic": manifest["synthetic"], "vintage": manifest["vintage"]})
    yield f'{{"type":"FeatureCollection","essaim":{said},"features":['
    for place, one in enumerate(found):
        yield ("," if place else "") + json.dumps(_feature(one), ensure_ascii=False, separators=(",", ":"))
    yield "]}"


def _feature(one: Point) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [one.longitude, one.latitude]},
        "properties": {
            "siret": one.siret,
            "name": one.name,
            "family": one.family,
            "activity": activity_label(one.activity).in_(language()),
            "band": band_label(one.band).in_(language()),
            "where": one.commune_name,
            "page": reverse("directory:structure", args=[one.siren]),
        },
    }
