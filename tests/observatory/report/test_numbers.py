"""Numbers as a French or English reader writes them."""

import pytest

from essaim.observatory.diagnosis.figure import Dates, Figure, Grade
from essaim.observatory.language import Language
from essaim.observatory.reference.geography import find_territory
from essaim.observatory.report.numbers import amount, interval, number, ordinal, percent, rounded, shown

DATES = Dates("Sirene 2026-11", "2026-11-01", 2026, "2026-11-25T00:00:00+00:00")
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
    missing = Figure("W6", find_territory("FR"), None, "share", "estimated", DATES)
    for figure in (None, missing):
        assert shown(figure, language) == "–"
        assert interval(figure, language) == ""


def estimate(value: float, low: float, high: float, unit: str, grade: Grade) -> Figure:
    return Figure("W3", find_territory("FR"), value, unit, "estimated", DATES, low=low, high=high, grade=grade)


@pytest.mark.parametrize(
    ("grade", "value", "written"),
    [("B", 21_888, "21,890"), ("C", 21_888, "21,900"), ("D", 21_888, "21,900"), ("C", 333, "330"), ("D", 14.6, "15")],
)
def test_estimated_posts_are_rounded_by_their_grade(grade: Grade, value: float, written: str) -> None:
    assert shown(estimate(value, value * 0.9, value * 1.1, "jobs", grade), "en") == written


def test_a_vague_share_has_no_decimals_and_a_sure_one_has() -> None:
    assert shown(estimate(0.1166, 0.1067, 0.127, "share", "C"), "en") == "12%"
    assert interval(estimate(0.1166, 0.1067, 0.127, "share", "C"), "en") == f"11{FIXED}to{FIXED}13%"
    assert shown(estimate(0.1166, 0.1157, 0.117, "share", "B"), "en") == "11.7%"
    assert shown(estimate(0.0166, 0.0107, 0.027, "share", "D"), "en") == "1.7%"
    assert shown(estimate(0.0496, 0.046, 0.054, "share", "C"), "en") == "5%", "as 5.1% would be"


@pytest.mark.parametrize("grade", ["B", "C", "D"])
@pytest.mark.parametrize("value", [0, 0.4, 3.8, 55, 999, 123_456])
def test_rounding_never_changes_a_value_by_more_than_a_twentieth(grade: Grade, value: float) -> None:
    figure = estimate(value, value, value, "jobs", grade)
    assert abs(rounded(figure, value) - value) <= max(0.05 * value, 0.5)
    assert amount(rounded(figure, value), "jobs", "fr")


def test_nothing_and_everything_are_written_without_decimals() -> None:
    assert (percent(0, "fr"), percent(1, "fr")) == (f"0{FIXED}%", f"100{FIXED}%")
    assert (percent(0, "en"), percent(1, "en")) == ("0%", "100%")
    assert percent(0.00001, "fr") == f"<{FIXED}0,01{FIXED}%"


@pytest.mark.parametrize(
    ("gap", "french", "english"),
    [
        (0.0114, "+1,1 pt", "+1.1 pts"),
        (-0.0029, "−0,29 pt", "−0.29 pts"),
        (0.025, "+2,5 pts", "+2.5 pts"),
        (0.01, "+1,0 pt", "+1.0 pt"),
        (0, "0,00 pt", "0.00 pts"),
    ],
)
def test_gaps_of_shares_are_points(gap: float, french: str, english: str) -> None:
    assert amount(gap, "points", "fr") == french.replace(" ", FIXED)
    assert amount(gap, "points", "en") == english.replace(" ", FIXED)


def test_an_interval_of_points_names_them_once() -> None:
    assert interval(estimate(0.0114, -0.0038, 0.018, "points", "D"), "fr") == f"−0,38{FIXED}à{FIXED}+1,8{FIXED}pt"


@pytest.mark.parametrize(
    ("low", "high", "written"), [(20, 49, "20 to 49"), (2, 2, "2"), (10_000, None, "10,000 or more")]
)
def test_a_band_stands_for_the_head_count_of_one(low: int, high: int | None, written: str) -> None:
    banded = Figure("W3", find_territory("FR"), None, "jobs", "estimated", DATES, bound_low=low, bound_high=high)
    assert shown(banded, "en").replace(FIXED, " ") == written
    assert interval(banded, "en") == ""
