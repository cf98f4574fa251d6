"""Directories of other platforms: GoGoCarto's elements, Murmurations' profiles, as tables under our headings."""

import json
from collections.abc import Iterable
from typing import Any

from essaim.observatory.language import Text
from essaim.observatory.reference.identifiers import is_siren, is_siret
from essaim.web.contributions.models.sheets import LOCAL
from essaim.web.imports.tables.delimited import decoded
from essaim.web.imports.tables.headings import table
from essaim.web.imports.tables.table import SAVE_AGAIN, Table, unreadable

BROKEN = Text("ce JSON ne peut pas être lu", "this JSON cannot be read")
UNKNOWN = Text(
    "ce JSON n'est ni une liste d'éléments GoGoCarto ni un profil Murmurations",
    "this JSON is neither a list of GoGoCarto elements nor a Murmurations profile",
)
HEADINGS = (
    *("Nom", "SIRET", "Adresse", "Code postal", "Commune", "Latitude", "Longitude", "Description", "Site web"),
    *("E-mail", "Téléphone", "Horaires", "Mots-clés"),
)
# Where each is, by platform; the first that says something.
PATHS: dict[str, tuple[str, ...]] = {
    "Nom": ("name", "title"),
    "SIRET": ("siret", "siren"),
    "Adresse": ("address.streetAddress", "streetAddress", "full_address", "address"),
    "Code postal": ("address.postalCode", "postalCode"),
    "Commune": ("address.addressLocality", "addressLocality", "locality"),
    "Latitude": ("geo.latitude", "geolocation.lat", "latitude"),
    "Longitude": ("geo.longitude", "geolocation.lon", "longitude"),
    "Description": ("description", "descriptionMore", "abstract"),
    "Site web": ("website", "primary_url", "siteWeb"),
    "E-mail": ("email", "mail", "contact_details.email"),
    "Téléphone": ("telephone", "phone"),
    "Horaires": ("openHours", "opening_hours"),
    "Mots-clés": ("tags", "categories"),
}


def read(content: bytes) -> Table:
    """One row an element, its line being its rank. Raises EssaimError for another JSON than these two."""
    text, remarks = decoded(content)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise unreadable(BROKEN, SAVE_AGAIN) from fault
    every = _elements(found)
    if not any(isinstance(one.get(name), str) for one in every for name in PATHS["Nom"]):
        raise unreadable(UNKNOWN, SAVE_AGAIN)
    rows = [[_first(one, PATHS[heading]) or _known_key(one, heading) for heading in HEADINGS] for one in every]
    return table([(1, HEADINGS), *((line, row) for line, row in enumerate(rows, 2))], remarks)


def _elements(found: Any) -> list[dict[str, Any]]:
    if isinstance(found, dict):
        inside = found.get("data", found.get("elements"))
        found = inside if isinstance(inside, list) else [found]
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _first(one: dict[str, Any], paths: Iterable[str]) -> str:
    return next((text for path in paths if (text := _text(_at(one, path)))), "")


def _known_key(one: dict[str, Any], heading: str) -> str:
    """The key of a platform is an identifier when it is one of ours, or a SIREN or SIRET."""
    keys = [_first(one, (name,)) for name in ("unique_id", "id")] if heading == "SIRET" else []
    return next((key for key in keys if is_siren(key) or is_siret(key) or key.startswith(LOCAL)), "")


def _at(one: Any, path: str) -> Any:
    for name in path.split("."):
        one = one.get(name) if isinstance(one, dict) else None
    return one


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(part for part in map(_text, value) if part)
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
