"""The rules on a cell, and the regimes of what they bind."""

import pytest

from essaim.observatory.errors import EssaimError
from essaim.observatory.secrecy.rules import REGIMES, Cell, binding, bound, reasons, rule_sets, strictest


def test_the_strictest_regime_wins() -> None:
    assert strictest(["open", "agreement", "open_partial"]) == "agreement"
    assert strictest([]) == "open"
    assert [strictest(REGIMES[: count + 1]) for count in range(4)] == list(REGIMES)


def test_only_an_agreement_binds_and_what_is_confidential_enters_nothing() -> None:
    assert [bound(regime) for regime in REGIMES[:3]] == [False, False, True]
    with pytest.raises(EssaimError, match="confidential"):
        bound("confidential")


@pytest.mark.parametrize(
    ("name", "told", "reason"),
    [
        ("insee_entreprises", Cell(30, 2, 0.5, 0.5), "frequency"),
        ("insee_entreprises", Cell(30, 3, 0.85, 0.1), None),
        ("insee_entreprises", Cell(30, 3, 0.86, 0.1), "dominance"),
        ("insee_entreprises", Cell(4, 4, 0.25, 0.25), None),
        ("insee_lieu_travail", Cell(4, 4, 0.25, 0.25), "frequency"),
        ("insee_lieu_travail", Cell(30, 2, 0.5, 0.5), "frequency"),
        ("insee_lieu_travail", Cell(30, 3, 0.5, 0.45), None),
        ("insee_groupes", Cell(30, 3, 0.5, 0.45), "dominance"),
        ("insee_groupes", Cell(30, 3, 0.5, 0.4), None),
        ("insee_groupes", Cell(4, 4, 0.25, 0.25), "frequency"),
        ("insee_groupes", Cell(0, 0, 0.0, 0.0), "frequency"),
    ],
)
def test_each_rule(name: str, told: Cell, reason: str | None) -> None:
    assert rule_sets()[name].against(told) == reason


def test_each_row_adds_to_the_one_that_it_extends() -> None:
    rules = binding()
    assert (rules.min_units, rules.max_first, rules.min_employees, rules.max_two) == (3, 0.85, 5, 0.9)


def test_rule_sets_have_sources_and_reasons_have_words() -> None:
    assert all(one.source.startswith("https://") and one.version for one in rule_sets().values())
    assert reasons().keys() == {"frequency", "dominance", "secondary"}
    assert all(told.fr != told.en for told in reasons().values())
