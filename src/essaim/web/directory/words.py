"""Codes of the directory in words, for its pages and its files."""

from collections.abc import Callable
from functools import cache

from essaim.observatory.directory.labels import labels
from essaim.observatory.directory.needs import needs
from essaim.observatory.directory.structures import Structure
from essaim.observatory.language import Text
from essaim.observatory.perimeter.rules import PERIMETERS
from essaim.observatory.reference.activities import label as sector_label
from essaim.observatory.reference.legal_forms import family_label, legal_form
from essaim.observatory.reference.tables import read_table
from essaim.web.contributions.reading import Additions

UNKNOWN_ACTIVITY = Text("Activité non renseignée", "Activity not given")
OTHER_FAMILY = Text("Structure de l'ESS par son statut d'insertion", "In the ESS by its work-integration status")
SIZE_NAMES = {
    "unknown": Text("Non employeuse, ou effectif inconnu", "Not an employer, or unknown"),
    "0": Text("0 salarié en fin d'année", "No employee at year end"),
    "1-5": Text("1 à 5 salariés", "1 to 5 employees"),
    "6-9": Text("6 à 9 salariés", "6 to 9 employees"),
    "10-19": Text("10 à 19 salariés", "10 to 19 employees"),
    "20-49": Text("20 à 49 salariés", "20 to 49 employees"),
    "50-99": Text("50 à 99 salariés", "50 to 99 employees"),
    "100-249": Text("100 à 249 salariés", "100 to 249 employees"),
    "250+": Text("250 salariés et plus", "250 employees or more"),
}
MARK_NAMES = {
    "old50": Text("50 ans et plus", "50 years old or more"),
    "before1950": Text("Créées avant 1950", "Created before 1950"),
    "old100": Text("Centenaires", "A hundred years old or more"),
    "large": Text("50 salariés et plus", "50 employees or more"),
    "awarded": Text("Distinguées par un prix", "Awarded a prize"),
    "added": Text("Ajouté, absent des registres", "Added, unknown to registers"),
}
RECEIVED_NAMES = {
    "contracts": Text("A remporté un marché public", "Has won a public contract"),
    "subsidies": Text("A reçu une subvention", "Has received a subsidy"),
}


@cache
def activity_label(code: str | None) -> Text:
    """What an activity code of NAF rév. 2 means, only published in French; or the sector of what people added."""
    found = _activities().get(code or "")
    if code and not found:
        return sector_label("A17", code)
    return Text(found, found) if found else UNKNOWN_ACTIVITY


@cache
def _activities() -> dict[str, str]:
    return {row["code"]: row["label"] for row in read_table("naf_rev2")}


@cache
def band_label(code: str) -> Text:
    """A head-count band; blank where it is unknown or where nobody is employed."""
    row = next((row for row in read_table("headcount_bands") if row["code"] == code), None)
    return Text(row["label_fr"], row["label_en"]) if row and row["code"] not in ("NN", "00") else Text("", "")


def kind_label(family: str, subfamily: str) -> Text:
    """What kind of structure it is, as precisely as is known."""
    return family_label(subfamily or family) if family else OTHER_FAMILY


def kind_of(one: Structure, more: Additions | None) -> Text:
    """What kind of structure it is; of an actor that registers lack, what people said."""
    return Text(more.kind, more.kind) if one.local and more else kind_label(one.family, one.subfamily)


def form_label(code: str) -> str:
    """The legal form, in the official French words; the code where it is unknown."""
    found = legal_form(code)
    return found.short_label if found else code


def choice_label(field: str, code: str) -> Text:
    """One choice of a filter, in words; communes are named by the geography, not here."""
    return _LABELS[field](code)


@cache
def _sector(code: str) -> Text:
    levels = {row["code"]: row["level"] for row in read_table("naf_levels") if row["level"] in ("A17", "A38")}
    return sector_label(levels[code], code)


_LABELS: dict[str, Callable[[str], Text]] = {
    "needs": lambda code: needs()[code].label,
    "labels": lambda code: labels()[code].name,
    "families": family_label,
    "sectors": _sector,
    "sizes": SIZE_NAMES.__getitem__,
    "marks": MARK_NAMES.__getitem__,
    "received": RECEIVED_NAMES.__getitem__,
    "perimeter": lambda code: PERIMETERS[code].label,
}
