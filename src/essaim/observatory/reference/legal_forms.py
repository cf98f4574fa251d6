"""Legal forms (*catégories juridiques*, level III) and the ESS family each belongs to."""

import re
from dataclasses import dataclass
from functools import cache

from essaim.observatory.language import Text
from essaim.observatory.reference.tables import read_table

CODE = re.compile(r"(\d{1,4})(?:[.,]0+)?(?:$|[^\w.,])")


@dataclass(frozen=True)
class LegalForm:
    """A legal category: its official label, sphere (private, public, natural, group), family and sub-family.

    `core` = statutory form of the ESS (loi n° 2014-856, art. 1, II, 1°); `commercial` = may belong by declaration or
    approval only (2°). `grade` says how sure the row is, from A to D.
    """

    code: str
    label: str
    short_label: str
    sphere: str
    family: str
    subfamily: str
    core: bool
    commercial: bool
    grade: str


@cache
def _forms() -> dict[str, LegalForm]:
    return {
        row["code"]: LegalForm(
            row["code"],
            row["label"],
            row["short_label"] or row["label"],
            row["sphere"],
            row["family"],
            row["subfamily"],
            row["core"] == "1",
            row["commercial"] == "1",
            row["grade"],
        )
        for row in read_table("legal_forms")
    }


def normalise(text: str) -> str | None:
    """The four-digit code as people write it (`5710`, `5710.0`, `5710 - SAS`); None when it is not one.

    A code that lost its leading zeros to a spreadsheet takes them back. A code is not required to exist.
    """
    shape = CODE.match(text.strip())
    return shape[1].zfill(4) if shape else None


def legal_form(code: str) -> LegalForm | None:
    """The legal form of a 4-digit code; None where the nomenclature does not know it."""
    return _forms().get(code)


def subfamily_of(code: str | None, name: str | None) -> str:
    """The sub-family of a unit: by its name for those that have no form of their own (SCIC, CAE), else by its form."""
    form = legal_form(code or "")
    if form is None:
        return ""
    named = (sub for sub, forms, pattern in _named() if form.code in forms and pattern.search((name or "").upper()))
    return next(named, form.subfamily)


def family_of(code: str | None, name: str | None) -> str:
    """The family of a unit: a SCIC is a co-operative, though most have the legal form of a company."""
    form, subfamily = legal_form(code or ""), subfamily_of(code, name)
    parent = next((row["parent"] for row in read_table("families") if row["code"] == subfamily), "")
    return parent or (form.family if form else "")


@cache
def _named() -> list[tuple[str, frozenset[str], re.Pattern[str]]]:
    return [
        (row["subfamily"], frozenset(row["legal_forms"].split()), re.compile(row["pattern"]))
        for row in read_table("subfamily_names")
    ]


@cache
def family_label(code: str) -> Text:
    """The label of a family or sub-family; the code itself where it is unknown."""
    found = next((row for row in read_table("families") if row["code"] == code), None)
    return Text(found["label_fr"], found["label_en"]) if found else Text(code, code)
