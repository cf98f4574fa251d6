"""Numbers as a French or English reader writes them."""

import pytest

from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.language import Language
from essaim.observatory.reference.geography import find_territory
from essaim.observatory.report.numbers import bounds, number, ordinal, percent, shown

THIN, FIXED = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "decimals", "french", "english"),
    [
        (0, 0, "0", "0"),
        (1234, 0, f"1{THIN}234", "1,234"),
        (26_604_745, 0, f"26{THIN}604{THIN}745", "26,604,745"),
        (0.5, 1, "0,5", "0.5"),
        (-12.25, 2, "\N{MINUS SIGN}12,25", "\N{MINUS SIGN}12.25"),
    ],
)
def test_numbers(value: float, decimals: int, french: str, english: str) -> None:
    assert number(value, decimals, "fr") == french
    assert number(value, decimals, "en") == english


def test_percentages_keep_what_can_be_read() -> None:
    assert percent(0.1154, "fr") == f"11,5{FIXED}%"
    assert percent(0.1154, "en") == "11.5%"
    assert percent(0.0004, "fr") == f"0,04{FIXED}%"


@pytest.mark.parametrize(("place", "french", "english"), [(1, "1er", "1st"), (2, "2e", "2nd"), (11, "11e", "11th")])
def test_ranks(place: int, french: str, english: str) -> None:
    assert ordinal(place, "fr") == french
    assert ordinal(place, "en") == english


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_missing_figure_is_a_dash_and_never_a_zero(language: Language) -> None:
    missing = Figure("W6", find_territory("FR"), None, "share", "estimated", "Sirene 2026-11")
    for figure in (None, missing):
        assert shown(figure, language) == "–"
        assert bounds(figure, language) == ""
