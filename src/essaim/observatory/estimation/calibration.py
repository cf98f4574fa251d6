"""Soft, bounded calibration of head-counts to published totals (statistics 3.4, in our own weights).

    minimise   sum_i (x_i - x0_i)^2 / q_i  +  sum_m (t_m - sum_{i in m} x_i)^2 / tau_m    with  lo_i <= x_i <= hi_i
    solution   x_i = clip(x0_i + q_i * sum of mu over the cells of i, lo_i, hi_i),  (sum x)_m + tau_m mu_m = t_m

With q = x0 and tau -> 0 this is the ratio; with q_i the covariance of an establishment with the total of its cell it is
the best linear correction: what the bands leave open moves, what they settle stays. A margin is never forced: what
cannot be reached inside the bounds stays as its residual.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from essaim.observatory.estimation.alerts import Alert, AlertKind
from essaim.observatory.estimation.bands import Flags, Floats, Ints, add_by

LEAST_G, MOST_G = 0.7, 1.4  # a margin further from the bands than this is not believed
TOLERATED_RESIDUAL = 0.05
NEWEST, OTHER_YEAR = 0.05, 0.2  # tau as a share of sum q: margin of the bands' year, or not (a judgement)
CYCLES = 40
STEPS = 80
STILL = 1e-8


@dataclass(frozen=True)
class Margin:
    """A published total by cell: `cell` [n] holds each establishment's cell (-1: none), `total` [m] posts (NaN: none).

    `softness` is tau over the sum of q of the cell: 0 is exact. An upper limit binds only when exceeded. `group` [m]
    says which cells may share a bias (one family in every region): it serves to judge the scatter of the others.
    """

    name: str
    cell: Ints
    total: Floats
    softness: float = NEWEST
    upper_limit: bool = False
    group: Ints | None = None

    def sums(self, amounts: Floats) -> Floats:
        """Amounts [n] added by cell [m]."""
        inside = self.cell >= 0
        return add_by(self.cell[inside], amounts[inside], len(self.total))

    def spread(self, by_cell: Floats) -> Floats:
        """A quantity by cell [m] given to each establishment [n]; 0 outside the margin."""
        return np.where(self.cell >= 0, by_cell[np.maximum(self.cell, 0)], 0.0)


@dataclass(frozen=True)
class Start:
    """What calibration starts from, by establishment [n]: estimate, weight, bounds in posts; fixed rows have q = 0."""

    x0: Floats
    q: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Reached:
    """One margin after calibration, by cell [m]: target after the guard, total before and after, alerts apart.

    `target` is NaN where there is no margin, or where nothing in the cell can move towards it.
    """

    margin: Margin
    target: Floats
    before: Floats
    after: Floats
    active: Flags

    @property
    def residual(self) -> Floats:
        """Published total less estimated, over the published one [m]; an upper limit counts only where exceeded."""
        gap = self.margin.total - self.after
        if self.margin.upper_limit:
            gap = np.minimum(gap, 0.0)
        scale = np.where(np.abs(self.margin.total) > 0, np.abs(self.margin.total), np.maximum(self.after, 1.0))
        return np.nan_to_num(gap / scale)

    def touched(self, cells: Ints) -> tuple[Ints, Ints]:
        """Pairs (cell of another aggregation, active cell of this margin), one by establishment in both."""
        inside = (cells >= 0) & (self.margin.cell >= 0)
        inside &= self.active[np.maximum(self.margin.cell, 0)]
        return cells[inside], self.margin.cell[inside]

    @property
    def g(self) -> Floats:
        """Estimated total after over before [m]; 1 where nothing was."""
        return np.divide(self.after, self.before, out=np.ones_like(self.after), where=self.before > 0)


@dataclass(frozen=True)
class Calibrated:
    """Estimates [n] in posts, and each margin as it was reached."""

    x: Floats
    reached: tuple[Reached, ...] = ()
    alerts: tuple[Alert, ...] = ()

    @property
    def main(self) -> Reached | None:
        """The first margin that is not an upper limit."""
        return next((reached for reached in self.reached if not reached.margin.upper_limit), None)


@dataclass
class _Work:
    """A margin while it is being solved."""

    margin: Margin
    target: Floats
    tau: Floats
    active: Flags
    mu: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.mu = np.zeros(len(self.target))


def calibrate(start: Start, margins: Sequence[Margin]) -> Calibrated:
    """Solve each margin in turn, the others held, until nothing moves; deterministic."""
    works, alerts = [], []
    for margin in margins:
        work, found = _prepare(start, margin)
        works.append(work)
        alerts += found
    shift = np.zeros(len(start.x0))
    for _ in range(CYCLES):
        largest = max((_solve(start, work, shift) for work in works), default=0.0)
        if largest < STILL or len(works) < 2:
            break
    x = np.clip(start.x0 + start.q * shift, start.low, start.high)
    reached = tuple(
        Reached(work.margin, work.target, work.margin.sums(start.x0), work.margin.sums(x), work.active)
        for work in works
    )
    alerts += [alert for one in reached for alert in _residual_alerts(one)]
    return Calibrated(x, reached, tuple(alerts))


def _prepare(start: Start, margin: Margin) -> tuple[_Work, list[Alert]]:
    """The target inside the guard, tau by cell, and what is wrong with the margin before anything is solved."""
    before, free = margin.sums(start.x0), margin.sums(start.q)
    fixed = margin.sums(np.where(start.q > 0, 0.0, start.x0))
    known = ~np.isnan(margin.total)
    total = np.where(known, margin.total, 0.0)
    alerts = []
    empty = known & (free <= 0) & (np.abs(total - before) > 0.5)
    short = known & ~empty & (total < fixed)
    if margin.upper_limit:
        empty &= total < before
    alerts += _alerts("empty_cell", margin, empty, before)
    alerts += _alerts("fixed_above_margin", margin, short, before)
    movable = before - fixed
    least, most = fixed + LEAST_G * movable, fixed + MOST_G * movable
    usable = known & (free > 0)
    far = usable & (movable > 0) & ((total < least) | (total > most)) & ~(margin.upper_limit & (total > before))
    alerts += _alerts("far_from_bands", margin, far & ~short, before)
    guarded = np.where(movable > 0, np.clip(total, least, most), total)
    target = np.where(usable, np.maximum(guarded, fixed), np.nan)
    return _Work(margin, target, margin.softness * free, usable), alerts


def _alerts(kind: AlertKind, margin: Margin, cells: Flags, estimated: Floats) -> list[Alert]:
    return [
        Alert(kind, margin.name, int(cell), float(margin.total[cell]), float(estimated[cell]))
        for cell in np.flatnonzero(cells)
    ]


def _residual_alerts(reached: Reached) -> list[Alert]:
    return _alerts(
        "residual", reached.margin, reached.active & (np.abs(reached.residual) > TOLERATED_RESIDUAL), reached.after
    )


def _solve(start: Start, work: _Work, shift: Floats) -> float:
    """Find mu of one margin, the others held in `shift` [n], which is updated; returns the largest relative move.

    f(mu) = sum of clipped x + tau mu - target increases by pieces of straight line: Newton's steps, and halving of the
    bracket when a step leaves it.
    """
    margin, target = work.margin, np.where(work.active, work.target, 0.0)
    rest = start.x0 + start.q * (shift - margin.spread(work.mu))
    mu = work.mu.copy()
    low, high = _bracket(start, margin, rest)
    for _ in range(STEPS):
        wanted = rest + start.q * margin.spread(mu)
        x = np.clip(wanted, start.low, start.high)
        gap = margin.sums(x) + work.tau * mu - target
        low, high = np.where(gap < 0, np.maximum(mu, low), low), np.where(gap > 0, np.minimum(mu, high), high)
        moving = (wanted > start.low) & (wanted < start.high)
        slope = margin.sums(np.where(moving, start.q, 0.0)) + work.tau
        step = np.divide(gap, slope, out=np.full_like(gap, np.nan), where=slope > 0)
        newton = mu - step
        better = np.where((newton >= low) & (newton <= high), newton, (low + high) / 2)
        better = np.where(work.active & (np.abs(gap) > STILL * np.maximum(1.0, np.abs(target))), better, mu)
        if np.array_equal(better, mu):
            break
        mu = better
    if margin.upper_limit:
        mu = np.minimum(mu, 0.0)
    moved = float(np.abs(margin.sums(start.q * margin.spread(mu - work.mu))).max(initial=0.0))
    shift += margin.spread(mu - work.mu)
    work.mu = mu
    return moved / max(1.0, float(np.abs(target).max(initial=0.0)))


def _bracket(start: Start, margin: Margin, rest: Floats) -> tuple[Floats, Floats]:
    """Values of mu [m] beyond which every establishment of the cell is on a bound, or its estimate tenfold."""
    movable = (margin.cell >= 0) & (start.q > 0)
    cell, q = margin.cell[movable], start.q[movable]
    reach = np.where(np.isfinite(start.high), start.high, 20 * np.maximum(start.x0, 1.0))[movable]
    low, high = np.full(len(margin.total), -1e-12), np.full(len(margin.total), 1e-12)
    np.minimum.at(low, cell, (start.low[movable] - rest[movable]) / q)
    np.maximum.at(high, cell, (reach - rest[movable]) / q)
    return low, high
