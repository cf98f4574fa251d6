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
    day = date.fromisoformat(text)
    name = MONTHS_FR[day.month - 1] if language == "fr" else f"{day:%B}"
    return f"{name} {day.year}" if day.day == 1 else f"{day.day} {name} {day.year}"
