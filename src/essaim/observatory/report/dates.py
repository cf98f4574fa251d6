"""Dates as people say them."""

from datetime import date

from essaim.observatory.language import Language, Text

MONTHS_FR = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]


def month(text: str | None, language: Language) -> str:
    """`2026-11-01` as a reader says it: a day of data in full, the first of a month as a month."""
    if not text:
        return Text("date inconnue", "unknown date").in_(language)
    found = date.fromisoformat(text)
    told = _named(found, language)
    return told if found.day == 1 else f"{found.day} {told}"


def day(text: str, language: Language) -> str:
    """The day of an ISO date or time: 1er novembre 2026, 1 November 2026."""
    found = date.fromisoformat(text[:10])
    return f"{'1er' if found.day == 1 and language == 'fr' else found.day} {_named(found, language)}"


def _named(found: date, language: Language) -> str:
    name = MONTHS_FR[found.month - 1] if language == "fr" else f"{found:%B}"
    return f"{name} {found.year}"
