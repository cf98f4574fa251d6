"""Known head-counts: what an authority counted itself, or read in a public report, replaces the estimate.

The k largest establishments of each territory are the ones to ask for: no model does as well
(docs/method/estimation.md).
"""

import csv
import datetime as dt
import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from essaim.observatory.errors import EssaimError, listed
from essaim.observatory.language import Text
from essaim.observatory.reference.identifiers import repair

YEARS_VALID = 3  # after which a head-count no longer holds (statistics 3.5, to confirm)
CONCEPTS = {
    "postes": "posts", "posts": "posts", "poste": "posts",
    "salaries": "employees", "employees": "employees", "effectif": "employees",
    "etp": "full_time_equivalents", "fte": "full_time_equivalents",
}  # fmt: skip
COLUMNS: dict[str, tuple[str, ...]] = {
    "siret": ("siret", "numero siret", "n siret"),
    "count": ("count", "effectif", "nombre", "postes", "head count", "headcount"),
    "concept": ("concept", "notion", "unite", "unit"),
    "date": ("date", "date de l effectif", "au"),
    "source": ("source", "origine"),
    "who": ("who", "qui", "saisi par", "auteur", "by"),
    "public": ("public", "publique", "diffusable"),
}
YES = {"oui", "o", "yes", "y", "vrai", "true", "1"}
NO = {"non", "n", "no", "faux", "false", "0"}


@dataclass(frozen=True)
class KnownCount:
    """One head-count: posts of an establishment at a date, who gave it, and whether it may be shown by itself."""

    siret: str
    count: float
    concept: str
    date: dt.date
    source: str
    who: str
    public: bool

    def holds(self, on: dt.date) -> bool:
        """Neither of the future nor older than three years."""
        return self.date <= on and (on.year - self.date.year, on.month, on.day) <= (
            YEARS_VALID,
            self.date.month,
            self.date.day,
        )


@dataclass(frozen=True)
class KnownCounts:
    """What holds at a date, one per establishment (the newest); what does not: too old, of another concept.

    `all_public` says that the whole file may be shown, what does not hold included.
    """

    held: dict[str, KnownCount]
    expired: tuple[KnownCount, ...] = ()
    other_concept: tuple[KnownCount, ...] = ()
    all_public: bool = True


def read_known_counts(path: Path, on: dt.date) -> KnownCounts:
    """Read the file of known head-counts and keep what holds on a date.

    Comma or semicolon, UTF-8 or Windows-1252, columns in any order, in French or English. A full-time equivalent is not
    a post: it is set apart. Raises EssaimError naming the file, the line and what to do.
    """
    rows = list(_rows(path))
    usable = [row for row in rows if row.concept != "full_time_equivalents"]
    held: dict[str, KnownCount] = {}
    for row in sorted(usable, key=lambda row: row.date):
        if row.holds(on):
            held[row.siret] = row
    return KnownCounts(
        held,
        tuple(row for row in usable if not row.holds(on)),
        tuple(row for row in rows if row.concept == "full_time_equivalents"),
        all(row.public for row in rows),
    )


def _rows(path: Path) -> Iterable[KnownCount]:
    text = _text(path)
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=first.count))
    columns = _columns(next(reader, []), path)
    seen: dict[tuple[str, dt.date], int] = {}
    for cells in reader:
        if not any(cell.strip() for cell in cells) or _left_blank(cells, columns):
            continue
        line = reader.line_num
        row = _row({name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}, path, line)
        before = seen.setdefault((row.siret, row.date), line)
        if before != line:
            raise _fault(
                path, line,
                Text(f"même SIRET et même date qu'à la ligne {before}", f"same SIRET and date as on line {before}"),
                Text("Gardez l'une des deux lignes.", "Keep one of the two lines."),
            )  # fmt: skip
        yield row


def _left_blank(cells: Sequence[str], columns: dict[str, int]) -> bool:
    """A line of the list to ask for (`essaim diagnose --to-ask`) that nobody has answered yet."""
    answers = (columns.get("count"), columns.get("date"))
    return all(at is None or at >= len(cells) or not cells[at].strip() for at in answers)


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise EssaimError(
            Text("ce fichier ne peut pas être ouvert", "this file cannot be opened"),
            file=path,
            remedy=Text("Vérifiez son nom et ses droits de lecture.", "Check its name and that it may be read."),
        ) from fault
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _plain(text: str) -> str:
    """Lower case, without accents or punctuation."""
    decomposed = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join("".join(letter if letter.isalnum() else " " for letter in decomposed).split())


def _columns(header: Sequence[str], path: Path) -> dict[str, int]:
    plain = [_plain(name) for name in header]
    found = {
        name: next(at for at, title in enumerate(plain) if title in titles)
        for name, titles in COLUMNS.items()
        if any(title in titles for title in plain)
    }
    missing = [name for name in ("siret", "count", "date", "source") if name not in found]
    if missing:
        raise _fault(
            path, 1,
            Text(f"colonnes absentes : {listed(missing)}", f"columns missing: {listed(missing)}"),
            Text(
                "Nommez les colonnes siret, effectif, notion, date, source, qui, public.",
                "Name the columns siret, count, concept, date, source, who, public.",
            ),
        )  # fmt: skip
    return found


def _row(cells: dict[str, str], path: Path, line: int) -> KnownCount:
    siret = repair(cells["siret"]).siret
    if siret is None:
        raise _fault(
            path, line,
            Text(f"SIRET invalide : {cells['siret']!r}", f"invalid SIRET: {cells['siret']!r}"),
            Text(
                "Un SIRET a 14 chiffres ; un tableur en abîme quand la colonne n'est pas de texte.",
                "A SIRET has 14 digits; a spreadsheet damages them when the column is not text.",
            ),
        )  # fmt: skip
    if not cells["source"]:
        raise _fault(
            path, line,
            Text("source absente", "no source"),
            Text("Dites d'où vient cet effectif.", "Say where this head-count comes from."),
        )  # fmt: skip
    return KnownCount(
        siret,
        _count(cells["count"], path, line),
        _concept(cells.get("concept", ""), path, line),
        _date(cells["date"], path, line),
        cells["source"],
        cells.get("who", ""),
        _public(cells.get("public", ""), path, line),
    )


def _count(cell: str, path: Path, line: int) -> float:
    digits = "".join(cell.split())
    if not digits.isascii() or not digits.isdigit() or int(digits) > 200_000:
        raise _fault(
            path, line,
            Text(f"effectif illisible : {cell!r}", f"head-count not understood: {cell!r}"),
            Text("Écrivez un nombre entier de postes, 0 compris.", "Write a whole number of posts, 0 included."),
        )  # fmt: skip
    return float(digits)


def _concept(cell: str, path: Path, line: int) -> str:
    if not cell:
        return "posts"
    concept = CONCEPTS.get(_plain(cell))
    if concept is None:
        raise _fault(
            path, line,
            Text(f"notion inconnue : {cell!r}", f"unknown concept: {cell!r}"),
            Text("Écrivez postes, salariés ou ETP.", "Write posts, employees or FTE."),
        )  # fmt: skip
    return concept


def _date(cell: str, path: Path, line: int) -> dt.date:
    parts = cell.replace("/", "-").split("-")
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == 1:
            return dt.date(numbers[0], 12, 31)
        year, month, day = numbers if len(parts[0]) == 4 else reversed(numbers)
        return dt.date(year, month, day)
    except ValueError as fault:
        raise _fault(
            path, line,
            Text(f"date illisible : {cell!r}", f"date not understood: {cell!r}"),
            Text("Écrivez 2025-12-31, 31/12/2025 ou 2025.", "Write 2025-12-31, 31/12/2025 or 2025."),
        ) from fault  # fmt: skip


def _public(cell: str, path: Path, line: int) -> bool:
    answer = _plain(cell)
    if answer and answer not in YES | NO:
        raise _fault(
            path, line,
            Text(f"ni oui ni non : {cell!r}", f"neither yes nor no: {cell!r}"),
            Text("Écrivez oui ou non dans la colonne public.", "Write yes or no in the column public."),
        )  # fmt: skip
    return answer in YES


def _fault(path: Path, line: int, what: Text, remedy: Text) -> EssaimError:
    return EssaimError(what, remedy=remedy, file=path, line=line)
