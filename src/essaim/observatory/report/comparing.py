"""What moved between two stores, on a terminal, as JSON or as a table."""

import csv
import io
import json

from essaim.observatory.diagnosis.catalogue import catalogue
from essaim.observatory.diagnosis.vintages import Comparison, Movement
from essaim.observatory.language import Language, Text
from essaim.observatory.report.numbers import shown
from essaim.observatory.report.words import word
from essaim.observatory.store.causes import CAUSES

FORMS = ("text", "json", "csv")


def render_comparison(compared: Comparison, form: str, language: Language) -> bytes:
    """`form` is one of FORMS."""
    if form == "json":
        return _as_json(compared)
    return _as_csv(compared, language) if form == "csv" else _as_text(compared, language)


def _name(movement: Movement, language: Language) -> str:
    figure = movement.figure
    part = ", ".join(word(key, value).in_(language) for key, value in figure.breakdown.items())
    name = catalogue()[figure.indicator].name.in_(language)
    return f"{figure.indicator} {name}" + (f" ({part})" if part else "")


def _as_text(compared: Comparison, language: Language) -> bytes:
    lines = [Text("Ce qui a changé entre les deux entrepôts :", "What changed between the two stores:").in_(language)]
    lines += [
        f"  {CAUSES[cause].in_(language)} : {detail.in_(language)}"
        for cause, detail in zip(compared.causes, compared.details, strict=True)
    ] or ["  –"]
    if compared.reason:
        lines += ["", Text("Non comparable", "Not comparable").in_(language) + f" : {compared.reason.in_(language)}"]
        return ("\n".join(lines) + "\n").encode()
    sure = [one for one in compared.movements if one.sure]
    lines += ["", Text(f"{len(sure)} chiffres ont bougé", f"{len(sure)} figures moved").in_(language)]
    lines += [f"  {_name(one, language)} : {shown(one.before, language)} → {shown(one.now, language)}" for one in sure]
    doubtful = len(compared.movements) - len(sure)
    if doubtful:
        lines.append(
            Text(
                f"{doubtful} autres varient moins que leur incertitude.",
                f"{doubtful} others vary by less than their uncertainty.",
            ).in_(language)
        )
    return ("\n".join(lines) + "\n").encode()


def _as_json(compared: Comparison) -> bytes:
    content = {
        "causes": [
            {"cause": cause, "detail": detail._asdict()}
            for cause, detail in zip(compared.causes, compared.details, strict=True)
        ],
        "reason": compared.reason._asdict() if compared.reason else None,
        "movements": [
            {
                "before": one.before.as_dict() if one.before else None,
                "now": one.now.as_dict() if one.now else None,
                "change": one.change,
                "sure": one.sure,
            }
            for one in compared.movements
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _as_csv(compared: Comparison, language: Language) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(["indicator", "name", "before", "now", "change", "sure", "causes"])
    causes = " ".join(compared.causes)
    for one in compared.movements:
        values = (one.before.value if one.before else None, one.now.value if one.now else None, one.change)
        told = ("" if value is None else str(value).replace(".", ",") for value in values)
        writer.writerow([one.figure.indicator, _name(one, language), *told, int(one.sure), causes])
    return text.getvalue().encode("utf-8-sig")
