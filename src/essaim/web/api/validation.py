"""What is wrong with a request, field by field, in words: from pydantic's errors, and from those of our forms."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from django import forms

from essaim.observatory.language import Text
from essaim.web.api.problems import Fault, Problem

_CORRECT = Text("Corrigez ce champ et renvoyez.", "Correct this field and send again.")
# Kind of error of pydantic: what is wrong, what to do. Names in braces come from its context.
_WORDS = {
    "missing": (Text("ce champ manque", "this field is missing"), Text("Donnez-le.", "Give it.")),
    "literal_error": (
        Text("valeur inconnue", "unknown value"),
        Text("Une de celles-ci : {expected}.", "One of these: {expected}."),
    ),
    "string_too_long": (
        Text("texte trop long", "text too long"),
        Text("{max_length} signes au plus.", "{max_length} characters at most."),
    ),
    "string_too_short": (
        Text("texte trop court", "text too short"),
        Text("{min_length} signes au moins.", "{min_length} characters at least."),
    ),
    "string_pattern_mismatch": (
        Text("ce n'est pas la forme attendue", "this is not the expected shape"),
        Text("Écrivez-le comme {pattern}.", "Write it like {pattern}."),
    ),
    "too_long": (
        Text("trop de valeurs", "too many values"),
        Text("{max_length} au plus.", "{max_length} at most."),
    ),
    "greater_than_equal": (Text("trop petit", "too small"), Text("{ge} au moins.", "{ge} at least.")),
    "less_than_equal": (Text("trop grand", "too large"), Text("{le} au plus.", "{le} at most.")),
    "extra_forbidden": (
        Text("champ inconnu", "unknown field"),
        Text("Retirez-le, ou corrigez son nom.", "Remove it, or correct its name."),
    ),
    "int_parsing": (
        Text("ce n'est pas un nombre entier", "this is not a whole number"),
        Text("Donnez un entier.", "Give a whole number."),
    ),
    "bool_parsing": (
        Text("ce n'est ni vrai ni faux", "this is neither true nor false"),
        Text("Écrivez true ou false.", "Write true or false."),
    ),
    "string_type": (Text("ce n'est pas un texte", "this is not a text"), Text("Donnez un texte.", "Give a text.")),
}
CODE_OF_TERRITORY = (
    Text("territoire inconnu", "unknown territory"),
    Text(
        "Écrivez niveau:code, par exemple intercommunality:242100410 (d'une commune, son code INSEE) ; /territories"
        " trouve les codes.",
        "Write level:code, for instance intercommunality:242100410 (of a commune, its INSEE code); /territories finds"
        " codes.",
    ),
)
ZONE = (
    Text("zone illisible", "zone that cannot be read"),
    Text(
        "Écrivez ouest,sud,est,nord en degrés : 4.9,47.2,5.1,47.4.",
        "Write west,south,east,north in degrees: 4.9,47.2,5.1,47.4.",
    ),
)
_NAMES = re.compile(r"^contact_")  # the form has no parts, the body has
_OTHER = (
    Text("valeur refusée", "value refused"),
    Text("Voyez la forme attendue dans la référence.", "See the expected shape in the reference."),
)


def of_pydantic(errors: Iterable[Mapping[str, Any]]) -> Problem:
    """Every error at once; `loc` begins with the place (query, path, body)."""
    return Problem("invalid", faults=tuple(_fault(error) for error in errors))


def _fault(error: Mapping[str, Any]) -> Fault:
    place, *names = error["loc"]
    detail, remedy = _WORDS.get(error["type"], _OTHER)
    context = {name: str(value).replace(" or ", ", ") for name, value in error.get("ctx", {}).items()}
    told = Text(*(text.format_map(_Known(context)) for text in remedy))
    # A body has one model: its name in our functions is nothing to the reader.
    inside = names[1:] if place == "body" else names
    return Fault(str(place), ".".join(str(name) for name in inside), detail, told)


class _Known(dict[str, str]):
    """A context that lacks a name leaves it blank."""

    def __missing__(self, name: str) -> str:
        return ""


def unknown_parameters(names: Iterable[str], known: Iterable[str]) -> Problem:
    """Parameters that an operation does not have: refused, for one that is ignored gives a wrong answer in silence."""
    allowed = sorted(known)
    listed = ", ".join(allowed)
    every = Text(f"Cette adresse connaît : {listed}.", f"This address knows: {listed}.")
    none = Text("Cette adresse n'en a aucun.", "This address has none.")
    faults = []
    for name in names:
        near = get_close_matches(name, allowed, n=1)
        remedy = Text(f"Vouliez-vous dire « {near[0]} » ?", f"Did you mean “{near[0]}”?") if near else every
        detail = Text("paramètre inconnu", "unknown parameter")
        faults.append(Fault("query", name[:80], detail, remedy if allowed else none))
    return Problem("invalid", faults=tuple(faults))


def unknown_value(place: str, name: str, value: str, known: Iterable[str], codes: str) -> Fault:
    """A code that is in no list; `codes` is the list of the API that tells those that exist."""
    near = get_close_matches(value, list(known), n=1)
    if near:
        remedy = Text(f"Vouliez-vous dire « {near[0]} » ?", f"Did you mean “{near[0]}”?")
    else:
        remedy = Text(f"Les codes sont dans {codes}.", f"Codes are in {codes}.")
    return Fault(place, name, Text("code inconnu", "unknown code"), remedy)


def of_forms(parts: Iterable[tuple[str, forms.BaseForm]]) -> Problem:
    """What our own forms refuse, in the visitor's language already; a part is named by its place in the body."""
    faults = []
    for prefix, form in parts:
        for name, errors in form.errors.as_data().items():
            field = ".".join(
                part for part in (prefix, "" if name == "__all__" else _NAMES.sub(r"contact.", name)) if part
            )
            said = [" ".join(error.messages) for error in errors]
            faults += [Fault("body", field, Text(one, one), _CORRECT) for one in said]
    return Problem("invalid", faults=tuple(faults))
