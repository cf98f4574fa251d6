"""What happened to structures between two versions of a store, on a terminal, as JSON or as a table."""

import csv
import io
import json
from collections import Counter

from essaim.observatory.directory.changes import KINDS, WHY, Change, Comparison
from essaim.observatory.directory.structures import NAME_WITHHELD
from essaim.observatory.directory.telling import PLACED, Words
from essaim.observatory.language import Language, Text
from essaim.observatory.reference.geography import territories_of
from essaim.observatory.report.dates import day
from essaim.observatory.report.numbers import number
from essaim.observatory.report.tables import SYNTHETIC
from essaim.observatory.store.causes import CAUSES

FORMS = ("text", "csv", "json")
LISTED = 20  # of each kind, on a terminal
TOLD = ("kind", "siren", "siret", "name", "what", "date", "cause", "before", "after")
COLUMNS = (*TOLD, "communes", "territories", "data")


def render_changes(compared: Comparison, form: str, language: Language) -> bytes:
    """`form` is one of FORMS."""
    if form == "json":
        return _as_json(compared)
    codes = {code for one in compared.changes if one.kind in PLACED for code in (one.before, one.after) if code}
    communes = territories_of("commune", sorted(codes), compared.now["cog"])
    words = Words({code: one.name for code, one in communes.items()}, language)
    return (_as_csv if form == "csv" else _as_text)(compared, words, language)


def _as_text(compared: Comparison, words: Words, language: Language) -> bytes:
    span = f"{compared.before['version']} → {compared.now['version']}"
    lines = [Text(f"Ce qui a changé, {span}", f"What changed, {span}").in_(language)]
    lines += [
        f"  {CAUSES[cause].in_(language)} : {detail.in_(language)}"
        for cause, detail in zip(compared.causes, compared.details, strict=True)
    ]
    if compared.scope:
        only = Text(f"  seulement {compared.scope.name}", f"  {compared.scope.name} only")
        lines.append(only.in_(language))
    if compared.now["synthetic"]:
        lines.append(f"  {SYNTHETIC.in_(language)}")
    counts = Counter(one.kind for one in compared.changes)
    for kind, label in KINDS.items():
        if counts[kind]:
            lines += ["", f"{label.in_(language)} : {number(counts[kind], 0, language)}"]
            some = [one for one in compared.changes if one.kind == kind][:LISTED]
            lines += [f"  {_line(one, words, language)}" for one in some]
            if counts[kind] > LISTED:
                lines.append("  …")
    if not counts:
        lines += ["", Text("Rien n'a changé.", "Nothing changed.").in_(language)]
    return ("\n".join(lines) + "\n").encode()


def _line(one: Change, words: Words, language: Language) -> str:
    name = one.name or NAME_WITHHELD.in_(language)
    told = [f"{name} ({one.siret or one.siren})", words.what(one.kind, one.before, one.after)]
    told.append(day(one.on.isoformat(), language) if one.on else "")
    told.append(WHY[one.cause].in_(language) if one.cause != "data" else "")
    return ", ".join(part for part in told if part)


def _as_csv(compared: Comparison, words: Words, language: Language) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    mark = SYNTHETIC.in_(language) if compared.now["synthetic"] else ""
    for one in compared.changes:
        told = (words.what(one.kind, one.before, one.after), one.on or "", one.cause, one.before, one.after)
        communes = " ".join(place.commune for place in one.places)
        name = one.name or NAME_WITHHELD.in_(language)
        keys = " ".join(territories(one))
        writer.writerow([one.kind, one.siren, one.siret, name, *told, communes, keys, mark])
    return text.getvalue().encode("utf-8-sig")


def territories(one: Change) -> list[str]:
    """The keys `level:code` of the territories above communes that a change concerns, once each."""
    levels = ("intercommunality", "departement", "region")
    keys = (f"{level}:{getattr(place, level)}" for place in one.places for level in levels if getattr(place, level))
    return list(dict.fromkeys(keys))


def _as_json(compared: Comparison) -> bytes:
    content = {
        "before": compared.before["version"],
        "now": compared.now["version"],
        "synthetic": compared.now["synthetic"],
        "scope": compared.scope.key if compared.scope else None,
        "causes": [
            {"cause": cause, "detail": detail._asdict()}
            for cause, detail in zip(compared.causes, compared.details, strict=True)
        ],
        "changes": [
            {
                "kind": one.kind,
                "siren": one.siren,
                "siret": one.siret or None,
                "name": one.name,
                "before": one.before,
                "after": one.after,
                "date": one.on.isoformat() if one.on else None,
                "cause": one.cause,
                "communes": [place.commune for place in one.places],
                "territories": territories(one),
            }
            for one in compared.changes
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
