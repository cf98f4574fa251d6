"""Structures for the maps and networks of others: GoGoCarto's elements, Murmurations' profiles."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.html import strip_tags

from essaim.web.directory.files.records import Origin, Record
from essaim.web.directory.files.tables import labels_of
from essaim.web.directory.words import activity_label, kind_of

SCHEMA = "organizations_schema-v1.0.0"


def gogocarto(rows: Iterable[Record], origin: Origin) -> Iterator[str]:
    """The elements that have a name and a position, under the names that GoGoCarto imports."""
    yield json.dumps({"licence": origin.licence, **origin.told()}, ensure_ascii=False)[:-1] + ',"data":['
    written = (_element(row, origin) for row in rows if row.one.name and row.one.head_office.longitude is not None)
    for place, element in enumerate(written):
        yield ("," if place else "") + json.dumps(element, ensure_ascii=False)
    yield "]}"


def _element(row: Record, origin: Origin) -> dict[str, Any]:
    one, seat = row.one, row.one.head_office
    return {
        "id": one.key,
        "name": one.name,
        "geo": {"latitude": seat.latitude, "longitude": seat.longitude},
        "address": {
            "streetAddress": seat.address or "",
            "addressLocality": seat.commune_name,
            "postalCode": seat.postcode or "",
            "addressCountry": "FR",
        },
        "categories": [kind_of(one, row.more).in_(origin.language)],
        "stamps": labels_of(row, origin),
        "activity": activity_label(one.activity).in_(origin.language),
        "website": row.more.website if row.more else "",
        "sourceKey": "essaim",
        "source": row.source(origin),
        "url": origin.site + reverse("directory:structure", args=[one.key]),
    }


def murmurations(row: Record, origin: Origin) -> dict[str, Any]:
    """The profile of a structure that has a name; it stays at its address, which an index may be told of."""
    one, seat, more = row.one, row.one.head_office, row.more
    page = origin.site + reverse("directory:structure", args=[one.key])
    found: dict[str, Any] = {
        "linked_schemas": [SCHEMA],
        "name": one.name,
        "nickname": one.acronym,
        "primary_url": more.website if more and more.website else page,
        "urls": [{"name": "Essaim", "url": page}],
        "tags": [kind_of(one, row.more).in_(origin.language), *labels_of(row, origin)],
        "description": " ".join(
            part for part in (strip_tags(more.description) if more else "", origin.warning) if part
        ),
        "full_address": ", ".join(part for part in (seat.address, seat.postcode, seat.commune_name) if part),
        "country_iso_3166": "FR",
        "geolocation": {"lat": seat.latitude, "lon": seat.longitude} if seat.longitude is not None else None,
        "geographic_scope": "local",
        "unique_id": one.key,
        "metadata": {"sources": [{"name": row.source(origin), "url": page, "licence": origin.licence}]},
    }
    return {name: value for name, value in found.items() if value}
