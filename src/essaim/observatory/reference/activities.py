"""Activity codes (NAF): normalised, with the nomenclature they belong to and the aggregates that hold them."""

import re
from dataclasses import dataclass
from functools import cache

from essaim.observatory.language import Text
from essaim.observatory.reference.tables import read_table

REV2 = "NAFRev2"
NAF2025 = "NAF2025"
OLDER = "older"
UNTOLD = "untold"  # a code without a letter: a class of NAF 2025, or a NAP code of before 1993; the string does not say

SHAPE = re.compile(r"(\d\d)\.?(\d)(\d?)([A-Z]?)")
# Sub-classes of NAF rév. 2 end with A-F or Z, those of NAF 2025 with G, H, J, K, L or Y: no string is in both.
LETTERS_2025 = frozenset("GHJKLY")


@dataclass(frozen=True)
class Activity:
    """An activity code as INSEE writes it (`62.01Z`) and its nomenclature: NAFRev2, NAF2025, older or untold."""

    code: str
    nomenclature: str


def normalise(text: str) -> Activity | None:
    """The code with its dot and capital letter, and its nomenclature; None when it is not an activity code.

    The letter tells NAF 2025 from rév. 2; a code of three digits and a letter is older than 2008. A unit closed long
    ago keeps its old code for ever, so four digits alone are not taken for a class of NAF 2025.
    """
    shape = SHAPE.fullmatch(text.strip().upper())
    if shape is None:
        return None
    division, group, last, letter = shape.groups()
    code = f"{division}.{group}{last}{letter}"
    if last and not letter:
        return Activity(code, UNTOLD)
    if last and letter in LETTERS_2025:
        return Activity(code, NAF2025)
    return Activity(code, REV2 if code in _rev2() else OLDER)


@cache
def _rev2() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in read_table("naf_rev2")}


def aggregate(code: str, level: str) -> str | None:
    """The aggregate of a NAF rév. 2 code at level A5, A10, A17, A21, A38 or A88; None for another nomenclature."""
    row = _rev2().get(code)
    column = "division" if level == "A88" else level.lower()
    return row[column] if row else None


@cache
def divisions_of(level: str) -> dict[str, str]:
    """The aggregate of each division (A88) at a level: a division never straddles two."""
    column = "division" if level == "A88" else level.lower()
    return {row["division"]: row[column] for row in read_table("naf_rev2")}


@cache
def label(level: str, code: str) -> Text:
    """The label of an aggregate; the code itself where it is unknown."""
    found = next((row for row in read_table("naf_levels") if (row["level"], row["code"]) == (level, code)), None)
    return Text(found["label_fr"], found["label_en"]) if found else Text(code, code)


def is_excluded(code: str, nomenclature: str | None) -> bool:
    """Whether the statistical field of the social economy leaves this activity out (per nomenclature)."""
    return (nomenclature or REV2, code) in _exclusions()


@cache
def _exclusions() -> frozenset[tuple[str, str]]:
    return frozenset((row["nomenclature"], row["code"]) for row in read_table("naf_exclusions"))
