"""Tables whose cells add up in every direction, and what of them may be published.

A dimension is a tree: communes in intercommunalities in départements, families under their total, the strict perimeter
within the wide one. Every crossing of the trees is a cell; the cells above the leaves are sums.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

from essaim.observatory.errors import EssaimError
from essaim.observatory.language import Text
from essaim.observatory.secrecy.rules import Cell, Reason, RuleSet, bound, reasons, strictest
from essaim.observatory.secrecy.shielding import Key, shielded
from essaim.observatory.secrecy.trees import Tree

NOBODY = Cell(0, 0, regime="open")
Status = Literal["published", "merged", "suppressed"]


@dataclass(frozen=True)
class Shown:
    """A cell as it is published: its value, or why there is none and by which rules. `into` is the group that a merged
    cell is part of."""

    status: Status
    value: float | None
    reason: Reason | None = None
    into: str | None = None
    suppressed_by: str | None = None

    @property
    def words(self) -> Text | None:
        return reasons()[self.reason] if self.reason else None


class Table:
    """Cells by their codes, one in each dimension; what is not given has no unit.

    `cells` are of leaves; those given for sums only correct the units and largest shares that sums cannot know (an
    organisation with establishments in several communes). Values are never negative.
    """

    def __init__(self, dimensions: Iterable[Tree], cells: Mapping[Key, Cell]) -> None:
        self.dimensions = tuple(dimensions)
        leaves = set(product(*(tree.leaves for tree in self.dimensions)))
        self.leaves = {key: cells[key] for key in sorted(leaves & cells.keys())}
        _check(self.leaves)
        self.cells: dict[Key, Cell] = dict.fromkeys(product(*(tree.parents for tree in self.dimensions)), NOBODY)
        # What the rules look at: anyone can take what is open away, so only the rest of a cell counts.
        self.guarded: dict[Key, Cell] = {}
        for key, cell in self.leaves.items():
            for above in self.holding(key):
                self.cells[above] = _sum(self.cells[above], cell)
                if bound(cell.regime):
                    self.guarded[above] = _sum(self.guarded[above], cell) if above in self.guarded else cell
        for key in cells.keys() & self.guarded.keys() - leaves:
            told = cells[key]
            self.guarded[key] = replace(self.guarded[key], units=told.units, largest=told.largest, second=told.second)

    def holding(self, key: Key) -> Iterable[Key]:
        """The cells that a leaf adds to, itself among them."""
        return product(*(tree.paths[code] for tree, code in zip(self.dimensions, key, strict=True)))

    def primary(self, rules: RuleSet) -> dict[Key, Reason]:
        """The cells that may not be shown by themselves, and why."""
        found = {key: rules.against(cell) for key, cell in self.guarded.items()}
        return {key: reason for key, reason in found.items() if reason}

    @property
    def missing(self) -> dict[Key, Reason]:
        """The cells that have no value, and why: a sum that lacks a term is not a sum."""
        return {key: cell.missing or "absent" for key, cell in self.cells.items() if cell.value is None}

    def hide(self, rules: RuleSet, already: Iterable[Key] = ()) -> frozenset[Key]:
        """All that must be hidden: what the rules forbid, what is missing, and what these could be solved from."""
        primary = self.primary(rules)
        hidden = frozenset(already) | primary.keys() | self.missing.keys()
        return shielded(self.dimensions, self.guarded, self.leaves, primary, hidden) if primary else hidden


def publish(table: Table, rules: RuleSet, hidden: Iterable[Key] = ()) -> dict[Key, Shown]:
    """Every cell as it may be shown. `hidden` adds to what is hidden; giving back what was hidden changes nothing."""
    told = table.primary(rules) | table.missing
    kept_back = table.hide(rules, hidden)
    return {
        key: Shown("suppressed", None, told.get(key, "secondary"), suppressed_by=rules.id)
        if key in kept_back
        else Shown("published", rounded(table.cells[key].value, rules if key in table.guarded else None))
        for key in table.cells
    }


def rounded(value: float | None, rules: RuleSet | None) -> float | None:
    """To the base of the rules, half up."""
    if value is None or rules is None or rules.rounding is None:
        return value
    return rules.rounding * math.floor(value / rules.rounding + 0.5)


def _check(leaves: Mapping[Key, Cell]) -> None:
    for key, cell in leaves.items():
        if cell.value is not None and not (math.isfinite(cell.value) and cell.value >= 0):
            raise EssaimError(
                Text(
                    f"valeur impossible dans un tableau à protéger : {cell.value} ({', '.join(key)})",
                    f"impossible value in a table to protect: {cell.value} ({', '.join(key)})",
                )
            )


def _sum(one: Cell, other: Cell) -> Cell:
    """Of disjoint units; an unknown share stays unknown."""
    if one is NOBODY:
        return other
    missing = one.missing or other.missing or ("absent" if None in (one.value, other.value) else None)
    value = None if one.value is None or other.value is None else one.value + other.value
    first, second = _largest(one, other, value)
    return replace(
        one,
        value=value,
        units=one.units + other.units,
        largest=first,
        second=second,
        regime=strictest((one.regime, other.regime)),
        employees=None if one.employees is None or other.employees is None else one.employees + other.employees,
        largest_employee=None
        if one.largest_employee is None or other.largest_employee is None
        else max(one.largest_employee, other.largest_employee),
        missing=missing,
    )


def _largest(one: Cell, other: Cell, value: float | None) -> tuple[float | None, float | None]:
    """The shares of the two largest units in the sum; the second, where not told, at most what it can be."""
    if not value:
        return (None, None) if value is None else (0.0, 0.0)
    amounts = []
    for cell in (one, other):
        if cell.value and cell.largest is None:
            return None, None
        first = cell.largest or 0.0
        second = min(first, 1 - first) if cell.second is None else cell.second
        amounts += [first * (cell.value or 0), second * (cell.value or 0)]
    *_, second, first = sorted(amounts)
    return first / value, second / value
