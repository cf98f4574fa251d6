"""Places of work on a map, as GeoJSON (RFC 7946) that uMap and any other map reads."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.urls import reverse

from essaim.observatory.directory.index import Index, Point
from essaim.observatory.directory.query import Query
from essaim.observatory.language import Language
from essaim.web.directory.files.records import Origin
from essaim.web.directory.words import activity_label, band_label

DECIMALS = 5  # of a degree: a metre
BATCH = 200  # places written at once
SIREN = "SIREN"
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def written(index: Index, query: Query, origin: Origin, short: bool = False) -> Iterator[str]:
    """A FeatureCollection; `essaim`, beyond the standard, says where it comes from.

    A short one says of each place what our own maps show, and no more: it is half the size.
    """
    page = reverse("directory:structure", args=[SIREN])  # once: it takes longer than the rest of a place
    features = (_encode(_feature(one, page, None if short else origin.language)) for one in index.points(query))
    yield f'{{"type":"FeatureCollection","essaim":{_encode(origin.told())},"features":['
    before = ""
    while some := ",".join(islice(features, BATCH)):
        yield before + some
        before = ","
    yield "]}"


def _feature(one: Point, page: str, language: Language | None) -> dict[str, Any]:
    told = {
        "name": one.name,
        "family": one.family,
        "where": one.commune_name,
        "page": page.replace(SIREN, one.siren),
    }
    if language:
        told |= {
            "siret": one.siret,
            "activity": activity_label(one.activity).in_(language),
            "band": band_label(one.band).in_(language),
        }
    place = [round(one.longitude, DECIMALS), round(one.latitude, DECIMALS)]
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": place}, "properties": told}
