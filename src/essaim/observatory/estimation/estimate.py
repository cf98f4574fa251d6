"""From what the register says of each establishment to the jobs of each territory, with all that must go with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from essaim.observatory.estimation.alerts import Alert
from essaim.observatory.estimation.bands import FIRST, UNKNOWN, ZERO, Flags, Floats, Ints, bands
from essaim.observatory.estimation.calibration import Calibrated, Margin, Start, calibrate
from essaim.observatory.estimation.concentration import Concentration, ConcentrationDraws
from essaim.observatory.estimation.grades import FEW, LIMITS
from essaim.observatory.estimation.intervals import Conditioning, Totals, collect, draws
from essaim.observatory.estimation.law import Law
from essaim.observatory.estimation.model import Model, Register, Settings, ages, build_model, hard_bounds

DEFAULT = Settings()
WIDENED_FROM = 2  # years after which the true band may be the next one


@dataclass(frozen=True)
class CellTable:
    """The record of each cell of one aggregation [cells] (statistics 3.9); head-counts in posts, shares of the value.

    `method` is counted, fitted_mean, ratio or soft; `outside` flags a value that a margin or the age of the bands put
    beyond the bounds; `open_band` one that holds an establishment of band 53 without a known head-count.
    """

    value: Floats
    low: Floats
    high: Floats
    bound_low: Floats
    bound_high: Floats
    n: Ints
    share_fixed: Floats
    share_banded: Floats
    share_unknown: Floats
    unknown: Ints
    g_min: Floats
    g_max: Floats
    residual: Floats
    modal_year: Ints
    method: NDArray[np.str_]
    grade: NDArray[np.str_]
    outside: Flags
    open_band: Flags


@dataclass(frozen=True)
class Estimation:
    """Every aggregation by name, concentrations by name and measure, the law, the calibration and its alerts.

    `posts` [n] follows the rows given; the estimate of one establishment is never to be displayed.
    """

    cells: dict[str, CellTable]
    concentration: dict[str, dict[str, Concentration]]
    posts: Floats
    model: Model
    calibrated: Calibrated

    @property
    def alerts(self) -> tuple[Alert, ...]:
        return self.calibrated.alerts


def estimate(
    register: Register,
    cells: Mapping[str, Ints],
    *,
    year: int,
    margins: Sequence[Margin] = (),
    units: Ints | None = None,
    settings: Settings = DEFAULT,
    national: Law | None = None,
) -> Estimation:
    """Estimate the jobs of every cell of every aggregation.

    `cells` names each aggregation: the cell of each establishment [n], -1 for none. `year` is that of the figures and
    of the margins. `units` [n], when given, asks for concentrations. Rows may come in any order: the result is the same.
    """
    order = np.argsort(register.key, kind="stable")
    inner = _reordered(register, order)
    margins = [replace(margin, cell=margin.cell[order]) for margin in margins]
    model = build_model(inner, year, settings, national)
    start = starting_point(inner, model, year, margins, settings)
    calibrated = calibrate(start, margins)
    sorted_cells = {name: cell[order] for name, cell in cells.items()}
    sizes = {name: int(cell.max(initial=-1)) + 1 for name, cell in cells.items()}
    totals = {name: Totals(cell, sizes[name], settings.draws) for name, cell in sorted_cells.items()}
    gathered = {}
    if units is not None:
        gathered = {
            name: ConcentrationDraws(cell, units[order], sizes[name], calibrated.x, settings.draws)
            for name, cell in sorted_cells.items()
        }
    samples = draws(inner, model, settings, Conditioning.of(start, calibrated))
    collect(samples, [collector.add for collector in (*totals.values(), *gathered.values())])
    tables = {name: _table(inner, cell, sizes[name], calibrated, totals[name]) for name, cell in sorted_cells.items()}
    posts = np.empty_like(calibrated.x)
    posts[order] = calibrated.x
    return Estimation(tables, {name: found.measures() for name, found in gathered.items()}, posts, model, calibrated)


def _reordered(register: Register, order: Ints) -> Register:
    return Register(
        register.key[order],
        register.band[order],
        register.year[order],
        register.family[order],
        register.locality[order],
        register.known[order],
    )


def starting_point(register: Register, model: Model, year: int, margins: Sequence[Margin], settings: Settings) -> Start:
    """Estimates before calibration, the weight with which each may move, and how far [n]."""
    old = ages(register, year, settings) >= WIDENED_FROM
    low, high = hard_bounds(register, old)
    still = register.is_fixed | (register.band == ZERO)
    x0 = np.where(register.band == bands().open_band, low, model.mean[model.kind])
    x0 = np.where(still, low, np.clip(x0, low, high))
    q = np.where(still, 0.0, model.variance[model.kind])
    first = next((margin for margin in margins if not margin.upper_limit), None)
    if first is not None:
        q += np.where(still, 0.0, x0 * _shared(register, model, first, x0, settings))
    return Start(x0, np.where(still, 0.0, np.maximum(q, 1e-9 * x0)), low, high)


def _shared(register: Register, model: Model, margin: Margin, x0: Floats, settings: Settings) -> Floats:
    """Covariance with the rest of the cell per post [n]: errors common to all, and to all those of a wide band."""
    common = settings.shared**2 * margin.spread(margin.sums(x0))
    tilt = np.full(len(model.laws.mean), settings.tilt)
    means = np.maximum(model.laws.mean, 1e-9)
    relative = (model.laws.tilted(-tilt).mean - model.laws.tilted(tilt).mean) / 2 / means
    for band in np.flatnonzero((bands().low >= 250) & (relative > 0)):
        of_band = register.band == band
        common += np.where(of_band, relative[band] ** 2 * margin.spread(margin.sums(np.where(of_band, x0, 0.0))), 0)
    return np.asarray(common)


def _table(register: Register, cell: Ints, cells: int, calibrated: Calibrated, totals: Totals) -> CellTable:
    def total(amounts: Floats) -> Floats:
        return np.bincount(cell[cell >= 0], amounts[cell >= 0], minlength=cells)

    x, fixed = calibrated.x, register.is_fixed
    low_bound, high_bound = hard_bounds(register)
    value = total(x)
    least, most = total(low_bound), total(high_bound)
    outside = (value < least * (1 - 1e-9)) | (value > most * (1 + 1e-9))
    low, high = _ordered(value, totals, least, most, outside)
    banded = (register.band >= FIRST) & ~fixed
    unknown = (register.band == UNKNOWN) & ~fixed
    open_band = total(np.where(banded & (register.band == bands().open_band), 1.0, 0.0)) > 0
    g_min, g_max, residual = _calibration_by_cell(cell, cells, calibrated)
    counted = (total(np.where(fixed | (register.band == ZERO), 0.0, 1.0)) == 0) & (value > 0)
    reliable = total((banded | fixed).astype(np.float64)) >= FEW
    method = _methods(calibrated, counted, ~np.isnan(g_min))
    of_value = np.where(value > 0, value, np.nan)
    return CellTable(
        value,
        low,
        high,
        least,
        most,
        total(np.ones_like(x)).astype(np.int64),
        total(np.where(fixed, x, 0.0)) / of_value,
        total(np.where(banded, x, 0.0)) / of_value,
        total(np.where(unknown, x, 0.0)) / of_value,
        total(unknown.astype(np.float64)).astype(np.int64),
        g_min,
        g_max,
        residual,
        _modal_years(register, cell, cells, banded),
        method,
        _grades(value, low, high, counted, reliable & ~open_band),
        outside,
        open_band,
    )


def _ordered(value: Floats, totals: Totals, least: Floats, most: Floats, outside: Flags) -> tuple[Floats, Floats]:
    """The interval, around the value and inside the bounds unless a margin or old bands put the value beyond them."""
    low, high = totals.interval()
    low = np.where(outside, low, np.maximum(low, least))
    high = np.where(outside, high, np.minimum(high, most))
    return np.minimum(low, value), np.maximum(high, value)


def _calibration_by_cell(cell: Ints, cells: int, calibrated: Calibrated) -> tuple[Floats, Floats, Floats]:
    """Least and greatest g of the first margin, and the largest residual (signed) of any, among what a cell touches."""
    g_min, g_max = np.full(cells, np.inf), np.full(cells, -np.inf)
    residual = np.zeros(cells)
    for number, reached in enumerate(reached for reached in calibrated.reached if not reached.margin.upper_limit):
        inside = (cell >= 0) & (reached.margin.cell >= 0)
        inside &= reached.active[np.maximum(reached.margin.cell, 0)]
        where, of = cell[inside], reached.margin.cell[inside]
        if number == 0:
            np.minimum.at(g_min, where, reached.g[of])
            np.maximum.at(g_max, where, reached.g[of])
        highest, lowest = np.zeros(cells), np.zeros(cells)
        np.maximum.at(highest, where, reached.residual[of])
        np.minimum.at(lowest, where, reached.residual[of])
        found = np.where(highest >= -lowest, highest, lowest)
        residual = np.where(np.abs(found) > np.abs(residual), found, residual)
    return np.where(np.isfinite(g_min), g_min, np.nan), np.where(np.isfinite(g_max), g_max, np.nan), residual


def _methods(calibrated: Calibrated, counted: Flags, calibrates: Flags) -> NDArray[np.str_]:
    softest = max((reached.margin.softness for reached in calibrated.reached), default=0.0)
    method = np.where(calibrates, "soft" if softest > 0 else "ratio", "fitted_mean")
    return np.where(counted, "counted", method)


def _modal_years(register: Register, cell: Ints, cells: int, banded: Flags) -> Ints:
    """The year of most bands of each cell, the later one of two equals; 0 where none is told."""
    used = banded & (cell >= 0) & (register.year > 0)
    years, number = np.unique(register.year[used], return_inverse=True)
    if not len(years):
        return np.zeros(cells, dtype=np.int64)
    counts = np.zeros((cells, len(years)), dtype=np.int64)
    np.add.at(counts, (cell[used], number.ravel()), 1)
    latest = len(years) - 1 - counts[:, ::-1].argmax(axis=1)
    return np.where(counts.sum(axis=1) > 0, years[latest], 0)


def _grades(value: Floats, low: Floats, high: Floats, counted: Flags, reliable: Flags) -> NDArray[np.str_]:
    """Grade of each cell, by the rule of `grades.grade_of`; A where every head-count is known."""
    half = np.divide(high - low, 2 * value, out=np.full_like(value, np.inf), where=value > 0)
    estimated = np.select([half <= limit for limit, _ in LIMITS], [grade for _, grade in LIMITS], "D")
    return np.where(counted, "A", np.where(reliable, estimated, "D"))
