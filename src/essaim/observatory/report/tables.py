"""The figures for other programs (JSON) and for spreadsheets (CSV)."""

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from essaim.observatory.diagnosis.catalogue import catalogue
from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.diagnosis.provenance import with_regime
from essaim.observatory.language import Language, Text
from essaim.observatory.report.protecting import protection
from essaim.observatory.report.words import word

SYNTHETIC = Text("Données de démonstration", "Demonstration data")


STORE_KEYS = ("version", "vintage", "cog", "perimeter_version", "program", "built_at", "synthetic", "scope")


def store_as_object(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """What figures come from: version, dates, and every source with its regime; demonstration data say so."""
    store = {key: manifest[key] for key in STORE_KEYS}
    store["sources"] = [with_regime(source) for source in manifest["sources"]]
    if manifest["synthetic"]:
        store["notice"] = SYNTHETIC._asdict()
    return store


def as_object(diagnosis: Diagnosis) -> dict[str, Any]:
    """`{"territory", "store", "perimeter", "figures"}`: the public form, which scripts depend on."""
    territory, store = diagnosis.territory, store_as_object(diagnosis.store)
    if secrecy := protection(diagnosis):
        store["secrecy"] = [told._asdict() for told in secrecy]
    return {
        "territory": {
            "code": territory.code,
            "level": territory.level,
            "name": territory.name,
            "kind": territory.kind,
            "cog": territory.cog,
            "population": territory.population,
            "note": territory.note._asdict() if territory.note else None,
        },
        "store": store,
        "perimeter": diagnosis.perimeter,
        "figures": [figure.as_dict() for figure in diagnosis.figures],
    }


def as_json(diagnosis: Diagnosis, _language: Language) -> bytes:
    """UTF-8, both languages whichever is asked for."""
    return (json.dumps(as_object(diagnosis), ensure_ascii=False, indent=1) + "\n").encode()


COLUMNS = (
    "indicator",
    "name",
    "territory_level",
    "territory_code",
    "territory_name",
    "breakdown",
    "breakdown_label",
    "value",
    "low",
    "high",
    "bound_low",
    "bound_high",
    "unit",
    "kind",
    "grade",
    "regime",
    "period",
    "published",
    "cog",
    "computed",
    "denominator",
    "sources",
    "reason",
    "reason_code",
    "suppressed_by",
    "perimeter",
    "store",
    "notice",
)


def as_csv(diagnosis: Diagnosis, language: Language) -> bytes:
    """As French spreadsheets open it by a double click: semicolons, decimal commas, UTF-8 with its mark."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    notice = SYNTHETIC.in_(language) if diagnosis.store["synthetic"] else ""
    ending = (diagnosis.perimeter, diagnosis.store["version"], notice)
    writer.writerows((*_row(figure, language), *ending) for figure in diagnosis.figures)
    return text.getvalue().encode("utf-8-sig")


def _row(figure: Figure, language: Language) -> list[object]:
    """One figure, up to its reason; the last columns are those of the whole diagnosis."""
    territory = figure.territory
    return [
        figure.indicator,
        catalogue()[figure.indicator].name.in_(language),
        territory.level,
        territory.code,
        territory.name,
        ", ".join(f"{key}={value}" for key, value in figure.breakdown.items()),
        ", ".join(word(key, value).in_(language) for key, value in figure.breakdown.items()),
        *map(_decimal, (figure.value, figure.low, figure.high, figure.bound_low, figure.bound_high)),
        figure.unit,
        figure.kind,
        figure.grade or "",
        figure.regime,
        figure.period,
        figure.dates.published or "",
        figure.dates.cog,
        figure.dates.computed,
        figure.denominator.in_(language) if figure.denominator else "",
        " ".join(figure.sources),
        figure.reason.in_(language) if figure.reason else "",
        figure.reason_code or "",
        figure.suppressed_by or "",
    ]


def _decimal(value: float | None) -> str:
    return "" if value is None else str(value).replace(".", ",")
