"""The check of a file: nothing is written, everything that would be is told."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from essaim.observatory.language import Text
from essaim.web.accounts.models import Authority
from essaim.web.contributions.content import OF_LOCAL, applied, changed, picked
from essaim.web.contributions.models import Claim, Decision, Label, LabelKind, Revision, Sheet
from essaim.web.contributions.places import Home
from essaim.web.contributions.reading import opposed
from essaim.web.imports.entries import Entry, entries
from essaim.web.imports.matching import BY_CHOICE, BY_NAME, Known
from essaim.web.imports.report import Note, Outcome, Report, Verdict
from essaim.web.imports.tables.table import Table
from essaim.web.imports.whereabouts import Whereabouts

NEW = "new"  # said of a row that looks like a structure and is another one
PLAIN = ("description", "website", "opening")
UNKNOWN_NUMBER = Text(
    "ce numéro n'est pas celui d'une structure de l'ESS active dans le registre",
    "this number is not that of an organisation of the ESS active in the register",
)
CLOSED = Text(
    "Elle a pu fermer ou changer de numéro. Pour un acteur sans numéro, videz la cellule.",
    "It may have closed or changed its number. For an actor without a number, empty the cell.",
)
NO_NAME = Text("ni numéro ni nom", "neither a number nor a name")
NO_COMMUNE = Text("pas de commune", "no commune")
FILL = Text("Complétez la ligne.", "Complete the row.")
ELSEWHERE = Text("hors de votre territoire", "outside your territory")
NOT_YOURS = Text("Retirez cette ligne.", "Remove this row.")
WITHHELD = Text("elle a demandé à ne pas être montrée", "it asked not to be shown")
LEAVE = Text("Il n'y a rien à faire.", "There is nothing to do.")
CONFIRM = Text("ressemble à une structure connue", "looks like a known organisation")
SAY = Text("Dites si c'est la même.", "Say whether it is the same.")
KEPT = Text(
    "sa fiche est tenue : le changement attendra une relecture", "its sheet is kept: the change will wait for a review"
)
DECIDED = Text(
    "une autre collectivité en décide : le changement attendra", "another authority decides of it: the change will wait"
)
LABEL = Text("label que vous n'accordez pas", "label that you do not grant")
CREATE = Text("Créez-le à la page des labels, ou corrigez-le.", "Create it on the page of labels, or correct it.")


def check(
    table: Table, mapping: Mapping[str, str], authority: Authority, choices: Mapping[int, str] | None = None
) -> Report:
    """What an import would do. `choices` says, by line, which of its candidates a row is about, or NEW; it may hold
    anything.
    """
    rows, columns = entries(table, mapping)
    where = Whereabouts(authority)
    homes = {entry.line: where.commune(entry.values) for entry in rows}
    known = Known.of(rows, {home.commune for home, _ in homes.values() if home})
    found = [_found(entry, homes[entry.line], known, where, (choices or {}).get(entry.line, "")) for entry in rows]
    _refuse_repeated(found)
    _changes(found, rows, authority, where)
    faulty = {note.field for one in found for note in one.notes if note.field in ("commune", "commune_code", "label")}
    for column in columns.values():
        if column.code in faulty:
            column.faults = sum(any(note.field == column.code for note in one.notes) for one in found)
    return Report(tuple(columns.values()), tuple(found))


def _found(
    entry: Entry, home: tuple[Home | None, Note | None], known: Known, where: Whereabouts, choice: str
) -> Verdict:
    """The structure that a row is about, or why it is about none."""
    verdict = Verdict(entry.line, entry.name, home=home[0], notes=list(entry.notes))
    named = known.numbered(entry)
    if named:
        verdict.key, verdict.how = named
        _identify(verdict, known, where)
        return verdict
    if home[1]:
        verdict.notes.append(home[1])
    if entry.siren or entry.key:
        verdict.notes.append(Note("identifier", UNKNOWN_NUMBER, CLOSED, grave=True))
    elif not entry.name:
        verdict.notes.append(Note("name", NO_NAME, FILL, grave=True))
    elif verdict.home is None:
        verdict.notes.append(Note("commune", NO_COMMUNE, FILL, grave=True))
    elif not where.covers(verdict.home):
        verdict.notes.append(Note("commune", ELSEWHERE, NOT_YOURS, grave=True))
    elif not verdict.refused:
        _by_name(verdict, verdict.home, known, choice)
    return verdict


def _by_name(verdict: Verdict, home: Home, known: Known, choice: str) -> None:
    """The very name of an actor that people added is that actor; nearly the name of any is a question."""
    same = known.same_name(verdict.name, home)
    if same:
        verdict.key, verdict.how, verdict.outcome = same, BY_NAME, Outcome.CHANGE
        return
    candidates = known.candidates(verdict.name, home)
    if choice in dict(candidates):
        verdict.key, verdict.how, verdict.name = choice, BY_CHOICE, dict(candidates)[choice][:200]
        verdict.outcome = Outcome.CHANGE
    elif candidates and choice != NEW:
        verdict.candidates, verdict.outcome = candidates, Outcome.DOUBT
        verdict.notes.append(Note("name", CONFIRM, SAY))
    else:
        verdict.outcome = Outcome.NEW


def _identify(verdict: Verdict, known: Known, where: Whereabouts) -> None:
    """The name and the place of a structure are those of the register, or of its sheet."""
    one, sheet = known.structures.get(verdict.key), known.local_by_key.get(verdict.key)
    if sheet:
        verdict.name, verdict.home = sheet.name, sheet.home
    elif one and one.name:
        verdict.name, verdict.home = one.name[:200], where.home(one.head_office.commune)
    else:
        # Not to be repeated: the register withholds the name.
        verdict.name, verdict.home = "", None
        verdict.notes.append(Note("identifier", WITHHELD, LEAVE, grave=True))
        return
    if verdict.home is None or not where.covers(verdict.home):
        verdict.notes.append(Note("identifier", ELSEWHERE, NOT_YOURS, grave=True))
    if not verdict.refused:
        verdict.outcome = Outcome.CHANGE


def _refuse_repeated(found: Iterable[Verdict]) -> None:
    """A structure that stands on several rows is taken from the first."""
    first: dict[Any, int] = {}
    for one in found:
        if one.outcome == Outcome.REFUSED:
            continue
        same = one.key or (one.name.casefold(), one.home)
        line = first.setdefault(same, one.line)
        if line != one.line:
            told = Text(f"doublon de la ligne {line}", f"same as line {line}")
            one.notes.append(Note("", told, NOT_YOURS, grave=True))
            one.outcome, one.candidates = Outcome.REFUSED, ()


def _changes(found: list[Verdict], rows: list[Entry], authority: Authority, where: Whereabouts) -> None:
    """What each row would change of its sheet, and whether that waits."""
    keys = [one.key for one in found if one.key]
    sheets = {one.key: one for one in Sheet.objects.of_keys(keys)}
    spoken = set(
        Claim.objects.filter(sheet__key__in=keys, decision=Decision.ACCEPTED).values_list("sheet__key", flat=True)
    )
    waiting = _waiting(keys)
    hidden = opposed()
    kinds = {kind.name.casefold(): kind.name for kind in LabelKind.objects.filter(authority=authority)}
    borne = _borne(keys)
    for one, entry in zip(found, rows, strict=True):
        if one.outcome == Outcome.REFUSED:
            continue
        if one.key in hidden:
            one.notes.append(Note("", WITHHELD, LEAVE, grave=True))
            one.outcome = Outcome.REFUSED
            continue
        sheet = sheets.get(one.key)
        live = sheet.content if sheet else {}
        local = not one.key or bool(sheet and sheet.is_local)
        one.kind = entry.values.get("kind", "other") if not one.key else ""
        one.labels = tuple(name for name in _labels(one, entry, kinds) if (one.key, name) not in borne)
        _compare(one, _content(entry.values, live, is_local=local), live)
        _waits(one, spoken, where)
        if (
            one.outcome == Outcome.CHANGE
            and (not one.changes or one.changes in waiting.get(one.key, ()))
            and not one.labels
        ):
            one.outcome = Outcome.SAME


def _compare(one: Verdict, wanted: Mapping[str, Any], live: Mapping[str, Any]) -> None:
    names = changed(live, wanted)
    one.changes = picked(wanted, names)
    one.replaced = tuple(name for name in names if live.get(name))


def _waits(one: Verdict, spoken: set[str], where: Whereabouts) -> None:
    decides = one.home is not None and where.decides(one.home)
    one.at_once = decides and one.key not in spoken
    if not one.at_once:
        one.notes.append(Note("", KEPT if decides else DECIDED))


def _content(values: Mapping[str, Any], live: Mapping[str, Any], *, is_local: bool) -> dict[str, Any]:
    """The live content with what the row says over it; a blank cell erases nothing."""
    said: dict[str, Any] = {name: values[name] for name in PLAIN if name in values}
    told = {part: values[f] for part, f in _CONTACT.items() if f in values}
    if told:
        said["contact"] = {**(live.get("contact") or {}), **told}
    if is_local:
        said |= {"address": values.get("address"), "sector": values.get("sector"), "needs": values.get("need")}
        if "longitude" in values and "latitude" in values:
            said["position"] = [values["longitude"], values["latitude"]]
    return applied(live, {name: value for name, value in said.items() if value or name not in OF_LOCAL})


_CONTACT = {"name": "contact_name", "role": "contact_role", "email": "email", "phone": "phone"}


def _labels(one: Verdict, entry: Entry, kinds: Mapping[str, str]) -> Iterable[str]:
    """The labels of the authority that the row names."""
    for name in str(entry.values.get("label", "")).replace("|", ",").replace(";", ",").split(","):
        known = kinds.get(name.strip().casefold())
        if known:
            yield known
        elif name.strip():
            one.notes.append(Note("label", LABEL, CREATE))


def _borne(keys: list[str]) -> set[tuple[str, str]]:
    """The labels in force, each with its structure."""
    held = Label.objects.in_force(timezone.localdate()).filter(sheet__key__in=keys)
    return set(held.values_list("sheet__key", "kind__name"))


def _waiting(keys: list[str]) -> dict[str, list[dict[str, Any]]]:
    """The changes that already wait, by key: sending the same file again adds none."""
    found: dict[str, list[dict[str, Any]]] = {}
    pending = Revision.objects.filter(sheet__key__in=keys, decision=Decision.PENDING)
    for key, after in pending.values_list("sheet__key", "after"):
        found.setdefault(key, []).append(after)
    return found
