"""Secondary suppression: hide what a protected cell could be solved from.

A reader who knows every published cell knows a protected value no better than the other tables that publish the same.
So each protected cell is given such tables: amounts are moved around a rectangle of leaves (a box in more dimensions),
out of one and into the next, so that every sum stays but those between the corners, which must be hidden. Moves are
chosen until the protected value could be larger, and smaller, by a tenth and by at least one. A proof by construction:
what solves the published sums for the protected cell finds these tables too.

A unit alone in a cell knows its value. Whatever moved through such a cell is moved again without it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from essaim.observatory.secrecy.rules import Cell, Reason
from essaim.observatory.secrecy.trees import Tree

Key = tuple[str, ...]
PROTECTION, LEAST = 0.10, 1.0  # MAN(10) of INSEE's tools; and no whole number is told apart from the next
JUST_OVER, DUST = 1 + 1e-6, 1e-9
NO_LIMIT = float("inf")


@dataclass(frozen=True)
class Move:
    """Amounts moved between leaves: into `gaining`, out of `losing`. `touched` are the cells that change."""

    gaining: tuple[Key, ...]
    losing: tuple[Key, ...]
    touched: tuple[Key, ...]


@dataclass
class Slack:
    """How much further a value must be able to go, and the table that it has gone to so far, as differences."""

    wanted: float
    sign: int
    moved: dict[Key, float] = field(default_factory=dict)

    def capacity(self, move: Move, amounts: Mapping[Key, float]) -> float:
        losing = move.losing if self.sign > 0 else move.gaining
        return min((amounts[key] + self.moved.get(key, 0.0) for key in losing), default=NO_LIMIT)

    def go(self, move: Move, amounts: Mapping[Key, float]) -> None:
        step = min(self.wanted, self.capacity(move, amounts))
        for keys, sign in ((move.gaining, self.sign), (move.losing, -self.sign)):
            for key in keys:
                self.moved[key] = self.moved.get(key, 0.0) + sign * step
        self.wanted -= step


class Shield:
    """The cells hidden so far, and how to hide more."""

    def __init__(self, dimensions: tuple[Tree, ...], cells: Mapping[Key, Cell], leaves: Iterable[Key]) -> None:
        self.dimensions = dimensions
        self.cells = cells
        # What a reader knows already, open cells and cells without unit, cannot move.
        self.amounts = {
            key: float(value)
            for key in leaves
            if key in cells and cells[key].units and (value := cells[key].value) is not None
        }
        self.lone = {key for key in self.amounts if cells[key].units == 1}
        self.hidden: set[Key] = set()
        self._costs: dict[Key, tuple[int, float]] = {}

    def protect(self, key: Key) -> None:
        """Against every reader, then against each unit alone in a cell that the first protection rests on."""
        for known in sorted(self._protect(key, None) & self.lone):
            self._protect(key, known)

    def _protect(self, key: Key, known: Key | None) -> set[Key]:
        """Hide until the cell may be a tenth larger and smaller; returns the leaves that this rests on."""
        inside = set(product(*(tree.under[code] for tree, code in zip(self.dimensions, key, strict=True))))
        free = sum(self.amounts[leaf] for leaf in inside & self.amounts.keys() if leaf != known)
        need = max(free * PROTECTION, LEAST) * JUST_OVER
        slacks = (Slack(need, 1), Slack(min(need, free), -1))
        used: set[Key] = set()
        while any(slack.wanted > DUST for slack in slacks):
            move = self._best(key, known, [slack for slack in slacks if slack.wanted > DUST])
            if move is None:
                break
            self.hidden.update(move.touched)
            for slack in slacks:
                slack.go(move, self.amounts)
            used.update(move.gaining, move.losing)
        return used - inside

    def _best(self, key: Key, known: Key | None, slacks: list[Slack]) -> Move | None:
        """What hides the lowest totals, then the smallest values."""
        best, least = None, None
        for move in self._moves(key, known):
            capacities = [slack.capacity(move, self.amounts) for slack in slacks]
            if max(capacities) <= DUST:
                continue
            new = [cell for cell in move.touched if cell not in self.hidden]
            height, value = self._cost(new)
            short = any(capacity < slack.wanted for capacity, slack in zip(capacities, slacks, strict=True))
            cost = (height, bool(new) and short, value, len(new), move.gaining, move.losing)
            if least is None or cost < least:
                best, least = move, cost
        return best

    def _cost(self, new: list[Key]) -> tuple[int, float]:
        """How high the totals are that would be hidden, and how much is; virtual cells cost nothing."""
        height, value = 0, 0.0
        for key in new:
            if key not in self._costs:
                pairs = list(zip(self.dimensions, key, strict=True))
                seen = not any(code in tree.virtual for tree, code in pairs)
                amount = float(self.cells[key].value or 0) if seen else 0.0
                self._costs[key] = (sum(tree.ranks[code] for tree, code in pairs) if seen else 0, amount)
            height += self._costs[key][0]
            value += self._costs[key][1]
        return height, value

    def _moves(self, key: Key, known: Key | None) -> Iterator[Move]:
        """Every box with one corner in the cell and the opposite one outside, in every dimension; outside the table
        (None) is outside too, at the price of the totals."""
        choices = []
        for tree, code in zip(self.dimensions, key, strict=True):
            inside = tree.under[code]
            outside = [leaf for leaf in tree.leaves if leaf not in inside]
            choices.append([(one, other) for one in inside for other in (*outside, None)])
        for pairs in product(*choices):
            corners = self._corners(pairs)
            if known in corners or not all(corner in self.amounts for corner in corners):
                continue
            strands = [tree.between(*pair) for tree, pair in zip(self.dimensions, pairs, strict=True)]
            gaining, losing = (tuple(one for one in corners if corners[one] == side) for side in (0, 1))
            yield Move(gaining, losing, tuple(product(*strands)))

    @staticmethod
    def _corners(pairs: tuple[tuple[str, str | None], ...]) -> dict[Key, int]:
        """The corners inside the table: 0 where the amount comes in, 1 where it goes out, in turn."""
        corners: dict[Key, int] = {(): 0}
        for one, other in pairs:
            corners = {
                (*key, code): (side + turn) % 2
                for key, side in corners.items()
                for turn, code in enumerate((one, other))
                if code is not None
            }
        return corners


def shielded(
    dimensions: tuple[Tree, ...],
    cells: Mapping[Key, Cell],
    leaves: Iterable[Key],
    primary: Mapping[Key, Reason],
    hidden: frozenset[Key],
) -> frozenset[Key]:
    """What must be hidden so that no primary cell is solved; the largest first, so that the others rest on them.

    Done again until nothing changes: the outcome, given back as `hidden`, is its own outcome.
    """
    shield = Shield(dimensions, cells, leaves)
    shield.hidden.update(hidden)
    order = sorted(primary, key=lambda key: (-(cells[key].value or 0), key))
    before = -1
    while before != len(shield.hidden):
        before = len(shield.hidden)
        for key in order:
            shield.protect(key)
    return frozenset(shield.hidden)
