"""How far each perimeter agrees with the sources that each say, in their way, who belongs to the ESS.

None of them is the truth: the register's flag is declared, and its absence proves nothing; the ESS France list is of
one day; ESUS is an approval that most of the ESS never asks for. So a disagreement is told by its kind, not as an
error.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from essaim.observatory.language import Language, Text
from essaim.observatory.perimeter.evidence import Classified
from essaim.observatory.perimeter.rules import PERIMETERS
from essaim.observatory.reference.legal_forms import family_label, family_of

WITNESSES: dict[str, Text] = {
    "insee_flag": Text("marquage ESS de Sirene", "ESS flag in Sirene"),
    "ess_france": Text("liste ESS France", "ESS France list"),
    "esus": Text("liste ESUS", "ESUS list"),
}
# Kinds that are not a family: why a unit that a witness names is outside, or what is known of its form.
KINDS: dict[str, Text] = {
    "excluded_activity": Text(
        "Forme statutaire, activité hors du champ statistique", "Statutory form, activity outside the statistical field"
    ),
    "commercial_company": Text("Sociétés commerciales", "Commercial companies"),
    "other_form": Text("Autres formes juridiques", "Other legal forms"),
    "unknown_form": Text("Catégorie juridique inconnue", "Unknown legal form"),
}


@dataclass
class Agreement:
    """Units counted for one perimeter against one witness, and the disagreements by kind."""

    perimeter: str
    witness: str
    both: int = 0
    perimeter_only: Counter[str] = field(default_factory=Counter)
    witness_only: Counter[str] = field(default_factory=Counter)
    neither: int = 0

    @property
    def units(self) -> int:
        """Units on which the witness says something."""
        return self.both + self.perimeter_only.total() + self.witness_only.total() + self.neither

    @property
    def share(self) -> float:
        """Share of the units on which both say the same. Without units there is none, and no agreement is given."""
        return (self.both + self.neither) / self.units

    def cells(self, language: Language) -> list[str]:
        """Perimeter, witness, share of agreement, then the units of both, of each one only (by kind), of neither."""
        return [
            PERIMETERS[self.perimeter].label.in_(language),
            WITNESSES[self.witness].in_(language),
            _percent(self.share, language),
            str(self.both),
            _told(self.perimeter_only, language),
            _told(self.witness_only, language),
            str(self.neither),
        ]

    def line(self, language: Language) -> str:
        """The same in one sentence."""
        perimeter, witness, share, both, mine, theirs, neither = self.cells(language)
        return Text(
            f"{perimeter} / {witness} : accord {share} ; les deux {both}, périmètre seul {mine}, "
            f"source seule {theirs}, aucun {neither}",
            f"{perimeter} / {witness}: agreement {share}; both {both}, perimeter only {mine}, "
            f"source only {theirs}, neither {neither}",
        ).in_(language)


def agreements(units: Iterable[Classified]) -> list[Agreement]:
    """Every perimeter against every witness that the list consults; units on which it is silent are left out."""
    counted = {(perimeter, witness): Agreement(perimeter, witness) for perimeter in PERIMETERS for witness in WITNESSES}
    for unit in units:
        told = {one.tag: one.holds for one in unit.evidence}
        for (perimeter, witness), agreement in counted.items():
            if told[witness] is not None:
                _count(agreement, unit, unit.is_in(perimeter), witnessed=bool(told[witness]))
    return [one for one in counted.values() if one.units]


def _count(agreement: Agreement, unit: Classified, inside: bool, *, witnessed: bool) -> None:
    if inside and witnessed:
        agreement.both += 1
    elif inside:
        agreement.perimeter_only[_family(unit)] += 1
    elif witnessed:
        agreement.witness_only[_reason_out(unit)] += 1
    else:
        agreement.neither += 1


def _family(unit: Classified) -> str:
    if unit.form is None:
        return "unknown_form"
    return family_of(unit.unit.legal_form, unit.unit.name) or "other_form"


def _reason_out(unit: Classified) -> str:
    """Why a unit that a witness names is outside: what a reader would have to contest."""
    if unit.form is None:
        return "unknown_form"
    if unit.form.core:
        return "excluded_activity"
    return "commercial_company" if unit.form.commercial else "other_form"


def label_of(kind: str) -> Text:
    """The words for one kind of disagreement: a reason, or a family."""
    return KINDS[kind] if kind in KINDS else family_label(kind)


def _percent(share: float, language: Language) -> str:
    written = f"{100 * share:.1f}"
    return f"{written}%" if language == "en" else f"{written.replace('.', ',')}\N{NARROW NO-BREAK SPACE}%"


def _told(kinds: Counter[str], language: Language) -> str:
    if not kinds:
        return "0"
    ordered = sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
    return f"{kinds.total()} ({', '.join(f'{label_of(kind).in_(language)} {number}' for kind, number in ordered)})"
