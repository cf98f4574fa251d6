"""Small families are merged: no hole is left, and what is merged cannot be solved either."""

import random

import pytest

from essaim.observatory.secrecy.merging import merge_order, publish_merged, with_groups
from essaim.observatory.secrecy.rules import rule_set
from essaim.observatory.secrecy.tables import Table
from essaim.observatory.secrecy.trees import Tree
from tests.observatory.secrecy.attack import Attack, cell, random_cell, random_table, territories

RULES = rule_set("insee_lieu_travail")
FAMILIES = with_groups(("association", "cooperative", "foundation", "mutual"), "_T", merge_order())
ONE_PLACE = Tree({"C": None})


def test_associations_are_merged_last_and_groups_hold_one_another() -> None:
    assert merge_order()[-1] == "association"
    assert FAMILIES.under["_O2"] == ("foundation", "mutual")
    assert FAMILIES.under["_O3"] == ("cooperative", "foundation", "mutual")
    assert "_O4" not in FAMILIES.parents
    assert with_groups(("association", "mutual"), "_T", merge_order()).leaves == ("association", "mutual")


def test_an_unsafe_family_joins_the_smallest_ones_until_the_group_is_safe() -> None:
    cells = {
        ("C", "association"): cell(*[10] * 12),
        ("C", "cooperative"): cell(*[12] * 8),
        ("C", "mutual"): cell(8, 9, 7, 6),
        ("C", "foundation"): cell(6),
    }
    shown = publish_merged(Table((ONE_PLACE, FAMILIES), cells), RULES)
    assert {key[1]: (one.status, one.value, one.into) for key, one in shown.items()} == {
        "_O2": ("published", 36, None),
        "_T": ("published", 252, None),
        "association": ("published", 120, None),
        "cooperative": ("published", 96, None),
        "foundation": ("merged", None, "_O2"),
        "mutual": ("merged", None, "_O2"),
    }
    assert shown["C", "foundation"].reason == "frequency"
    assert shown["C", "mutual"].reason == "secondary"
    assert shown["C", "mutual"].suppressed_by == RULES.id


def solved_with_its_total(table: Table) -> bool:
    """Whether someone, a unit alone in its cell perhaps, solves a protected cell when nothing but the total is told."""
    hidden, primary = table.cells.keys() - {("C", "_T")}, table.primary(RULES)
    lone = [leaf for leaf in table.leaves if table.leaves[leaf].units == 1]
    attacks = [Attack(table, hidden, known) for known in (None, *lone)]
    return any(not one.protected(key) for one in attacks for key in primary if one.rows[key] @ one.free)


def test_a_single_row_has_no_hole_unless_its_total_is_unsafe() -> None:
    draw, merged = random.Random(7), 0
    for _ in range(200):
        table = Table((ONE_PLACE, FAMILIES), {("C", one): random_cell(draw) for one in FAMILIES.leaves})
        shown = publish_merged(table, RULES)
        merged += any(one.status == "merged" for one in shown.values())
        if shown["C", "_T"].status == "published":
            assert all(one.status != "suppressed" for one in shown.values())
        else:
            assert ("C", "_T") in table.primary(RULES) or solved_with_its_total(table)
    assert merged > 50


@pytest.mark.parametrize("seed", range(6))
def test_nested_territories_have_no_hole_where_the_total_is_shown_and_resist(seed: int) -> None:
    table = random_table(seed, (territories(), FAMILIES))
    shown = publish_merged(table, RULES)
    for (place, _), one in shown.items():
        assert one.status != "suppressed" or shown[place, "_T"].status == "suppressed"
    # The groups that are not shown are as good as hidden; those that could be found again by subtraction are equations.
    attack = Attack(table, {key for key in table.cells if key not in shown or shown[key].value is None})
    assert [key for key in table.primary(RULES) if not attack.protected(key)] == []


def test_merging_again_what_was_merged_changes_nothing() -> None:
    table = random_table(3, (territories(), FAMILIES))
    shown = publish_merged(table, RULES)
    hidden = [key for key, one in shown.items() if one.status != "published"]
    assert publish_merged(table, RULES, hidden=hidden) == shown
