"""Folding and slips: two spellings of one name agree, and one letter is forgiven, no more."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.observatory.directory.needs import meant_by, needs
from essaim.observatory.directory.words import (
    asked_words,
    deletions,
    initials,
    key_words,
    one_slip_apart,
    words_of,
)

WORD = st.text(string.ascii_lowercase, min_size=4, max_size=12)


def slipped(draw: st.DrawFn, word: str) -> str:
    place = draw(st.integers(0, len(word) - 2))
    letter = draw(st.sampled_from(string.ascii_lowercase))
    return draw(
        st.sampled_from(
            [
                word[:place] + word[place + 1 :],
                word[:place] + letter + word[place:],
                word[:place] + letter + word[place + 1 :],
                word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            ]
        )
    )


@st.composite
def word_and_slip(draw: st.DrawFn) -> tuple[str, str]:
    word = draw(WORD)
    return word, slipped(draw, word)


@given(word_and_slip())
def test_one_slip_is_one_slip_and_leaves_a_form_in_common(pair: tuple[str, str]) -> None:
    word, typed = pair
    assert one_slip_apart(word, typed)
    assert one_slip_apart(typed, word)
    assert ({word} | deletions(word)) & ({typed} | deletions(typed))


@given(WORD)
def test_two_slips_are_not_one(word: str) -> None:
    assert not one_slip_apart(word, word + "zz")
    assert not one_slip_apart(word, "0" + word[1:-1] + "0")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("S.C.I.C. Été", ["scic", "ete"]),
        ("P.E.S. 21", ["pes", "21"]),
        ("PES21", ["pes", "21"]),
        ("L'Œuvre  d’Orient", ["l", "oeuvre", "d", "orient"]),
        ("", []),
    ],
)
def test_words_are_folded_and_acronyms_joined(typed: str, read: list[str]) -> None:
    assert words_of(typed) == read


def test_words_without_meaning_are_kept_when_there_are_no_others() -> None:
    assert key_words("Association de réparation des vélos") == ["association", "reparation", "velo"]
    assert key_words("Les uns, les autres et la") == ["uns", "autre"]
    assert key_words("DE LA") == ["de", "la"]


def test_the_acronym_that_people_make() -> None:
    assert initials(words_of("Pôle d'Économie Solidaire 21")) == "pes"
    assert initials(words_of("Les Amis")) == ""


@given(st.text(max_size=400))
def test_anything_may_be_asked(text: str) -> None:
    words = asked_words(text)
    assert len(words) <= 12
    assert all(word.isascii() and word.isalnum() for word in words)


@pytest.mark.parametrize(
    ("asked", "need", "alone"),
    [
        ("une association de réparation de vélos", "bicycle_repair", True),
        ("vélo club dijonnais", "bicycle_repair", False),
        ("garde d'enfants", "childcare", True),
        ("imprimeur", "printing", True),
        ("someone to repair my bike", "bicycle_repair", True),
        ("Bourgogne Active", None, False),
    ],
)
def test_a_question_is_read_as_a_need(asked: str, need: str | None, alone: bool) -> None:
    found, nothing_else = meant_by(asked_words(asked))
    assert (found.code if found else None, nothing_else) == (need, alone)


def test_needs_fit_in_one_number() -> None:
    assert len(needs()) <= 64
    assert len({need.bit for need in needs().values()}) == len(needs())
