"""Places of work on a map, as GeoJSON (RFC 7946) that uMap and any other map reads."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.urls import reverse

from essaim.observatory.directory.index import Index, Point
from essaim.observatory.directory.query import Query
from essaim.observatory.language import Language, Text
from essaim.web.directory.files.records import Origin
from essaim.web.directory.words import activity_label, band_label

DECIMALS = 5  # of a degree: a metre
BATCH = 200  # places written at once
SIREN = "SIREN"
APPROXIMATE = Text("position de la commune", "position of the commune")
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def written(index: Index, query: Query, origin: Origin, short: bool = False) -> Iterator[str]:
    """A FeatureCollection; `essaim`, beyond the standard, says where it comes from.

    A short one says of each place what our own maps show, and no more: it is half the size.
    """
    page = reverse("directory:structure", args=[SIREN])  # once: it takes longer than the rest of a place
    told = (_feature(one, page, origin.language, short=short) for one in index.points(query))
    features = map(_encode, told)
    yield f'{{"type":"FeatureCollection","essaim":{_encode(origin.told())},"features":['
    before = ""
    while some := ",".join(islice(features, BATCH)):
        yield before + some
        before = ","
    yield "]}"


def _feature(one: Point, page: str, language: Language, *, short: bool) -> dict[str, Any]:
    told = {
        "name": one.name,
        "family": one.family,
        "where": one.commune_name + (f" ({APPROXIMATE.in_(language)})" if one.approximate else ""),
        "page": page.replace(SIREN, one.key),
    }
    if not short:
        told |= {
            "siret": "" if one.siret == one.key else one.siret,
            "activity": activity_label(one.activity).in_(language),
            "band": band_label(one.band).in_(language),
        }
    place = [round(one.longitude, DECIMALS), round(one.latitude, DECIMALS)]
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": place}, "properties": told}
