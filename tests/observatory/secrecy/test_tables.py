"""What is hidden, why, and that it depends on nothing else than the cells."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.observatory.errors import EssaimError, UsageError
from essaim.observatory.secrecy.rules import REGIMES, Cell, reasons, rule_set, rule_sets, strictest
from essaim.observatory.secrecy.tables import Table, publish
from essaim.observatory.secrecy.trees import Tree
from tests.observatory.secrecy.attack import cell, random_table

RULES = rule_set()
ROWS, COLUMNS = Tree(dict.fromkeys("abc", "T")), Tree(dict.fromkeys("xyz", "S"))


def table_of(**told: Cell) -> Table:
    """Nine safe cells of 20 units but those told ("ax")."""
    cells = {(row, column): cell(*[10] * 20) for row in "abc" for column in "xyz"}
    return Table((ROWS, COLUMNS), cells | {(key[0], key[1]): one for key, one in told.items()})


def test_the_strictest_regime_wins() -> None:
    assert strictest(["open", "agreement", "open_partial"]) == "agreement"
    assert strictest([]) == "open"
    assert [strictest(REGIMES[: count + 1]) for count in range(4)] == list(REGIMES)


@pytest.mark.parametrize(
    ("name", "told", "reason"),
    [
        ("insee_entreprises", Cell(30, 2, 0.5), "frequency"),
        ("insee_entreprises", Cell(30, 3, 0.85), None),
        ("insee_entreprises", Cell(30, 3, 0.86), "dominance"),
        ("insee_entreprises", Cell(30, 3), "dominance"),
        ("insee_entreprises", Cell(4, 4, 0.25), None),
        ("insee_lieu_travail", Cell(4, 4, 0.25), "frequency"),
        ("insee_lieu_travail", Cell(9e5, 4, 0.5, quantity="payroll", employees=30, largest_employee=0.81), "dominance"),
        ("insee_lieu_travail", Cell(9e5, 4, 0.5, quantity="payroll", employees=30, largest_employee=0.8), None),
        ("insee_lieu_travail", Cell(9e5, 4, 0.5, quantity="payroll", employees=4, largest_employee=0.5), "frequency"),
        ("opensafely", Cell(7, 7, quantity="units"), "frequency"),
        ("opensafely", Cell(8, 8, quantity="units"), None),
        ("acro", Cell(100, 10, 0.5, 0.45), "dominance"),
        ("acro", Cell(100, 10, 0.88, 0.01), None),
        ("acro", Cell(100, 10, 0.5), "dominance"),
        ("acro", Cell(100, 9, 0.2, 0.1), "frequency"),
        ("acro", Cell(30, 1, regime="open"), None),
        ("acro", Cell(0, 0), None),
    ],
)
def test_each_rule(name: str, told: Cell, reason: str | None) -> None:
    assert rule_set(name).against(told) == reason


def test_rule_sets_have_sources_and_reasons_have_words() -> None:
    assert all(one.source.startswith("https://") and one.version for one in rule_sets().values())
    assert len(reasons()) == 7
    with pytest.raises(UsageError, match="unknown secrecy rules"):
        rule_set("none")


def test_the_smallest_safe_sibling_is_hidden_first_and_no_total() -> None:
    table = table_of(ax=cell(6, 5), ay=cell(*[1] * 12), by=cell(*[2] * 15), bx=cell(*[3] * 20))
    shown = publish(table, RULES)
    hidden = {"".join(key): one.reason for key, one in shown.items() if one.value is None}
    assert hidden == {"ax": "frequency", "ay": "secondary", "bx": "secondary", "by": "secondary"}
    assert shown["a", "x"].suppressed_by == RULES.id
    assert shown["a", "x"].words == reasons()["frequency"]


def test_a_lone_row_hides_its_total_only_when_nothing_else_can_move() -> None:
    row = Tree({"C": None})
    wide = Table((row, COLUMNS), {("C", "x"): cell(9), ("C", "y"): cell(*[9] * 9), ("C", "z"): cell(*[9] * 12)})
    assert wide.hide(RULES) == {("C", "x"), ("C", "y")}
    alone = Table((row, COLUMNS), {("C", "x"): cell(9), ("C", "y"): Cell(90, 9, regime="open")})
    assert alone.hide(RULES) == {("C", "x"), ("C", "S")}


@pytest.mark.parametrize("missing", ["source_secret", "stale", "not_comparable", "absent"])
def test_a_sum_that_lacks_a_term_is_not_a_sum(missing: str) -> None:
    shown = publish(table_of(ax=Cell(None, 5, regime="open", missing=missing)), RULES)
    gone = {key: one.reason for key, one in shown.items() if one.value is None}
    assert gone == dict.fromkeys([("a", "x"), ("a", "S"), ("T", "x"), ("T", "S")], missing)


def test_the_largest_unit_of_a_sum_may_be_larger_than_in_any_of_its_parts() -> None:
    parts = {("a", "x"): cell(*[10] * 9), ("b", "x"): cell(*[10] * 9)}
    columns = Tree({"x": None})
    assert publish(Table((ROWS, columns), parts), RULES)["T", "x"].value == 180
    whole = Table((ROWS, columns), parts | {("T", "x"): Cell(180, 2, 0.9)})
    assert publish(whole, RULES)["T", "x"].reason == "frequency"


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_suppression_depends_neither_on_the_order_of_rows_nor_on_being_done_once(seed: int) -> None:
    table = random_table(seed)
    once = table.hide(RULES)
    assert table.hide(RULES) == once == table.hide(RULES, once)
    mixed = list(table.leaves.items())
    random.Random(seed).shuffle(mixed)
    trees = [Tree(dict(reversed(tree.parents.items()))) for tree in table.dimensions]
    assert Table(trees, dict(mixed)).hide(RULES) == once


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_what_is_shown_is_true_and_what_is_hidden_has_a_reason(seed: int) -> None:
    table = random_table(seed)
    for key, one in publish(table, RULES).items():
        assert (one.value is None) == (one.reason is not None) == (one.status == "suppressed")
        assert one.value is None or one.value == table.cells[key].value


def test_rounding_rules_round_what_they_guard() -> None:
    shown = publish(table_of(ax=Cell(503, 40, 0.1, 0.1), ay=Cell(503, 40, regime="open")), rule_set("acro"))
    assert (shown["a", "x"].value, shown["a", "y"].value) == (505, 503)


def test_confidential_and_impossible_cells_are_refused() -> None:
    with pytest.raises(EssaimError, match="confidential"):
        table_of(ax=Cell(100, 40, 0.1, regime="confidential"))
    with pytest.raises(EssaimError, match="impossible value"):
        table_of(ax=Cell(-1, 40))
