"""The record of each territory: value, interval, hard bounds, what it is made of, how it was calibrated, its grade."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.draws.model import OPEN, ZERO, Register, hard_bounds
from essaim.observatory.estimation.bands import FIRST, UNKNOWN, Flags, Floats, Ints, add_by
from essaim.observatory.estimation.calibration import Calibrated
from essaim.observatory.estimation.grades import FEW, LIMITS

Words = NDArray[np.str_]


@dataclass(frozen=True)
class CellTable:
    """The record of each cell of one aggregation [cells] (statistics 3.9); head-counts in posts, shares of the value.

    `method` is counted, fitted_mean, ratio or soft; `unknown` counts the establishments without a band; `outside` flags
    a value that a margin or the age of the bands put beyond the bounds; `open_band` one that holds an establishment of
    band 53 without a known head-count: it counts for its lower bound.
    """

    value: Floats
    low: Floats
    high: Floats
    bound_low: Floats
    bound_high: Floats
    n: Ints
    unknown: Ints
    share_fixed: Floats
    share_banded: Floats
    share_unknown: Floats
    g_min: Floats
    g_max: Floats
    residual: Floats
    modal_year: Ints
    method: Words
    grade: Words
    outside: Flags
    open_band: Flags


@dataclass(frozen=True)
class Cells:
    """One aggregation: the cell of each establishment [n] (-1: none), and how many cells there are."""

    cell: Ints
    count: int

    def total(self, amounts: NDArray[np.generic]) -> Floats:
        """Amounts, or flags, added by cell."""
        inside = self.cell >= 0
        return add_by(self.cell[inside], amounts[inside].astype(np.float64), self.count)


def make_records(
    register: Register, cells: Cells, calibrated: Calibrated, drawn: tuple[Floats, Floats], stretch: float
) -> CellTable:
    """Build the records from the estimates [n] and the quantiles of the draws [cells], stretched as margins scatter."""
    x, fixed = calibrated.x, register.is_fixed
    banded = (register.band >= FIRST) & ~fixed
    unknown = (register.band == UNKNOWN) & ~fixed
    value = cells.total(x)
    least, most = (cells.total(bound) for bound in hard_bounds(register))
    outside = (value < least * (1 - 1e-9)) | (value > most * (1 + 1e-9))
    low, high = _interval(value, drawn, stretch, np.where(outside, [[0.0], [np.inf]], [least, most]))
    open_band = cells.total(banded & (register.band == OPEN)) > 0
    g_min, g_max = _g_by_cell(cells, calibrated)
    counted = (value > 0) & (cells.total(~fixed & (register.band != ZERO)) == 0)
    of_value = np.where(value > 0, value, np.nan)
    return CellTable(
        value=value,
        low=low,
        high=high,
        bound_low=least,
        bound_high=most,
        n=cells.total(np.ones_like(x)).astype(np.int64),
        unknown=cells.total(unknown).astype(np.int64),
        share_fixed=cells.total(np.where(fixed, x, 0.0)) / of_value,
        share_banded=cells.total(np.where(banded, x, 0.0)) / of_value,
        share_unknown=cells.total(np.where(unknown, x, 0.0)) / of_value,
        g_min=g_min,
        g_max=g_max,
        residual=_residual_by_cell(cells, calibrated),
        modal_year=_modal_years(register, cells, banded),
        method=_methods(calibrated, counted, ~np.isnan(g_min)),
        grade=_grades(value, low, high, counted, (cells.total(banded | fixed) >= FEW) & ~open_band),
        outside=outside,
        open_band=open_band,
    )


def _interval(value: Floats, drawn: tuple[Floats, Floats], stretch: float, limits: Floats) -> tuple[Floats, Floats]:
    """The interval of the draws, stretched around the value, inside its limits [2, cells]."""
    low = np.maximum(value - stretch * (value - drawn[0]), np.maximum(limits[0], 0))
    high = np.minimum(value + stretch * (drawn[1] - value), limits[1])
    return np.minimum(low, value), np.maximum(high, value)


def _g_by_cell(cells: Cells, calibrated: Calibrated) -> tuple[Floats, Floats]:
    """Least and greatest g of the main margin among what each cell touches; NaN where none."""
    g_min, g_max = np.full(cells.count, np.inf), np.full(cells.count, -np.inf)
    main = calibrated.main
    if main is not None:
        where, of = main.touched(cells.cell)
        np.minimum.at(g_min, where, main.g[of])
        np.maximum.at(g_max, where, main.g[of])
    return np.where(np.isfinite(g_min), g_min, np.nan), np.where(np.isfinite(g_max), g_max, np.nan)


def _residual_by_cell(cells: Cells, calibrated: Calibrated) -> Floats:
    """The residual furthest from 0, signed, of any margin that a cell touches."""
    highest, lowest = np.zeros(cells.count), np.zeros(cells.count)
    for reached in calibrated.reached:
        where, of = reached.touched(cells.cell)
        np.maximum.at(highest, where, reached.residual[of])
        np.minimum.at(lowest, where, reached.residual[of])
    return np.where(highest >= -lowest, highest, lowest)


def _methods(calibrated: Calibrated, counted: Flags, calibrates: Flags) -> Words:
    softest = max((reached.margin.softness for reached in calibrated.reached), default=0.0)
    method = np.where(calibrates, "soft" if softest > 0 else "ratio", "fitted_mean")
    return np.where(counted, "counted", method)


def _modal_years(register: Register, cells: Cells, banded: Flags) -> Ints:
    """The year of most bands of each cell, the later one of two equals; 0 where none is told."""
    used = banded & (cells.cell >= 0) & (register.year > 0)
    years, number = np.unique(register.year[used], return_inverse=True)
    if not len(years):
        return np.zeros(cells.count, dtype=np.int64)
    counts = np.zeros((cells.count, len(years)), dtype=np.int64)
    np.add.at(counts, (cells.cell[used], number.ravel()), 1)
    latest = len(years) - 1 - counts[:, ::-1].argmax(axis=1)
    return np.where(counts.sum(axis=1) > 0, years[latest], 0)


def _grades(value: Floats, low: Floats, high: Floats, counted: Flags, reliable: Flags) -> Words:
    """Grade of each cell, by the limits of `grades.grade_of`; A where every head-count is known."""
    half = np.divide(high - low, 2 * value, out=np.full_like(value, np.inf), where=value > 0)
    estimated = np.select([half <= limit for limit, _ in LIMITS], [grade for _, grade in LIMITS], "D")
    return np.where(counted, "A", np.where(reliable, estimated, "D"))
