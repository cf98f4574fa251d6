"""Sentences claim no difference that the intervals do not support."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.observatory.diagnosis.catalogue import CHAPTERS
from essaim.observatory.diagnosis.diagnose import diagnose
from essaim.observatory.diagnosis.figure import Dates, Figure
from essaim.observatory.reference.geography import find_territory
from essaim.observatory.report.sentences import compared, sentences
from essaim.observatory.store.reader import Store

DATES = Dates("Sirene 2026-11", None, 2026, "2026-11-25T00:00:00+00:00")


def figure(low: float, value: float, high: float) -> Figure:
    return Figure("W6", find_territory("FR"), value, "share", "estimated", DATES, low=low, high=high)


@pytest.mark.parametrize(
    ("mine", "theirs", "difference"),
    [
        ((0.10, 0.11, 0.12), (0.08, 0.09, 0.099), "more"),
        ((0.10, 0.11, 0.12), (0.08, 0.09, 0.101), "more"),  # the intervals touch; that of the gap is above nought
        ((0.10, 0.11, 0.12), (0.09, 0.10, 0.11), "unclear"),
        ((0.05, 0.06, 0.07), (0.08, 0.09, 0.10), "less"),
    ],
)
def test_the_interval_of_the_gap_makes_a_difference(
    mine: tuple[float, float, float], theirs: tuple[float, float, float], difference: str
) -> None:
    assert compared(figure(*mine), figure(*theirs)) == difference


numbers = st.lists(st.floats(0, 1), min_size=3, max_size=3).map(sorted)


@given(numbers, numbers)
def test_comparisons_are_symmetric(one: list[float], other: list[float]) -> None:
    opposite = {"more": "less", "less": "more", "unclear": "unclear"}
    assert compared(figure(*other), figure(*one)) == opposite[compared(figure(*one), figure(*other))]


@given(numbers, numbers)
def test_intervals_apart_always_make_a_difference(one: list[float], other: list[float]) -> None:
    (low, _, _), (_, _, high) = one, other
    if low > high:
        assert compared(figure(*one), figure(*other)) == "more"


@given(numbers)
def test_a_missing_figure_is_never_compared(one: list[float]) -> None:
    missing = Figure("W6", find_territory("FR"), None, "share", "estimated", DATES)
    assert compared(figure(*one), missing) == "unclear"


@pytest.mark.parametrize("name", ["Dijon Métropole", "Chenôve", "Jura", "FR"])
def test_every_chapter_is_told_in_both_languages_with_the_numbers_of_its_tables(small_store: Store, name: str) -> None:
    diagnosis = diagnose(small_store, find_territory(name))
    for chapter in CHAPTERS:
        for sentence in sentences(diagnosis, chapter):
            for words in sentence:
                assert words.endswith(".")
                assert "{" not in words
                assert "None" not in words
                assert not re.search(r"  |\( ", words)


def test_the_sentence_on_the_weight_follows_the_intervals(small_store: Store) -> None:
    """Whatever the figures are, the words agree with them."""
    for name in ("Dijon Métropole", "Jura", "Dole", "Côte-d'Or"):
        diagnosis = diagnose(small_store, find_territory(name))
        here, there = diagnosis.find("W6"), diagnosis.find("W6", diagnosis.parents[-1])
        if here is None or there is None or here.value is None:
            continue
        words = {"more": "above France", "less": "below France", "unclear": "cannot tell"}[compared(here, there)]
        assert any(words in sentence.en for sentence in sentences(diagnosis, "weight"))
