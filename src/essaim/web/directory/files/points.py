"""Places of work on a map, as GeoJSON (RFC 7946) that uMap and any other map reads."""

import json
from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from essaim.observatory.directory.index import Index, Point
from essaim.observatory.directory.query import Query
from essaim.observatory.language import Language
from essaim.web.directory.files.records import Origin
from essaim.web.directory.words import activity_label, band_label


def written(index: Index, query: Query, origin: Origin) -> Iterator[str]:
    """A FeatureCollection; `essaim`, beyond the standard, says where it comes from."""
    yield f'{{"type":"FeatureCollection","essaim":{json.dumps(origin.told(), ensure_ascii=False)},"features":['
    for place, one in enumerate(index.points(query)):
        feature = json.dumps(_feature(one, origin.language), ensure_ascii=False, separators=(",", ":"))
        yield ("," if place else "") + feature
    yield "]}"


def _feature(one: Point, language: Language) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [one.longitude, one.latitude]},
        "properties": {
            "siret": one.siret,
            "name": one.name,
            "family": one.family,
            "activity": activity_label(one.activity).in_(language),
            "band": band_label(one.band).in_(language),
            "where": one.commune_name,
            "page": reverse("directory:structure", args=[one.siren]),
        },
    }
