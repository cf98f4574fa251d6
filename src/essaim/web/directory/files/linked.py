"""Structures as linked data: schema.org, W3C ORG and RegOrg, ESSGlobal (vocabulary 1.1); one object for each."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse

from essaim.observatory.directory.received import Received
from essaim.observatory.reference.tables import read_table
from essaim.web.directory.files.records import Origin, Record
from essaim.web.directory.words import activity_label

CONTEXT = {
    "@vocab": "https://schema.org/",
    "org": "http://www.w3.org/ns/org#",
    "rov": "http://www.w3.org/ns/regorg#",
    "dcterms": "http://purl.org/dc/terms/",
    "ess": "http://purl.org/essglobal/vocab/",
    "essstd": "http://purl.org/essglobal/standard/",
}
# What ESSGlobal calls a (sub-)family: organisational structure, legal form, whose members they are.
ESSGLOBAL = {
    "worker_cooperative": ("OS60", "L2", "BMT30"),
    "collective_interest_cooperative": ("OS100", "L2", "BMT40"),
    "agricultural_cooperative": ("OS90", "L2", "BMT20"),
    "cooperative_union": ("OS110", "L2", "BMT60"),
    "consumer_cooperative": ("OS80", "L2", "BMT10"),
    "housing_cooperative": ("OS70", "L2", "BMT50"),
    "cooperative": ("OS50", "L2", "BMT60"),
    "association": ("OS20", "L4", "BMT60"),
    "mutual": ("OS80", "L4", "BMT10"),
    "foundation": ("OS40", "L4", "BMT60"),
    "commercial_company": ("OS30", "L5", "BMT60"),
}
MOST_GRANTS = 20
NOTHING = Received()
REGISTER = "https://annuaire-entreprises.data.gouv.fr/entreprise/"
# Inside a page these would end the block of data.
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def described(row: Record, origin: Origin) -> dict[str, Any]:
    """One structure; what is not known, or withheld, is left out."""
    one, more = row.one, row.more
    page = origin.site + reverse("directory:structure", args=[one.key])
    found: dict[str, Any] = {
        "@id": page,
        "@type": _types(row),
        "url": more.website if more and more.website else page,
        "name": one.name,
        "rov:legalName": None if one.local else one.name,
        "alternateName": one.acronym,
        "identifier": _identifiers(row),
        "iso6523Code": f"0002:{one.siren}" if one.siren else None,
        "foundingDate": one.created.isoformat() if one.created else None,
        "knowsAbout": activity_label(one.activity).fr if one.activity else None,
        "rov:orgActivity": one.activity,
        "org:classification": one.legal_form,
        "address": _address(row),
        "location": _position(row),
        "numberOfEmployees": _employees(one.band),
        "sameAs": REGISTER + one.siren if one.siren else None,
        "dcterms:source": row.source(origin),
        "dcterms:license": origin.licence,
        "dcterms:date": row.added_on.isoformat() if row.added_on else origin.vintage,
        "dcterms:description": origin.warning,
        **_essglobal(row),
        **_exchanges(row),
    }
    return {name: value for name, value in found.items() if value}


def _types(row: Record) -> list[str]:
    if row.one.local:
        return ["Organization", "org:OrganizationalCollaboration", "ess:SSEInitiative"]
    known = "NGO" if row.one.family == "association" else "Organization"
    return [known, "org:FormalOrganization", "rov:RegisteredOrganization", "ess:SSEInitiative"]


def _identifiers(row: Record) -> list[dict[str, str]]:
    known = {"SIREN": row.one.siren, "RNA": row.one.rna}
    return [{"@type": "PropertyValue", "propertyID": name, "value": value} for name, value in known.items() if value]


def _address(row: Record) -> dict[str, Any]:
    seat = row.one.head_office
    parts = {
        "streetAddress": seat.address,
        "postalCode": seat.postcode,
        "addressLocality": seat.commune_name,
        "addressCountry": "FR",
    }
    return {"@type": "PostalAddress"} | {name: value for name, value in parts.items() if value}


def _position(row: Record) -> dict[str, Any] | None:
    seat = row.one.head_office
    if seat.longitude is None:
        return None
    position = {"@type": "GeoCoordinates", "latitude": seat.latitude, "longitude": seat.longitude}
    return {"@type": "Place", "geo": position}


def _employees(band: str) -> dict[str, Any] | None:
    found = next((row for row in read_table("headcount_bands") if row["code"] == band), None)
    if found is None or found["code"] in ("NN", "00"):
        return None
    most = {"maxValue": int(found["max"])} if found["max"] else {}
    return {"@type": "QuantitativeValue", "minValue": int(found["min"])} | most


def _essglobal(row: Record) -> dict[str, Any]:
    found = ESSGLOBAL.get(row.one.subfamily) or ESSGLOBAL.get(row.one.family)
    if found is None:
        return {}
    names = ("organisationalStructure", "legalForm", "baseMembershipType")
    lists = ("organisational-structure", "legal-form", "base-membership-type")
    terms = zip(names, lists, found, strict=True)
    return {f"ess:{name}": {"@id": f"essstd:{where}/{code}"} for name, where, code in terms}


def _exchanges(row: Record) -> dict[str, Any]:
    if row.more is None:
        return {}
    return {
        "makesOffer": [{"@type": "Offer", "name": one.title} for one in row.more.offers],
        "seeks": [{"@type": "Demand", "name": one.title} for one in row.more.wants],
        "areaServed": list(row.more.area),
    }


def _grants(received: Received) -> dict[str, Any]:
    """Subsidies in money; schema.org has no word for a public contract."""
    found = [
        {
            "@type": "MonetaryGrant",
            "name": one.object,
            "amount": {"@type": "MonetaryAmount", "value": round(one.received, 2), "currency": "EUR"},
            "funder": {"@type": "GovernmentOrganization", "name": one.grantor},
            "dcterms:date": one.granted.isoformat() if one.granted else str(one.year or ""),
        }
        for one in received.in_money[:MOST_GRANTS]
    ]
    return {"funding": found} if found else {}


def block(row: Record, origin: Origin, received: Received = NOTHING) -> str:
    """The object as the data block of a page, with its latest subsidies: nothing in it can end the block."""
    told = {"@context": CONTEXT} | described(row, origin) | _grants(received)
    return json.dumps(told, ensure_ascii=False).translate(ESCAPES)


def written(rows: Iterable[Record], origin: Origin) -> Iterator[str]:
    """A list, as a graph."""
    said = {"@context": CONTEXT, "dcterms:source": origin.source, "dcterms:license": origin.licence}
    said |= {"dcterms:date": origin.vintage, "dcterms:description": origin.warning}
    yield json.dumps(said, ensure_ascii=False)[:-1] + ',"@graph":['
    for place, row in enumerate(rows):
        yield ("," if place else "") + json.dumps(described(row, origin), ensure_ascii=False)
    yield "]}"
