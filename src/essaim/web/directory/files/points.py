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

DECIMALS = 5  # of a degree: a metre


def written(index: Index, query: Query, origin: Origin, short: bool = False) -> Iterator[str]:
    """A FeatureCollection; `essaim`, beyond the standard, says where it comes from.

    A short one says of each place what our own maps show, and no more: it is half the size.
    """
    yield f'{{"type":"FeatureCollection","essaim":{json.dumps(origin.told(), ensure_ascii=False)},"features":['
    for place, one in enumerate(index.points(query)):
        feature = json.dumps(_feature(one, origin.language, short), ensure_ascii=False, separators=(",", ":"))
        yield ("," if place else "") + feature
    yield "]}"


def _feature(one: Point, language: Language, short: bool) -> dict[str, Any]:
    told = {
        "name": one.name,
        "family": one.family,
        "where": one.commune_name,
        "page": reverse("directory:structure", args=[one.siren]),
    }
    if not short:
        told |= {
            "siret": one.siret,
            "activity": activity_label(one.activity).in_(language),
            "band": band_label(one.band).in_(language),
        }
    place = [round(one.longitude, DECIMALS), round(one.latitude, DECIMALS)]
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": place}, "properties": told}
