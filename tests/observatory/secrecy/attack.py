"""An attacker: what linear programming finds of a hidden cell from everything that is published."""

import random
from collections.abc import Iterable
from itertools import product

import numpy as np
from scipy.optimize import linprog

from essaim.observatory.secrecy.rules import Cell
from essaim.observatory.secrecy.tables import Table
from essaim.observatory.secrecy.trees import Tree

FAMILIES = ("association", "cooperative", "foundation", "mutual")


def families(*members: str) -> Tree:
    return Tree(dict.fromkeys(members or FAMILIES, "_T"))


def territories(intercommunalities: int = 2, communes: int = 3) -> Tree:
    places = {f"E{one}": "D" for one in range(intercommunalities)}
    return Tree(
        places | {f"C{one}{two}": f"E{one}" for one, two in product(range(intercommunalities), range(communes))}
    )


def random_cell(draw: random.Random) -> Cell:
    units = draw.choice((0, 1, 1, 2, 3, 5, 9, 20))
    posts = [draw.choice((1, 2, 5, 12, 40, 250)) for _ in range(units)]
    return cell(*posts)


def cell(*posts: int) -> Cell:
    """The cell of these units."""
    first, second, *_ = [*sorted(posts, reverse=True), 0, 0]
    whole = sum(posts)
    return Cell(whole, len(posts), first / whole if whole else 0.0, second / whole if whole else 0.0)


def random_table(seed: int, dimensions: Iterable[Tree] | None = None) -> Table:
    draw = random.Random(seed)
    trees = tuple(dimensions or (territories(), families()))
    return Table(trees, {key: random_cell(draw) for key in product(*(tree.leaves for tree in trees))})


class Attack:
    """The published sums as equations over the leaves; what is open or without unit is known."""

    def __init__(self, table: Table, hidden: Iterable[tuple[str, ...]], known: tuple[str, ...] | None = None) -> None:
        self.leaves = {key: position for position, key in enumerate(table.leaves)}
        secret = table.guarded
        fixed = {leaf for leaf in table.leaves if leaf not in secret or not table.leaves[leaf].units or leaf == known}
        hidden = frozenset(hidden)
        self.rows = {key: np.zeros(len(self.leaves)) for key in table.cells}
        for leaf, position in self.leaves.items():
            for key in table.holding(leaf):
                self.rows[key][position] = 1
        truth = np.array([table.leaves[leaf].value or 0 for leaf in self.leaves])
        shown = [key for key in table.cells if key not in hidden]
        self.sums = np.array([self.rows[key] for key in shown])
        self.told = self.sums @ truth
        self.bounds = [
            (value, value) if leaf in fixed else (0, None) for leaf, value in zip(self.leaves, truth, strict=True)
        ]
        self.free = np.array([leaf not in fixed for leaf in self.leaves])
        self.truth = truth

    def range_of(self, key: tuple[str, ...]) -> tuple[float, float]:
        """The least and the most that a cell may be."""
        found = []
        for sign in (1, -1):
            done = linprog(sign * self.rows[key], A_eq=self.sums, b_eq=self.told, bounds=self.bounds, method="highs")
            found.append(sign * done.fun if done.status == 0 else -sign * np.inf)
        return found[0], found[1]

    def protected(self, key: tuple[str, ...]) -> bool:
        """Whether the secret part of the cell may be a tenth less, and a tenth more."""
        low, high = self.range_of(key)
        value = float(self.rows[key] @ self.truth)
        margin = 0.1 * float(self.rows[key] @ (self.truth * self.free))
        return low <= value - margin + 1e-6 and high >= value + margin - 1e-6 and high > low
