"""A list of organisations as people keep it: any separator, any usual heading, whatever a spreadsheet saved it as."""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from essaim.observatory.errors import EssaimError
from essaim.observatory.language import Text
from essaim.observatory.sources.card import WITHHELD

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
    "state": ("active", "actif", "etat", "etatadministratif", "etatadministratifunitelegale", "state"),
}
YES = frozenset({"o", "oui", "1", "1.0", "true", "vrai", "y", "yes", "x"})
NO = frozenset({"", "n", "non", "0", "0.0", "false", "faux", "no"})
CEASED = (NO - {""}) | {"c", "f", "cessée", "cessee", "fermée", "fermee", "ceased", "closed"}
BETWEEN_KINDS = re.compile(r"[\s,;/|+]+")


@dataclass(frozen=True)
class Row:
    """One row: the line where it ends (header = 1), and its cells by our names.

    A cell that its publisher withholds is not there at all: it is neither blank nor "no".
    """

    line: int
    cells: dict[str, str]

    def text(self, name: str) -> str | None:
        """What stands in a column; None where nothing does."""
        return self.cells.get(name) or None

    def told(self, name: str) -> bool | None:
        """Whether a column says yes or no (a blank says no); None without such a column, or where it says neither."""
        cell = self.cells.get(name, "?").lower()
        return True if cell in YES else False if cell in NO else None

    @property
    def kinds(self) -> tuple[str, ...] | None:
        """The kinds of work-integration structure, however they are separated; None without such a column."""
        if "siae_kinds" not in self.cells:
            return None
        return tuple(kind for kind in BETWEEN_KINDS.split(self.cells["siae_kinds"].upper()) if kind)

    @property
    def ceased(self) -> bool:
        """Whether the list itself says that the unit is no more."""
        return self.cells.get("state", "").lower() in CEASED


@dataclass(frozen=True)
class Listing:
    """A list read: the heading under which each of our columns was found, and its rows."""

    columns: dict[str, str]
    rows: list[Row]


def read_list(path: Path) -> Listing:
    """Read a list. Raises EssaimError, naming line and remedy, when it is empty, is not text, has neither an
    identifier nor a legal form, or opens a quote that swallows other rows."""
    text = _decoded(path)
    delimiter = max(",;\t|", key=text.splitlines()[0].count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restval="", strict=True)
    line = 0
    try:
        columns = _recognised(reader.fieldnames or [], path)
        line, rows = reader.line_num, []
        for row in reader:
            line = reader.line_num
            cells = {name: cell for name, heading in columns.items() if (cell := row[heading].strip()) not in WITHHELD}
            rows.append(Row(line, cells))
    except csv.Error as fault:
        raise _badly_quoted(path, line + 1) from fault
    return Listing(columns, rows)


def _badly_quoted(path: Path, line: int) -> EssaimError:
    return EssaimError(
        Text(
            "à partir de cette ligne, un guillemet ouvert n'est pas refermé ou une cellule est mal protégée",
            "from this line on, a quote is opened and not closed, or a cell is badly quoted",
        ),
        file=path,
        line=line,
        remedy=Text(
            'Doublez les guillemets à l\'intérieur des cellules ("") ou enregistrez de nouveau la liste en CSV.',
            'Double the quotes within cells (""), or save the list as CSV again.',
        ),
    )


def _decoded(path: Path) -> str:
    """The text of a list: a spreadsheet saves in UTF-8, in UTF-16 ("Unicode text") or in Windows-1252."""
    content = path.read_bytes()
    if not content.strip():
        raise EssaimError(Text("ce fichier est vide", "this file is empty"), file=path)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content:
        raise EssaimError(
            Text("ce fichier n'est pas un fichier texte", "this file is not a text file"),
            file=path,
            remedy=Text("Enregistrez-le au format CSV.", "Save it as CSV."),
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _recognised(headings: Sequence[str], path: Path) -> dict[str, str]:
    folded = {_fold(heading): heading for heading in headings}
    columns = {
        name: folded[usual[0]]
        for name, names in HEADINGS.items()
        if (usual := [candidate for candidate in names if candidate in folded])
    }
    if columns.keys() & {"siren", "legal_form"}:
        return columns
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


def _fold(heading: str) -> str:
    plain = unicodedata.normalize("NFKD", heading).lower()
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())
