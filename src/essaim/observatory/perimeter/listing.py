"""Classification of any list of legal units: each row with its decision and why, identifiers repaired or reported."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from essaim.observatory.errors import EssaimError, UsageError, listed
from essaim.observatory.files import write_whole
from essaim.observatory.language import Language, Text
from essaim.observatory.perimeter.agreement import Agreement, agreements
from essaim.observatory.perimeter.evidence import LOOKED_UP, Classified, Unit, classify
from essaim.observatory.perimeter.reading import Row, read_list
from essaim.observatory.perimeter.rules import PERIMETERS, TAGS
from essaim.observatory.reference import activities, legal_forms
from essaim.observatory.reference.identifiers import Repaired, repair

# A cell that begins so is a formula to a spreadsheet: what a stranger typed must not run for whoever opens the result
# (OWASP, CSV injection; the full-width signs are read as formulas by spreadsheets in some languages).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
OUTPUT = (
    "ligne",
    "siren",
    "identifiant_lu",
    "denomination",
    "categorie_juridique",
    "famille",
    "sous_famille",
    "perimetre_strict",
    "perimetre_legal",
    "perimetre_elargi",
    "regle",
    "motif_fr",
    "motif_en",
    "a_verifier",
)


@dataclass(frozen=True)
class KnownUnits:
    """Evidence from a store: by SIREN (name, form, activity, nomenclature, flag, in ESS France, ESUS, SIAE kinds)."""

    units: Mapping[str, tuple[Any, ...]]
    vintages: Mapping[str, str | None]
    complete: bool = True  # False for a store of one territory: a unit that it lacks may stand elsewhere


@dataclass
class Outcome:
    """What came of a list: rows read, active units by perimeter, and identifiers that could not be read.

    A unit that stands on several rows (`repeated`) or that the list says is ceased (`ceased`) has its rows in the
    result; it counts once, or not at all, in `by_perimeter`, `by_family` and `agreements`.
    """

    path: Path
    written: Path | None
    rows: int = 0
    columns: dict[str, str] = field(default_factory=dict)
    by_perimeter: Counter[str] = field(default_factory=Counter)
    by_family: Counter[str] = field(default_factory=Counter)
    repaired: int = 0
    unreadable: list[int] = field(default_factory=list)
    without_form: int = 0
    repeated: int = 0
    ceased: int = 0
    agreements: list[Agreement] = field(default_factory=list)

    def summary(self, language: Language) -> str:
        """The outcome in a few lines."""
        counts = ", ".join(f"{p.label.in_(language)} {self.by_perimeter[p.name]}" for p in PERIMETERS.values())
        found = ", ".join(f"{name} ← {heading}" for name, heading in self.columns.items())
        lines = [
            Text(f"{self.rows} lignes lues dans {self.path.name}", f"{self.rows} rows read in {self.path.name}"),
            Text(f"Colonnes reconnues : {found}", f"Columns recognised: {found}"),
            Text(f"Unités par périmètre : {counts}", f"Units by perimeter: {counts}"),
            Text(
                f"Identifiants réparés : {self.repaired} ; illisibles : {len(self.unreadable)}" + self._where("lignes"),
                f"Identifiers repaired: {self.repaired}; unreadable: {len(self.unreadable)}" + self._where("rows"),
            ),
        ]
        lines += [text for number, text in self._set_apart() if number]
        if self.written:
            lines.append(Text(f"Résultat écrit : {self.written}", f"Result written: {self.written}"))
        return "\n".join(line.in_(language) for line in lines)

    def agreement_lines(self, language: Language) -> list[str]:
        """One line per perimeter and source of evidence that the list brings."""
        if not self.agreements:
            nothing = Text(
                "Rien à confronter : la liste n'a ni marquage Sirene, ni liste ESS France, ni liste ESUS.",
                "Nothing to compare: the list has neither the Sirene flag, nor the ESS France list, nor the ESUS list.",
            )
            return [nothing.in_(language)]
        return [one.line(language) for one in self.agreements]

    def _where(self, word: str) -> str:
        return f" ({word} {listed([str(line) for line in self.unreadable])})" if self.unreadable else ""

    def _set_apart(self) -> list[tuple[int, Text]]:
        return [
            (
                self.without_form,
                Text(
                    f"Sans catégorie juridique connue : {self.without_form} (un entrepôt la donnerait : --store)",
                    f"Without a known legal form: {self.without_form} (a store would bring it: --store)",
                ),
            ),
            (
                self.repeated,
                Text(
                    f"Lignes d'une unité déjà lue, comptée une fois : {self.repeated}",
                    f"Rows of a unit already read, counted once: {self.repeated}",
                ),
            ),
            (
                self.ceased,
                Text(
                    f"Unités cessées d'après la liste, non comptées : {self.ceased}",
                    f"Units ceased according to the list, not counted: {self.ceased}",
                ),
            ),
        ]


def classify_file(path: Path, out: Path | None, evidence: KnownUnits | None = None) -> Outcome:
    """Classify every row of a CSV; writes one row per row read to `out` when given.

    Raises EssaimError when the file cannot be read as a list (see `read_list`) or the result cannot be written.
    """
    if out is not None and out.resolve() == path.resolve():
        raise UsageError(
            Text("le résultat effacerait la liste", "the result would erase the list"),
            file=path,
            remedy=Text("Donnez un autre nom à --out.", "Give --out another name."),
        )
    read = read_list(path)
    outcome = Outcome(path, out, columns=read.columns)
    results, counted = [], []
    seen: set[str] = set()
    for row, identifier, unit in classified(read.rows, evidence):
        results.append(_result(row, unit, identifier))
        if _counts(outcome, row, unit, identifier, seen):
            counted.append(unit)
    outcome.agreements = agreements(counted)
    if out is not None:
        _write(out, results)
    return outcome


def classified(rows: Iterable[Row], evidence: KnownUnits | None = None) -> Iterator[tuple[Row, Repaired, Classified]]:
    """Each row of a list with its identifier, as far as it is read, and the unit that the evidence makes of it."""
    for row in rows:
        identifier = repair(row.cells.get("siren", ""))
        yield row, identifier, _classified(row, identifier, evidence)


def _write(out: Path, results: list[list[str]]) -> None:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(OUTPUT)
    writer.writerows(results)
    try:
        write_whole(out, written.getvalue().encode("utf-8-sig"))
    except OSError as fault:
        raise EssaimError(
            Text(f"impossible d'écrire le résultat ({fault.strerror})", f"cannot write the result ({fault.strerror})"),
            file=out,
            remedy=Text("Vérifiez que le dossier existe.", "Check that the folder exists."),
        ) from fault


def _result(row: Row, unit: Classified, identifier: Repaired) -> list[str]:
    remarks = [*([identifier.reason.fr] if identifier.reason else []), *(["unité cessée"] if row.ceased else [])]
    cells = [
        str(row.line),
        unit.unit.siren or "",
        identifier.raw,
        unit.unit.name or "",
        unit.unit.legal_form or "",
        unit.family,
        unit.subfamily,
        *("1" if unit.is_in(perimeter) else "0" for perimeter in PERIMETERS),
        unit.decision.rule.name if unit.decision.rule else "",
        unit.sentence("fr"),
        unit.sentence("en"),
        " ; ".join(remarks),
    ]
    return [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells]


def _counts(outcome: Outcome, row: Row, unit: Classified, identifier: Repaired, seen: set[str]) -> bool:
    """Count one row; whether it stands for an active unit that no row before it did."""
    outcome.rows += 1
    if identifier.raw and identifier.siren is None:
        outcome.unreadable.append(row.line)
    outcome.repaired += identifier.repaired
    outcome.without_form += unit.form is None
    repeated = identifier.siren in seen
    outcome.repeated += repeated
    outcome.ceased += row.ceased and not repeated
    if identifier.siren:
        seen.add(identifier.siren)
    if repeated or row.ceased:
        return False
    outcome.by_perimeter.update(unit.decision.perimeters)
    outcome.by_family[unit.family] += 1
    return True


def _classified(row: Row, identifier: Repaired, evidence: KnownUnits | None) -> Classified:
    activity = activities.normalise(row.text("activity") or "")
    unit = Unit(
        siren=identifier.siren,
        name=row.text("name"),
        legal_form=legal_forms.normalise(row.text("legal_form") or ""),
        activity=activity.code if activity else None,
        nomenclature=row.text("nomenclature") or (activity.nomenclature if activity else None),
        insee_flag=row.told("insee_flag"),
        in_ess_france=row.told("in_ess_france"),
        in_esus=row.told("in_esus"),
        siae_kinds=row.kinds,
    )
    if evidence is None or unit.siren is None or not (evidence.complete or unit.siren in evidence.units):
        return classify(unit)
    return classify(_completed(unit, evidence), _vintages(unit, evidence))


def _vintages(unit: Unit, evidence: KnownUnits) -> dict[str, str]:
    """The dates of the store's sources; what the list itself says is not theirs, and has none."""
    from_list = {TAGS[tag].source for tag in LOOKED_UP if getattr(unit, _field(tag)) is not None}
    return {source: date for source, date in evidence.vintages.items() if date and source not in from_list}


def _field(tag: str) -> str:
    return {"ess_france": "in_ess_france", "esus": "in_esus", "siae": "siae_kinds"}.get(tag, tag)


def _completed(unit: Unit, evidence: KnownUnits) -> Unit:
    """The unit with what the store knows in the place of what the list does not say."""
    name, form, activity, nomenclature, flag, in_ess_france, in_esus, kinds = evidence.units.get(
        unit.siren or "", (None, None, None, None, None, False, False, None)
    )
    return Unit(
        siren=unit.siren,
        name=unit.name or name,
        legal_form=unit.legal_form or form,
        activity=unit.activity or activity,
        nomenclature=unit.nomenclature or nomenclature,
        insee_flag=unit.insee_flag if unit.insee_flag is not None else flag == "O",
        in_ess_france=unit.in_ess_france if unit.in_ess_france is not None else in_ess_france,
        in_esus=unit.in_esus if unit.in_esus is not None else in_esus,
        siae_kinds=unit.siae_kinds if unit.siae_kinds is not None else tuple((kinds or "").split()),
    )
