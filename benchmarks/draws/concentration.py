"""How far the jobs of a territory are gathered in few hands: computed on each draw, since HHI of means is too low."""

from dataclasses import dataclass

import numpy as np

from benchmarks.draws.intervals import quantiles
from essaim.observatory.estimation.bands import Floats, Ints, add_by

CANDIDATES = 40  # units of a territory, by estimate, among which its ten largest are looked for in a draw
TOPS = (5, 10)


@dataclass(frozen=True)
class Concentration:
    """One measure by cell [cells]: value on the estimates' draws (their median), 90 % interval; NaN where no job."""

    value: Floats
    low: Floats
    high: Floats


class ConcentrationDraws:
    """HHI and shares of the 5 and 10 largest legal units of each cell, over the draws.

    `unit` [n] and `cell` [n] (-1: none) number the legal units and the territories; `posts` [n] picks the candidates.
    """

    def __init__(self, cell: Ints, unit: Ints, cells: int, posts: Floats, count: int) -> None:
        self._cells = cells
        pairs, pair = np.unique(np.stack([cell, unit]), axis=1, return_inverse=True)
        self._pair = pair.ravel()
        self._cell = np.where(pairs[0] >= 0, pairs[0], cells)
        self._candidates = self._choose(add_by(self._pair, posts, len(self._cell)))
        self._drawn = {name: np.full((cells, count), np.nan, dtype=np.float32) for name in self.names()}

    @staticmethod
    def names() -> tuple[str, ...]:
        return ("hhi", *(f"top{top}" for top in TOPS))

    def _choose(self, posts: Floats) -> Ints:
        """The pairs of the largest units of each cell [cells, CANDIDATES]; one past the last where there are fewer."""
        order = np.lexsort((np.arange(len(posts)), -posts, self._cell))
        order = order[self._cell[order] < self._cells]
        cell = self._cell[order]
        rank = np.arange(len(order)) - np.searchsorted(cell, cell)
        chosen = np.full((self._cells, CANDIDATES), len(posts), dtype=np.int64)
        first = rank < CANDIDATES
        chosen[cell[first], rank[first]] = order[first]
        return chosen

    def add(self, number: int, values: Floats) -> None:
        posts = add_by(self._pair, values, len(self._cell))
        total = add_by(self._cell, posts, self._cells + 1)[: self._cells]
        squares = add_by(self._cell, posts**2, self._cells + 1)[: self._cells]
        some = total > 0
        largest = np.sort(np.append(posts, 0.0)[self._candidates], axis=1)[:, ::-1]
        self._drawn["hhi"][some, number] = squares[some] / total[some] ** 2
        for top in TOPS:
            self._drawn[f"top{top}"][some, number] = largest[some, :top].sum(axis=1) / total[some]

    def measures(self) -> dict[str, Concentration]:
        """Each measure with its interval."""
        return {
            name: Concentration(np.quantile(drawn, 0.5, axis=1).astype(np.float64), *quantiles(drawn))
            for name, drawn in self._drawn.items()
        }
