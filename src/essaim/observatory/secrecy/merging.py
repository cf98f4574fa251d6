"""Small families merged into "other families", rather than a table with holes.

The order of merging is that of the nomenclature, never that of the data of a territory: every group is the first
members of one list, so that a group of one territory is the same, or is held, in the next.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from essaim.observatory.language import Text
from essaim.observatory.reference.tables import read_table
from essaim.observatory.secrecy.rules import RuleSet
from essaim.observatory.secrecy.shielding import Key
from essaim.observatory.secrecy.tables import NOBODY, Shown, Table, publish
from essaim.observatory.secrecy.trees import Tree

GROUP = "_O"
OTHER_FAMILIES = Text("autres familles", "other families")


def merge_order() -> tuple[str, ...]:
    """Families, the first to be merged first: the nomenclature from its end, so that associations stay to the last."""
    return tuple(row["code"] for row in reversed(read_table("families")) if not row["parent"])


def with_groups(members: Iterable[str], total: str, order: Sequence[str]) -> Tree:
    """A flat dimension with the groups that its members may be merged into: "_O2" is the first two of the order, and
    so on. Groups are part of the table: they can be found by subtraction wherever they are not shown."""
    listed = sorted(members, key=order.index)
    parents: dict[str, str | None] = dict.fromkeys(listed, total)
    groups = [f"{GROUP}{size}" for size in range(2, len(listed))]
    for size, group in enumerate(groups, start=2):
        parents |= dict.fromkeys(listed[:2] if size == 2 else [groups[size - 3], listed[size - 1]], group)
    if groups:
        parents[groups[-1]] = total
    return Tree(parents, virtual=groups)


def publish_merged(table: Table, rules: RuleSet, families: int = 1, hidden: Iterable[Key] = ()) -> dict[Key, Shown]:
    """Every cell as it may be shown; where a row has holes, the smallest group that fills them all takes their place.

    `families` is the dimension made by `with_groups`. Of the groups, only those that a row needs are given. A row
    keeps holes only where its total may not be shown either.
    """
    tree, kept_back = table.dimensions[families], frozenset(hidden) | table.primary(rules).keys()
    before = -1
    while before != len(kept_back):
        before = len(kept_back)
        kept_back = _filled(table, table.hide(rules, _filled(table, kept_back, families)), families)
    into = {
        (*row[:families], member, *row[families:]): group
        for row, group in _groups(table, kept_back, families).items()
        for member in tree.parents
        if member != group and group in tree.paths[member]
    }
    used = {(*key[:families], group, *key[families + 1 :]) for key, group in into.items()}
    return {
        key: replace(cell, status="merged", into=into[key]) if key in into and cell.status == "suppressed" else cell
        for key, cell in publish(table, rules, kept_back).items()
        if key in used or key[families] not in tree.virtual
    }


def _filled(table: Table, hidden: frozenset[Key], families: int) -> frozenset[Key]:
    """With every member of the groups hidden: a group with one member in sight would only be a smaller group."""
    members = table.dimensions[families].paths.items()
    rows = _groups(table, hidden, families).items()
    return hidden | {
        key
        for row, group in rows
        for member, path in members
        if member != group and group in path
        if table.guarded.get(key := (*row[:families], member, *row[families:]), NOBODY).units
    }


def _groups(table: Table, hidden: frozenset[Key], families: int) -> dict[Key, str]:
    """By row, the smallest group in sight that holds all that is hidden in it; the total when no other does."""
    tree = table.dimensions[families]
    holes: dict[Key, set[str]] = {}
    for key in hidden & table.guarded.keys():
        if key[families] in tree.leaves:
            holes.setdefault((*key[:families], *key[families + 1 :]), set()).add(key[families])
    found = {}
    for row, members in holes.items():
        holding = [code for code in tree.parents if code not in tree.leaves and members <= set(tree.under[code])]
        seen = [code for code in holding if (*row[:families], code, *row[families:]) not in hidden]
        if seen:
            found[row] = min(seen, key=lambda code: len(tree.under[code]))
    return found
