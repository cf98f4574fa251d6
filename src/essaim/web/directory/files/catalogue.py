"""The directory as a catalogue of open data (DCAT-AP), which portals harvest."""

from typing import Any

from django.urls import reverse

from essaim.observatory.language import Text
from essaim.web.directory.files.records import Origin

NAMES = {
    "csv": ("CSV", "text/csv"),
    "geojson": ("GeoJSON", "application/geo+json"),
    "jsonld": ("JSON-LD", "application/ld+json"),
    "gogocarto": ("GoGoCarto (JSON)", "application/json"),
}


def catalogue(origin: Origin, built: str) -> dict[str, Any]:
    """One data set, in as many distributions as there are formats without a limit of size."""
    title = Text("Structures de l'économie sociale et solidaire", "Organisations of the social and solidarity economy")
    said = " ".join(part for part in (origin.source, origin.vintage, origin.warning) if part)
    publisher = {"@type": "foaf:Agent", "foaf:name": "Essaim"}
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
        },
        "@id": origin.site + reverse("directory:catalogue"),
        "@type": "dcat:Catalog",
        "dct:title": f"Essaim, {title.in_(origin.language)}",
        "dct:description": said,
        "dct:publisher": publisher,
        "dcat:dataset": {
            "@type": "dcat:Dataset",
            "@id": origin.site + reverse("directory:list"),
            "dct:identifier": "essaim-annuaire",
            "dct:title": title.in_(origin.language),
            "dct:description": said,
            "dct:publisher": publisher,
            "dct:modified": built,
            "dct:provenance": origin.source,
            "dcat:keyword": ["ESS", "association", "coopérative", "mutuelle", "fondation"],
            "dcat:distribution": [_distribution(form, origin) for form in NAMES],
        },
    }


def _distribution(form: str, origin: Origin) -> dict[str, str]:
    name, kind = NAMES[form]
    points = form == "geojson"
    address = reverse("directory:points") if points else reverse("directory:file", args=[form])
    return {
        "@type": "dcat:Distribution",
        "dct:title": name,
        "dcat:accessURL": origin.site + reverse("directory:list"),
        "dcat:downloadURL": origin.site + address,
        "dct:format": name,
        "dcat:mediaType": kind,
        "dct:license": origin.licence,
    }
