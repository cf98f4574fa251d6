"""Published tables attacked with linear programming: no protected cell is recovered within ±10 %."""

from itertools import product

import pytest

from essaim.observatory.secrecy.rules import Cell, rule_set
from essaim.observatory.secrecy.tables import Table
from essaim.observatory.secrecy.trees import Tree
from tests.observatory.secrecy.attack import Attack, cell, families, random_table, territories

pytestmark = pytest.mark.slow  # linear programmes, by the hundred

RULES = rule_set("insee_lieu_travail")
# The rest of a wide perimeter is not shown, but anyone can take strict away from wide.
PERIMETERS = Tree({"strict": "wide", "beyond": "wide"}, virtual={"beyond"})


@pytest.mark.parametrize("seed", range(12))
def test_no_protected_cell_is_recovered(seed: int) -> None:
    table = random_table(seed)
    hidden = table.hide(RULES)
    attack, primary = Attack(table, hidden), table.primary(RULES)
    assert primary
    assert [key for key in primary if not attack.protected(key)] == []
    # What is hidden for others may be guessed, being safe by itself, but is never solved.
    for key in hidden - primary.keys():
        low, high = attack.range_of(key)
        assert high - low > 0.5


@pytest.mark.parametrize("seed", range(20, 24))
def test_a_table_that_hides_only_what_rules_forbid_is_recovered(seed: int) -> None:
    table = random_table(seed)
    primary = table.primary(RULES)
    naive = Attack(table, primary)
    assert any(not naive.protected(key) for key in primary)


def test_one_more_hole_in_each_line_is_not_enough() -> None:
    """A large protected cell beside a tiny one: no cell is solved, but the large one is known within 1 %."""
    rows, columns = Tree({"a": "T", "b": "T", "c": "T"}), Tree({"x": "S", "y": "S", "z": "S"})
    cells = dict.fromkeys(product("abc", "xyz"), cell(*[30] * 20))
    cells |= {("a", "x"): cell(990, 5, 5), ("a", "y"): cell(2, 2, 1), ("b", "x"): cell(2, 2, 2)}
    table = Table((rows, columns), cells)
    holes = {("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")}
    low, high = Attack(table, holes).range_of(("a", "x"))
    assert high > low
    assert not Attack(table, holes).protected(("a", "x"))
    assert Attack(table, table.hide(RULES)).protected(("a", "x"))


@pytest.mark.parametrize("seed", range(30, 34))
def test_two_perimeters_side_by_side(seed: int) -> None:
    table = random_table(seed, (territories(1, 3), families("association", "cooperative"), PERIMETERS))
    attack = Attack(table, table.hide(RULES))
    assert [key for key in table.primary(RULES) if not attack.protected(key)] == []


@pytest.mark.parametrize("seed", range(40, 45))
def test_a_unit_alone_in_its_cell_recovers_no_other(seed: int) -> None:
    table = random_table(seed, (territories(2, 2), families("association", "cooperative", "mutual")))
    hidden, primary = table.hide(RULES), table.primary(RULES)
    lone = [leaf for leaf, one in table.guarded.items() if leaf in table.leaves and one.units == 1]
    for known in lone:
        attack = Attack(table, hidden, known)
        others = (key for key in primary if attack.rows[key] @ attack.free)
        assert [key for key in others if not attack.protected(key)] == []


def test_what_is_open_hides_nothing() -> None:
    """Anyone can take open cells away from a total: the only cell under agreement takes its totals with it."""
    rows, columns = Tree({"a": "T", "b": "T"}), Tree({"x": "S", "y": "S"})
    cells = {key: Cell(500, 40, 0.1, regime="open") for key in product("ab", "xy")}
    table = Table((rows, columns), cells | {("a", "x"): cell(30)})
    hidden = table.hide(RULES)
    assert hidden == {("a", "x"), ("a", "S"), ("T", "x"), ("T", "S")}
    assert Attack(table, hidden).protected(("T", "S"))
