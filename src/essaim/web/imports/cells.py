"""One cell of a list as a value of a sheet: what it says, or why it says nothing. Each reader is pure."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator

from essaim.observatory.directory.needs import needs
from essaim.observatory.language import Text
from essaim.observatory.reference.names import plain
from essaim.observatory.reference.tables import read_table
from essaim.web.contributions.models.sheets import LocalKind

PHONE = re.compile(r"\+?[\d .()/-]{6,20}")
TAGS = re.compile(r"<[^>]{1,200}>")
LONGEST = {"description": 1200, "opening": 400, "address": 200, "contact_name": 80, "contact_role": 80}
Read = tuple[Any, Text | None]

BAD_EMAIL = Text("adresse e-mail illisible : laissée de côté", "unreadable e-mail address: left out")
BAD_URL = Text("adresse de site illisible : laissée de côté", "unreadable web address: left out")
BAD_PHONE = Text("numéro de téléphone illisible : laissé de côté", "unreadable telephone number: left out")
BAD_SECTOR = Text("secteur inconnu : choisissez-le sur la fiche", "unknown sector: choose it on the sheet")
BAD_NEED = Text("besoin inconnu : choisissez-le sur la fiche", "unknown need: choose it on the sheet")
BAD_KIND = Text("type d'acteur inconnu : « autre acteur »", "unknown kind of actor: “other actor”")
BAD_DEGREES = Text("position illisible : laissée de côté", "unreadable position: left out")
SHORTENED = Text("texte trop long : coupé", "text too long: cut")


def text(code: str, cell: str) -> Read:
    """Plain text without markup, as long as a sheet takes."""
    bare = "\n".join(" ".join(line.split()) for line in TAGS.sub(" ", cell).splitlines()).strip()
    longest = LONGEST.get(code, 200)
    return (bare[:longest].rstrip(), SHORTENED if len(bare) > longest else None)


def email(cell: str) -> Read:
    """The first address of the cell."""
    first = re.split(r"[\s;,/]+", cell.strip().removeprefix("mailto:"))[0].strip("<>").lower()
    try:
        EmailValidator()(first)
    except ValidationError:
        return "", BAD_EMAIL
    return first, None


def website(cell: str) -> Read:
    """An http(s) address; `www.` alone is one."""
    first = cell.split(maxsplit=1)[0].strip(",;")
    address = first if "://" in first else f"https://{first}"
    try:
        URLValidator(["http", "https"])(address)
    except (ValidationError, ValueError):
        return "", BAD_URL
    return (address, None) if len(address) <= 200 else ("", BAD_URL)


def phone(cell: str) -> Read:
    """As it is written; nine digits that lost their zero to a spreadsheet get it back."""
    bare = cell.split(";", maxsplit=1)[0].split(" / ", maxsplit=1)[0].strip().removeprefix("'")
    if bare.isascii() and bare.isdigit() and len(bare) == 9:
        return " ".join(re.findall("..", f"0{bare}")), None
    return (bare, None) if PHONE.fullmatch(bare) else ("", BAD_PHONE)


def degrees(cell: str, most: float) -> Read:
    """Decimal degrees, with a point or a comma."""
    try:
        found = float(cell.replace(",", ".").strip())
    except ValueError:
        return None, BAD_DEGREES
    return (round(found, 5), None) if abs(found) <= most else (None, BAD_DEGREES)


@cache
def _sectors() -> dict[str, str]:
    rows = [row for row in read_table("naf_levels") if row["level"] == "A17"]
    return {plain(row[name]): row["code"] for row in rows for name in ("label_fr", "label_en", "code")}


@cache
def _needs() -> dict[str, str]:
    told = {plain(words): code for code, one in needs().items() for words in (one.label.fr, one.label.en, code)}
    return told | {plain(code.replace("_", " ")): code for code in needs()}


@cache
def _kinds() -> dict[str, str]:
    words = {"collectif": "collective", "tiers lieu": "third_place", "tiers lieux": "third_place", "ptce": "cluster"}
    return words | {kind.value: kind.value for kind in LocalKind}


def sector(cell: str) -> Read:
    found = _sectors().get(plain(cell))
    return (found, None) if found else ("", BAD_SECTOR)


def need(cell: str) -> Read:
    """One need or several, separated by commas or bars."""
    names = [plain(part) for part in re.split(r"[,;|]", cell) if part.strip()]
    found = list(dict.fromkeys(_needs()[name] for name in names if name in _needs()))
    return found, None if len(found) == len(set(names)) else BAD_NEED


def kind(cell: str) -> Read:
    found = _kinds().get(plain(cell))
    return (found, None) if found else (LocalKind.OTHER.value, BAD_KIND)


READERS: dict[str, Callable[[str], Read]] = {
    "email": email,
    "website": website,
    "phone": phone,
    "sector": sector,
    "need": need,
    "kind": kind,
    "latitude": lambda cell: degrees(cell, 90),
    "longitude": lambda cell: degrees(cell, 180),
}


def read(code: str, cell: str) -> Read:
    """The value of a cell of this field, and what is wrong with it; a blank cell says nothing."""
    if not cell.strip():
        return None, None
    return READERS[code](cell) if code in READERS else text(code, cell)
