"""The report as one tree of plain values: what the printed document, and whatever comes next, are rendered from.

Everything in it is text in one language, ready to be set; numbers are already written. It is JSON: Typst reads it as
data, so nothing that a file or a user brought is ever part of a program.
"""

import hashlib
import json
from typing import Any

from essaim.observatory.diagnosis.catalogue import catalogue
from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.language import Language, Text
from essaim.observatory.perimeter.rules import PERIMETERS
from essaim.observatory.reference.geography import LEVEL_NAMES
from essaim.observatory.report.charts.base import Chart, lettered
from essaim.observatory.report.dates import day, month
from essaim.observatory.report.drawings import drawings, reading
from essaim.observatory.report.glossary import GLOSSARY
from essaim.observatory.report.grid import Chapter, Column, Grid
from essaim.observatory.report.numbers import bounds, doubt, number, shown
from essaim.observatory.report.preface import preface
from essaim.observatory.report.questions import COLUMNS, LISTED, TITLE, introduction, listed
from essaim.observatory.report.sentences import headline, sentences, takeaways
from essaim.observatory.report.sheet import chapters
from essaim.observatory.report.tables import SYNTHETIC
from essaim.observatory.report.words import word

ON_PAPER = 17  # letters of a picture printed at seven tenths of the width: those of the tables
KEY_FIGURES = ("W3", "W6", "W7", "W1", "W8", "T2", "F1", "W14")
KEY_BREAKDOWNS = {"T2": {"measure": "mean"}, "F1": {"measure": "effective_units"}}


def document(diagnosis: Diagnosis, language: Language) -> dict[str, Any]:
    """The whole report in one language."""
    charts = drawings(diagnosis, language)
    return identity(diagnosis, language) | {
        "key_figures": key_figures(diagnosis, language),
        "takeaways": takeaways(diagnosis, language),
        "preface": [{"title": one.title.in_(language), "text": one.text.in_(language)} for one in preface(diagnosis)],
        "chapters": [
            *(_chapter(chapter, diagnosis, charts, language) for chapter in chapters(diagnosis)),
            *_questions(diagnosis, language),
        ],
        "indicators": [_indicator(id_, language) for id_ in _used(diagnosis)],
        "sources": [_source(source, language) for source in files_read(diagnosis.store)],
        "glossary": [{"term": term.in_(language), "meaning": meaning.in_(language)} for term, meaning in GLOSSARY],
    }


def identity(diagnosis: Diagnosis, language: Language) -> dict[str, Any]:
    """What a document is about, how it was made, and the sentence that it opens with."""

    def say(text: Text) -> str:
        return text.in_(language)

    territory, manifest, perimeter = diagnosis.territory, diagnosis.store, PERIMETERS[diagnosis.perimeter]
    people = number(territory.population, 0, language) if territory.population else None
    told = headline(diagnosis)
    return {
        "lang": language,
        "territory": territory.name,
        "level": say(LEVEL_NAMES[territory.level]),
        "population": people and say(Text(f"{people} habitants", f"{people} inhabitants")),
        "note": say(territory.note) if territory.note else None,
        "lead": say(told) if told else None,
        "perimeter": say(perimeter.label),
        "perimeter_version": manifest["perimeter_version"],
        "synthetic": say(SYNTHETIC) if manifest["synthetic"] else None,
        "stock": month(f"{manifest['vintage']}-01", language),
        "period": _period(manifest, language),
        "cog": manifest["cog"],
        "computed": day(manifest["built_at"], language),
        "program": manifest["program"],
        "run": run_code(diagnosis),
    }


def _period(manifest: dict[str, Any], language: Language) -> str:
    """The stock, and the year of Flores where it is there."""
    year = next((source["vintage"][:4] for source in manifest["sources"] if source["id"] == "flores"), None)
    stock = f"Sirene, {month(str(manifest['vintage']) + '-01', language)}"
    joined = Text(f"{stock} ; Flores {year}", f"{stock}; Flores {year}").in_(language)
    return joined if year else stock


def files_read(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """Every file that figures come from: the sources, each followed by its earlier editions."""
    earlier = manifest.get("editions", [])
    return [
        one
        for source in manifest["sources"]
        for one in (source, *(edition for edition in earlier if edition["id"] == source["id"]))
    ]


def _questions(diagnosis: Diagnosis, language: Language) -> list[dict[str, Any]]:
    """What there is to ask for, so that the next report says more: a chapter, or none."""
    told = introduction(diagnosis)
    if told is None:
        return []
    columns = ("commune", "band", "gain")
    rows = [
        {
            "label": one["name"],
            "note": one["siret"],
            "cells": [{"value": one[column], "between": ""} for column in columns],
        }
        for one in listed(diagnosis, language)
    ]
    table = {
        "title": LISTED.in_(language),
        "columns": [{"measure": COLUMNS[column].in_(language), "place": ""} for column in columns],
        "rows": rows,
        "reasons": [],
    }
    return [{"title": TITLE.in_(language), "sentences": [told.in_(language)], "charts": [], "tables": [table]}]


def run_code(diagnosis: Diagnosis) -> str:
    """Eight characters that name this run: the same store, territory, perimeter and program give the same ones."""
    named = (diagnosis.store["version"], diagnosis.territory.key, diagnosis.perimeter, diagnosis.store["program"])
    return hashlib.sha256(json.dumps(named).encode()).hexdigest()[:8]


def key_figures(diagnosis: Diagnosis, language: Language) -> list[dict[str, str]]:
    found = []
    for indicator in KEY_FIGURES:
        figure = diagnosis.find(indicator, **KEY_BREAKDOWNS.get(indicator, {}))
        if figure and (figure.value is not None or figure.banded):
            measure = figure.breakdown.get("measure")
            name = word("measure", measure) if measure else catalogue()[indicator].name
            found.append(
                {
                    "name": name.in_(language),
                    "value": shown(figure, language),
                    "between": _beside(figure, language),
                }
            )
    return found


def _beside(figure: Figure, language: Language) -> str:
    if figure.banded:
        return Text("tranche d'un seul établissement", "band of a single establishment").in_(language)
    if figure.kind == "counted":
        return Text("dénombré", "counted").in_(language)
    ends = bounds(figure, language)
    if ends is None:
        return ""
    low, high = ends
    if figure.unit == "rank" and figure.denominator:
        among = figure.denominator
        told = Text(f"entre le {low} et le {high} rang, sur {among.fr}", f"between {low} and {high}, of {among.en}")
        return told.in_(language)
    return Text(f"entre {low} et {high}", f"between {low} and {high}").in_(language)


def _chapter(chapter: Chapter, diagnosis: Diagnosis, charts: dict[str, Any], language: Language) -> dict[str, Any]:
    return {
        "title": chapter.title.in_(language),
        "sentences": [sentence.in_(language) for sentence in sentences(diagnosis, chapter.id)],
        "charts": [picture(chart, language) for chart in charts.get(chapter.id, [])],
        "tables": [_table(grid, language) for grid in chapter.grids],
    }


def picture(chart: Chart, language: Language) -> dict[str, str]:
    """A chart, its text alternative, and how to read its form."""
    how = reading(chart)
    return {
        "title": chart.title,
        "description": chart.description,
        "svg": lettered(chart, ON_PAPER),
        "reading": how.in_(language) if how else "",
    }


def _table(grid: Grid, language: Language) -> dict[str, Any]:
    """Cells are the value and, in some columns, its interval; a missing value brings its reason below the table."""
    figures = [one for row in grid.rows for one in row.figures if one]
    reasons = [one.reason.in_(language) for one in figures if one.reason and not one.banded]
    return {
        "title": grid.title.in_(language),
        "columns": [_heading(column, language) for column in grid.columns],
        "rows": [
            {
                "label": row.label.in_(language),
                "note": row.note.in_(language) if row.note else "",
                "cells": [
                    {
                        "value": shown(figure, language),
                        "between": doubt(figure, language) if place in grid.bounded else "",
                    }
                    for place, figure in enumerate(row.figures)
                ],
            }
            for row in grid.rows
        ],
        "reasons": list(dict.fromkeys(reasons)),
    }


def _heading(column: Column, language: Language) -> dict[str, str]:
    return {
        "measure": column.measure.in_(language) if column.measure else "",
        "place": column.place.name if column.place else "",
    }


def _used(diagnosis: Diagnosis) -> list[str]:
    return [id_ for id_ in catalogue() if diagnosis.own(id_)]


def _indicator(id_: str, language: Language) -> dict[str, str]:
    entry = catalogue()[id_]
    return {
        "id": id_,
        "name": entry.name.in_(language),
        "definition": entry.definition.in_(language),
        "formula": entry.formula,
        "caveat": entry.caveat.in_(language),
    }


def _source(source: dict[str, Any], language: Language) -> dict[str, Any]:
    return {
        "title": source["title"][language],
        "producer": source["producer"],
        "licence": source["licence"],
        "page": source["page"],
        "vintage": month(source["vintage"], language),
        "rows": number(source["rows_read"], 0, language),
        "sha256": source["sha256"][:12],
    }
