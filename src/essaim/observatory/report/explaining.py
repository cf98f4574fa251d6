"""The answer to "where does this figure come from?", on a terminal, as JSON, or as the rows themselves (CSV)."""

import csv
import io
import json

from essaim.observatory.diagnosis.provenance import COLUMNS, Provenance
from essaim.observatory.language import Language, Text
from essaim.observatory.report.dates import month
from essaim.observatory.report.numbers import interval, number, shown
from essaim.observatory.report.words import REGIMES, word

FORMS = ("text", "json", "csv")
SHOWN_FIGURES, SHOWN_ROWS = 12, 10


def render_provenance(told: Provenance, form: str, language: Language) -> bytes:
    """`form` is one of FORMS."""
    if form == "csv":
        return _as_csv(told)
    return _as_json(told) if form == "json" else _as_text(told, language)


def _as_text(told: Provenance, language: Language) -> bytes:
    def say(french: str, english: str) -> str:
        return Text(french, english).in_(language)

    entry = told.indicator
    lines = [f"{entry.id} · {entry.name.in_(language)}", entry.definition.in_(language), f"  {entry.formula}"]
    lines += [f"  ! {entry.caveat.in_(language)}", ""]
    for figure in told.figures[:SHOWN_FIGURES]:
        part = ", ".join(word(key, value).in_(language) for key, value in figure.breakdown.items())
        between = interval(figure, language)
        lines.append(f"  {part + ' : ' if part else ''}{shown(figure, language)}{f' ({between})' if between else ''}")
    if len(told.figures) > SHOWN_FIGURES:
        lines.append(f"  … {len(told.figures)}")
    regimes = dict.fromkeys(REGIMES[figure.regime].in_(language) for figure in told.figures)
    lines.append(f"  {say('Régime', 'Regime')} : {', '.join(regimes)}")
    lines += [f"  – {reason.in_(language)}" for reason in dict.fromkeys(one.reason for one in told.figures) if reason]
    lines += ["", say("Sources", "Sources")]
    for source in told.sources:
        lines.append(
            f"  {source['title'][language]}, {source['producer']}, {month(source['vintage'], language)},"
            f" {source['licence']}, sha256 {source['sha256'][:12]}…,"
            f" {number(source['rows_read'], 0, language)} {say('lignes lues', 'rows read')}"
        )
    for reject in told.rejects:
        lines.append(f"  – {reject['source']}: {reject['reason']} {number(reject['rows'], 0, language)}")
    lines += ["", say("Règles appliquées", "Rules applied")]
    lines += [f"  {rule.label.in_(language)} ({rule.source})" for rule in told.rules]
    years = ", ".join(f"{year or '?'} : {number(count, 0, language)}" for year, count in told.band_years)
    lines += ["", f"{say('Année des tranches', 'Year of the bands')} : {years or '–'}"]
    lines.append(f"{number(len(told.rows), 0, language)} {say('établissements', 'establishments')}")
    lines += [f"  {row[0]}  {row[1] or say('(non diffusible)', '(withheld)')}" for row in told.rows[:SHOWN_ROWS]]
    if len(told.rows) > SHOWN_ROWS:
        lines.append(say("  … toutes les lignes : --format csv", "  … every row: --format csv"))
    return ("\n".join(lines) + "\n").encode()


def _as_json(told: Provenance) -> bytes:
    entry = told.indicator
    content = {
        "indicator": {
            "id": entry.id,
            "name": entry.name._asdict(),
            "definition": entry.definition._asdict(),
            "formula": entry.formula,
            "caveat": entry.caveat._asdict(),
        },
        "figures": [figure.as_dict() for figure in told.figures],
        "sources": list(told.sources),
        "rejects": list(told.rejects),
        "rules": [{"rule": rule.name, "label": rule.label._asdict(), "source": rule.source} for rule in told.rules],
        "band_years": [{"year": year, "establishments": count} for year, count in told.band_years],
        "rows": [dict(zip(COLUMNS, row, strict=True)) for row in told.rows],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _as_csv(told: Provenance) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(told.rows)
    return text.getvalue().encode("utf-8-sig")
