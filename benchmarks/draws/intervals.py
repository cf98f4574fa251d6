"""Seeded draws of what every establishment may really employ, and the 90 % intervals of any total or share of them.

One draw: a tilt of the laws inside the wide bands, common to the country; each establishment drawn from its kind (band
moved or not, then a size in the band); an error common to all, that only margins take off, and a local effect common to
each locality; margins drawn with their own error, and the draw corrected towards them as the estimate was (conditioning
by kriging: Matheron's rule). Only sums are kept.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.draws.model import (
    BAND_LEVELS,
    LEVELS,
    WIDE,
    Model,
    Register,
    Settings,
    steps_of,
    tables_of_kinds,
)
from essaim.observatory.estimation.bands import UNKNOWN, Floats, Ints, add_by, bands
from essaim.observatory.estimation.calibration import Calibrated, Margin, Reached, Start

LOW, HIGH = 0.05, 0.95
LEAST_FREE = 20  # cells of margins, groups taken off, under which their scatter says nothing
SCATTER_LIMITS = (0.9, 1.6)
UNCHECKED = 1.1  # by how much intervals are widened when no margin tells whether the assumptions hold
Singles = NDArray[np.float32]


@dataclass(frozen=True)
class Conditioning:
    """How a draw [n] is moved towards the margins: cells [n] of each, targets, and the inverse of (A Q A' + tau)."""

    reached: tuple[Reached, ...]
    gain: Floats
    target: Floats
    usable: NDArray[np.bool_]
    q: Floats

    @classmethod
    def of(cls, start: Start, calibrated: Calibrated) -> "Conditioning | None":
        """From the estimate; upper limits count where they bind. None when there is nothing to respect."""
        kept = tuple(reached for reached in calibrated.reached if _binding(reached).any())
        if not kept:
            return None
        usable = np.concatenate([_binding(reached) for reached in kept])
        target = np.concatenate([np.where(_binding(reached), reached.target, 0.0) for reached in kept])
        covariance = _covariance(start.q, kept)
        tau = np.concatenate([reached.margin.softness * reached.margin.sums(start.q) for reached in kept])
        covariance += np.diag(tau)
        gain = np.zeros_like(covariance)
        rows = np.flatnonzero(usable)
        gain[np.ix_(rows, rows)] = np.linalg.pinv(covariance[np.ix_(rows, rows)], hermitian=True)
        return cls(kept, gain, target, usable, start.q)

    def apply(self, values: Floats, scale: float) -> Floats:
        """The draw [n], moved; `scale` multiplies every target."""
        sums = np.concatenate([reached.margin.sums(values) for reached in self.reached])
        mu = self.gain @ np.where(self.usable, self.target * scale - sums, 0.0)
        moved, start = values.copy(), 0
        for reached in self.reached:
            end = start + len(reached.target)
            moved += self.q * reached.margin.spread(mu[start:end])
            start = end
        # A correction never empties an establishment: it may keep a fifth of what was drawn.
        return np.maximum(moved, 0.2 * values)


def _binding(reached: Reached) -> NDArray[np.bool_]:
    if not reached.margin.upper_limit:
        return reached.active
    return np.asarray(reached.active & (reached.before > reached.margin.total))


def _covariance(q: Floats, kept: Sequence[Reached]) -> Floats:
    """A Q A' over the cells of all margins, one after the other."""
    starts = np.cumsum([0, *(len(reached.target) for reached in kept)])
    whole = np.zeros((starts[-1], starts[-1]))
    for row, first in enumerate(kept):
        for column, second in enumerate(kept):
            inside = (first.margin.cell >= 0) & (second.margin.cell >= 0)
            place = (starts[row] + first.margin.cell[inside], starts[column] + second.margin.cell[inside])
            np.add.at(whole, place, q[inside])
    return whole


def draws(register: Register, model: Model, settings: Settings, conditioning: Conditioning | None) -> Iterator[Floats]:
    """The posts of every establishment [n], as many times as the settings ask; the same seed gives the same draws."""
    random = np.random.default_rng(settings.seed)
    band, inside = tables_of_kinds(model.mixture)
    row = model.kind * LEVELS
    wide = bands().low >= WIDE
    localities = int(register.locality.max(initial=0)) + 1
    fixed = register.is_fixed
    unknown = np.flatnonzero(register.band == UNKNOWN)
    for _ in range(settings.draws):
        tilt = np.where(wide, random.normal(0, np.hypot(settings.tilt, model.law.alpha_error)), 0.0)
        sizes = steps_of(model.laws.tilted(tilt), BAND_LEVELS)[band, inside] * model.centre[:, None]
        values = sizes.ravel()[row + random.integers(0, LEVELS, len(row), dtype=np.int32)]
        values[unknown] *= np.exp(random.normal(0, settings.unknown_error))
        common = random.normal(0, settings.shared)
        values *= np.exp(common + random.normal(0, settings.local, localities))[register.locality]
        values[fixed] = register.known[fixed]
        scale = float(np.exp(random.normal(0, settings.margin_error)))
        yield values if conditioning is None else conditioning.apply(values, scale)


def scatter(start: Start, variance: Floats, margin: Margin | None) -> float:
    """How much more the published totals scatter around the estimates than the draws would have it (Birge's ratio).

    Standard deviation of (published - estimated) / expected error over the cells, the mean of each group taken off: it
    shows what no count of bands can, that more bands have moved than was assumed. UNCHECKED where too few cells tell.
    """
    if margin is None:
        return UNCHECKED
    expected = np.sqrt(margin.sums(np.where(start.q > 0, variance, 0.0)))
    used = np.flatnonzero(~np.isnan(margin.total) & (expected > 0))
    group = np.zeros(len(margin.total), dtype=np.int64) if margin.group is None else margin.group
    group = group[used]
    z = (margin.total - margin.sums(start.x0))[used] / expected[used]
    count = np.bincount(group)
    free = len(used) - int((count > 0).sum())
    if free < LEAST_FREE:
        return UNCHECKED
    centred = z - (np.bincount(group, z) / np.maximum(count, 1))[group]
    return float(np.clip(np.sqrt((centred**2).sum() / free), *SCATTER_LIMITS))


class Totals:
    """Totals of one aggregation over the draws [cells, draws], in single precision to bound memory."""

    def __init__(self, cell: Ints, cells: int, count: int) -> None:
        self._cell = np.where(cell >= 0, cell, cells)
        self._cells = cells
        self.drawn: Singles = np.zeros((cells, count), dtype=np.float32)

    def add(self, number: int, values: Floats) -> None:
        self.drawn[:, number] = add_by(self._cell, values, self._cells + 1)[: self._cells]

    def interval(self) -> tuple[Floats, Floats]:
        """Quantiles 5 % and 95 % of each cell."""
        return quantiles(self.drawn)


def quantiles(drawn: Singles) -> tuple[Floats, Floats]:
    """The 5 % and 95 % quantiles of each row; NaN draws (a share of nothing) give NaN."""
    low, high = np.quantile(drawn, [LOW, HIGH], axis=1)
    return low.astype(np.float64), high.astype(np.float64)


def collect(samples: Iterator[Floats], collectors: Sequence[Callable[[int, Floats], None]]) -> None:
    """Give each draw to every collector, then forget it."""
    for number, values in enumerate(samples):
        for add in collectors:
            add(number, values)
