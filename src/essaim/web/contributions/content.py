"""The few fields that people fill, their shapes, and how each is read in a sentence.

The content of a sheet is a dict, field name to value, of what is filled; a field that is absent is empty.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from essaim.observatory.directory.needs import needs
from essaim.observatory.reference.activities import label
from essaim.web.contributions.exchanges import Exchange
from essaim.web.contributions.places import told_area
from essaim.web.design.words import language, tr

ACCESS = {
    "step_free": tr("accès de plain-pied ou par rampe", "step-free entrance"),
    "toilets": tr("toilettes adaptées", "adapted toilets"),
    "parking": tr("stationnement adapté", "adapted parking"),
    "sign_language": tr("accueil en langue des signes", "sign language"),
    "hearing_loop": tr("boucle magnétique", "hearing loop"),
    "easy_read": tr("documents faciles à lire", "easy-to-read documents"),
    "guide_dogs": tr("chiens guides bienvenus", "guide dogs welcome"),
    "at_home": tr("déplacement à domicile", "home visits"),
}
STATUSES = {
    "closed": tr("n'existe plus", "no longer exists"),
    "on_hold": tr("en pause", "on hold"),
    "in_planning": tr("en projet", "in planning"),
}
CONTACT = ("name", "role", "email", "phone")


@dataclass(frozen=True)
class Field:
    """A field: its name in the content, its label, and whether it counts in how complete a sheet is."""

    name: str
    label: str
    counts: bool = True


FIELDS = (
    Field("description", tr("Présentation", "Description")),
    Field("offers", tr("Ce que nous proposons", "What we offer")),
    Field("wants", tr("Ce que nous cherchons", "What we look for"), counts=False),
    Field("area", tr("Zone d'intervention", "Area served")),
    Field("website", tr("Site web", "Website")),
    Field("contact", tr("Contact professionnel", "Professional contact")),
    Field("opening", tr("Horaires", "Opening hours")),
    Field("accessibility", tr("Accessibilité", "Accessibility")),
    Field("pictures", tr("Images", "Pictures"), counts=False),
    Field("status", tr("Situation", "Situation"), counts=False),
    # Only for actors that registers lack: of the others the register says it.
    Field("address", tr("Adresse", "Address"), counts=False),
    Field("sector", tr("Secteur d'activité", "Sector"), counts=False),
    Field("needs", tr("Besoins", "Needs"), counts=False),
    Field("position", tr("Position", "Position"), counts=False),
)
OF_LOCAL = ("address", "sector", "needs", "position")
BY_NAME = {field.name: field for field in FIELDS}
# Fields that hold several things: merging two sheets joins them.
LISTS = ("offers", "wants", "area", "accessibility", "pictures", "needs")

Content = Mapping[str, Any]


def is_empty(value: Any) -> bool:
    return value in (None, "", [], {})


def changed(before: Content, after: Content) -> tuple[str, ...]:
    """The names of the fields that are not the same, in order; empty and absent are the same."""
    return tuple(field.name for field in FIELDS if (before.get(field.name) or None) != (after.get(field.name) or None))


def applied(content: Content, changes: Content) -> dict[str, Any]:
    """The content once changed; what becomes empty is left out."""
    return {name: value for name, value in {**content, **changes}.items() if not is_empty(value)}


def picked(content: Content, names: tuple[str, ...]) -> dict[str, Any]:
    """Only these fields, None where empty: what a revision keeps of before and after."""
    return {name: content.get(name) or None for name in names}


def share_filled(content: Content) -> float:
    """Among the fields that count, how many are filled: 0 to 1."""
    counted = [field.name for field in FIELDS if field.counts]
    return sum(not is_empty(content.get(name)) for name in counted) / len(counted)


def told(name: str, value: Any) -> str:
    """A value as people read it; lists take a line each."""
    if is_empty(value):
        return ""
    reader = READERS.get(name)
    return reader(value) if reader else str(value)


def _told_exchanges(kept: list[dict[str, Any]]) -> str:
    return "\n".join(Exchange.read(one).told for one in kept)


def _told_contact(held: dict[str, str]) -> str:
    return " · ".join(held[part] for part in CONTACT if held.get(part))


READERS: dict[str, Callable[[Any], str]] = {
    "offers": _told_exchanges,
    "wants": _told_exchanges,
    "area": lambda keys: ", ".join(told_area(keys)),
    "contact": _told_contact,
    "accessibility": lambda codes: "\n".join(str(ACCESS[code]) for code in codes),
    "pictures": lambda held: "\n".join(one["alt"] for one in held),
    "status": lambda code: str(STATUSES[code]),
    "sector": lambda code: label("A17", code).in_(language()),
    "needs": lambda codes: ", ".join(needs()[code].label.in_(language()) for code in codes if code in needs()),
    "position": lambda point: f"{point[1]:.5f}, {point[0]:.5f}",
}
