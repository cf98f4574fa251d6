"""From what the register says of each establishment to the jobs of each territory, with all that must go with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from benchmarks.draws.concentration import Concentration, ConcentrationDraws
from benchmarks.draws.intervals import Conditioning, Totals, collect, draws, scatter
from benchmarks.draws.model import OPEN, WIDE, ZERO, Model, Register, Settings, ages, build_model, hard_bounds
from benchmarks.draws.records import Cells, CellTable, make_records
from essaim.observatory.estimation.alerts import Alert
from essaim.observatory.estimation.bands import Floats, Ints, bands
from essaim.observatory.estimation.calibration import Calibrated, Margin, Start, calibrate
from essaim.observatory.estimation.law import Law

DEFAULT = Settings()
WIDENED_FROM = 2  # years after which the true band may be the next one


@dataclass(frozen=True)
class Estimation:
    """Every aggregation by name, concentrations by name and measure, the model, the calibration and its alerts.

    `posts` [n] follows the rows given; the estimate of one establishment is never to be displayed. `scatter` is by how
    much the margins made the intervals wider than the draws.
    """

    cells: dict[str, CellTable]
    concentration: dict[str, dict[str, Concentration]]
    posts: Floats
    model: Model
    calibrated: Calibrated
    scatter: float

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
    of the margins. `units` [n], when given, asks for concentrations. The order of the rows changes nothing.
    """
    order = np.argsort(register.key, kind="stable")
    register = Register(*(getattr(register, field.name)[order] for field in fields(Register)))
    margins = [replace(margin, cell=margin.cell[order]) for margin in margins]
    aggregations = {name: Cells(cell[order], int(cell.max(initial=-1)) + 1) for name, cell in cells.items()}
    model = build_model(register, year, settings, national)
    start = starting_point(register, model, year, margins, settings)
    calibrated = calibrate(start, margins)
    totals = {name: Totals(of.cell, of.count, settings.draws) for name, of in aggregations.items()}
    gathered: dict[str, ConcentrationDraws] = {}
    if units is not None:
        gathered = {
            name: ConcentrationDraws(of.cell, units[order], of.count, calibrated.x, settings.draws)
            for name, of in aggregations.items()
        }
    collectors = [collector.add for collector in totals.values()] + [collector.add for collector in gathered.values()]
    collect(draws(register, model, settings, Conditioning.of(start, calibrated)), collectors)
    stretch = scatter(start, model.variance[model.kind], _main(margins))
    tables = {
        name: make_records(register, of, calibrated, totals[name].interval(), stretch)
        for name, of in aggregations.items()
    }
    posts = np.empty_like(calibrated.x)
    posts[order] = calibrated.x
    shares = {name: collector.measures() for name, collector in gathered.items()}
    return Estimation(tables, shares, posts, model, calibrated, stretch)


def starting_point(register: Register, model: Model, year: int, margins: Sequence[Margin], settings: Settings) -> Start:
    """Estimates before calibration, the weight with which each may move, and how far [n].

    The weight is the covariance of an establishment with the total of its cell of the main margin: its own variance,
    plus what the errors common to all, and to all those of a wide band, add.
    """
    old = ages(register, year, settings) >= WIDENED_FROM
    low, high = hard_bounds(register, old)
    still = register.is_fixed | (register.band == ZERO)
    x0 = np.where(register.band == OPEN, low, model.mean[model.kind])
    x0 = np.where(still, low, np.clip(x0, low, high))
    q = model.variance[model.kind]
    main = _main(margins)
    if main is not None:
        q = q + x0 * _common(register, model, main, np.where(still, 0.0, x0), settings)
    return Start(x0, np.where(still, 0.0, np.maximum(q, 1e-9 * x0)), low, high)


def _main(margins: Sequence[Margin]) -> Margin | None:
    """The first margin that is not an upper limit."""
    return next((margin for margin in margins if not margin.upper_limit), None)


def _common(register: Register, model: Model, margin: Margin, x0: Floats, settings: Settings) -> Floats:
    """Covariance with the rest of the cell, per post [n]."""
    common = settings.shared**2 * margin.spread(margin.sums(x0))
    tilt = np.full(len(model.laws.mean), settings.tilt)
    means = np.maximum(model.laws.mean, 1e-9)
    relative = (model.laws.tilted(-tilt).mean - model.laws.tilted(tilt).mean) / 2 / means
    for band in np.flatnonzero(bands().low >= WIDE):
        mine = register.band == band
        common += np.where(mine, relative[band] ** 2 * margin.spread(margin.sums(np.where(mine, x0, 0.0))), 0.0)
    return np.asarray(common)
