"""Classification of any list of legal units: columns found by their usual names, identifiers repaired or reported."""

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from essaim.observatory.errors import EssaimError, listed
from essaim.observatory.files import write_whole
from essaim.observatory.language import Language, Text
from essaim.observatory.perimeter.agreement import Agreement, agreements
from essaim.observatory.perimeter.evidence import LOOKED_UP, Classified, Unit, classify
from essaim.observatory.perimeter.rules import PERIMETERS, TAGS
from essaim.observatory.reference.activities import normalise
from essaim.observatory.reference.identifiers import Repaired, repair

# Headings met in real lists, folded (no accent, no case, no punctuation).
HEADINGS: dict[str, tuple[str, ...]] = {
    "siren": (
        "siren",
        "nsiren",
        "numerosiren",
        "siret",
        "nsiret",
        "siretsiege",
        "idbeneficiaire",
        "identifiant",
    ),
    "name": (
        "denomination",
        "denominationunitelegale",
        "raisonsociale",
        "nom",
        "nomouraisonsociale",
        "nomouraisonsocialedelentreprise",
        "structure",
        "name",
    ),
    "legal_form": (
        "categoriejuridique",
        "categoriejuridiqueunitelegale",
        "formejuridique",
        "codecategoriejuridique",
        "naturejuridique",
        "cj",
        "legalform",
    ),
    "activity": (
        "naf",
        "ape",
        "codenaf",
        "codeape",
        "activiteprincipale",
        "activiteprincipaleunitelegale",
        "activity",
    ),
    "nomenclature": ("nomenclature", "nomenclatureactiviteprincipaleunitelegale"),
    "insee_flag": ("inseeessflag", "economiesocialesolidaireunitelegale", "economiesocialesolidaire", "ess"),
    "in_ess_france": ("inessfrancelist", "listeessfrance", "essfrance"),
    "in_esus": ("inesuslist", "listeesus", "agrementesus", "esus"),
    "siae_kinds": ("siaekinds", "typesiae", "kind", "siae"),
    "active": ("active", "actif", "etat", "etatadministratif", "etatadministratifunitelegale", "state"),
}
YES = frozenset({"o", "oui", "1", "true", "vrai", "yes", "x"})
ACTIVE = YES | {"a", "active", "actif"}
# What the public registers write in the place of a value that they withhold (partial diffusion).
WITHHELD = frozenset({"[ND]", "[NON-DIFFUSIBLE]"})
# A cell that begins so is a formula to a spreadsheet: what a stranger typed must not run for whoever opens the result.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
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
    """What came of a list: units read, in each perimeter, and identifiers that could not be read."""

    path: Path
    written: Path | None
    rows: int = 0
    columns: dict[str, str] = field(default_factory=dict)
    by_perimeter: Counter[str] = field(default_factory=Counter)
    by_family: Counter[str] = field(default_factory=Counter)
    repaired: int = 0
    unreadable: list[int] = field(default_factory=list)
    without_form: int = 0
    ceased: int = 0
    agreements: list[Agreement] = field(default_factory=list)

    def summary(self, language: Language) -> str:
        """The outcome in a few lines."""
        counts = ", ".join(f"{p.label.in_(language)} {self.by_perimeter[p.name]}" for p in PERIMETERS.values())
        lines = [
            Text(f"{self.rows} lignes lues dans {self.path.name}", f"{self.rows} rows read in {self.path.name}"),
            Text(
                "Colonnes reconnues : " + ", ".join(f"{k} ← {v}" for k, v in self.columns.items()),
                "Columns recognised: " + ", ".join(f"{k} ← {v}" for k, v in self.columns.items()),
            ),
            Text(f"Unités par périmètre : {counts}", f"Units by perimeter: {counts}"),
            Text(
                f"Identifiants réparés : {self.repaired} ; illisibles : {len(self.unreadable)}" + self._where("lignes"),
                f"Identifiers repaired: {self.repaired}; unreadable: {len(self.unreadable)}" + self._where("rows"),
            ),
        ]
        if self.without_form:
            lines.append(
                Text(
                    f"Sans catégorie juridique connue : {self.without_form} (hors périmètre faute de preuve)",
                    f"Without a known legal form: {self.without_form} (outside, for want of evidence)",
                )
            )
        if self.ceased:
            lines.append(
                Text(
                    f"Dont cessées d'après la liste : {self.ceased}",
                    f"Of which ceased, according to the list: {self.ceased}",
                )
            )
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


def classify_file(path: Path, out: Path | None, evidence: KnownUnits | None = None) -> Outcome:
    """Classify every row of a CSV; writes one row per row read to `out` when given.

    Raises EssaimError when the file is empty, is not text, or has neither an identifier nor a legal form.
    """
    rows, columns = _read(path)
    outcome = Outcome(path, out, columns=columns)
    active: list[Classified] = []
    results = [_result(line, row, columns, evidence, outcome, active) for line, row in rows]
    outcome.agreements = agreements(active)
    if out is not None:
        written = io.StringIO()
        writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
        writer.writerow(OUTPUT)
        writer.writerows(results)
        write_whole(out, written.getvalue().encode("utf-8-sig"))
    return outcome


def units_in(path: Path, evidence: KnownUnits | None = None) -> Iterator[tuple[int, Classified]]:
    """(line, classified unit) for each row of a CSV, without writing anything."""
    rows, columns = _read(path)
    for line, row in rows:
        yield line, _classified(row, columns, repair(row.get(columns.get("siren", ""), "")), evidence)


def _read(path: Path) -> tuple[list[tuple[int, dict[str, str]]], dict[str, str]]:
    text = _decoded(path)
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restval="")
    columns = _recognised(reader.fieldnames or [])
    if not columns.keys() & {"siren", "legal_form"}:
        raise EssaimError(
            Text(
                "aucune colonne de SIREN ni de catégorie juridique n'a été reconnue",
                "no column of SIREN nor of legal form was recognised",
            ),
            file=path,
            line=1,
            remedy=Text(
                "Nommez les colonnes siren, categorie_juridique, naf, denomination.",
                "Name the columns siren, categorie_juridique, naf, denomination.",
            ),
        )
    rows = []
    for row in reader:
        row.pop(None, None)  # cells beyond the header, which DictReader files under None
        rows.append((reader.line_num, row))
    return rows, columns


def _decoded(path: Path) -> str:
    """A list typed by hand is often saved by a spreadsheet in Windows-1252: read it as such where UTF-8 fails."""
    content = path.read_bytes()
    if not content.strip():
        raise EssaimError(Text("ce fichier est vide", "this file is empty"), file=path)
    if b"\x00" in content[:4096]:
        raise EssaimError(
            Text("ce fichier n'est pas un fichier texte", "this file is not a text file"),
            file=path,
            remedy=Text("Enregistrez-le au format CSV.", "Save it as CSV."),
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _recognised(headings: Sequence[str]) -> dict[str, str]:
    folded = {_fold(heading): heading for heading in headings}
    return {
        name: folded[usual[0]]
        for name, names in HEADINGS.items()
        if (usual := [candidate for candidate in names if candidate in folded])
    }


def _fold(heading: str) -> str:
    plain = unicodedata.normalize("NFKD", heading).lower()
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())


def _result(
    line: int,
    row: dict[str, str],
    columns: dict[str, str],
    evidence: KnownUnits | None,
    outcome: Outcome,
    active: list[Classified],
) -> list[str]:
    raw = row.get(columns.get("siren", ""), "")
    identifier = repair(raw)
    unit = _classified(row, columns, identifier, evidence)
    _count(outcome, line, unit, identifier, raw)
    ceased = "active" in columns and row[columns["active"]].strip().lower() not in ACTIVE
    outcome.ceased += ceased
    if not ceased:
        active.append(unit)
    cells = [
        str(line),
        unit.unit.siren or "",
        raw,
        unit.unit.name or "",
        unit.unit.legal_form or "",
        unit.family,
        unit.subfamily,
        *("1" if unit.is_in(perimeter) else "0" for perimeter in PERIMETERS),
        unit.decision.rule.name if unit.decision.rule else "",
        unit.sentence("fr"),
        unit.sentence("en"),
        " ; ".join([*([identifier.reason.fr] if identifier.reason else []), *(["unité cessée"] if ceased else [])]),
    ]
    return [_inert(cell) for cell in cells]


def _inert(cell: str) -> str:
    """The cell as text, whatever it begins with (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _count(outcome: Outcome, line: int, unit: Classified, identifier: Repaired, raw: str) -> None:
    outcome.rows += 1
    outcome.by_perimeter.update(unit.decision.perimeters)
    outcome.by_family[unit.family] += 1
    if raw and identifier.siren is None:
        outcome.unreadable.append(line)
    outcome.repaired += identifier.repaired
    outcome.without_form += unit.form is None


def _classified(
    row: dict[str, str], columns: dict[str, str], identifier: Repaired, evidence: KnownUnits | None
) -> Classified:
    cells = {name: row.get(heading, "").strip() for name, heading in columns.items()}
    activity = normalise(cells.get("activity", ""))
    unit = Unit(
        siren=identifier.siren,
        name=None if cells.get("name") in WITHHELD else cells.get("name") or None,
        legal_form=cells["legal_form"].zfill(4) if cells.get("legal_form") else None,
        activity=activity.code if activity else None,
        nomenclature=cells.get("nomenclature") or (activity.nomenclature if activity else None),
        insee_flag=_told(cells, "insee_flag"),
        in_ess_france=_told(cells, "in_ess_france"),
        in_esus=_told(cells, "in_esus"),
        siae_kinds=tuple(cells["siae_kinds"].split()) if "siae_kinds" in cells else None,
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


def _told(cells: dict[str, str], name: str) -> bool | None:
    """Whether a column says yes; None where the list has no such column (an empty cell of it says no)."""
    return cells[name].lower() in YES if name in cells else None


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
