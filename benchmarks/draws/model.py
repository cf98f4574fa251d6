"""What each establishment may employ, given its band and the age of that band: mean, variance and draws.

Establishments are sorted into *kinds*: one per band and age of the band, one per family for those without a band. A
kind is a mixture of bands (the band may have changed since it was observed), each with the law fitted inside it.
"""

from dataclasses import dataclass

import numpy as np

from essaim.observatory.estimation.bands import FIRST, UNKNOWN, Flags, Floats, Ints, bands
from essaim.observatory.estimation.expected import moves_between, unblurred
from essaim.observatory.estimation.law import BandLaws, Law, fit_law, law_by_band

ZERO = 1  # 00: an employer of the year, without a post on 31 December
OPEN = len(bands().codes) - 1  # 53, which has no upper limit
UNKNOWN_MOST = 5.0  # posts at most in an establishment whose band is unknown (a judgement: small employers)
LEVELS = 1024  # steps of the inverse cumulative table of a kind
BAND_LEVELS = 256  # steps of the one of a band
OPEN_MOST = 30_000.0  # posts at most in band 53 when it is drawn; its estimate is its lower bound, never a model
WIDE = 250.0  # bands from this size on: their inner law is known by few establishments


@dataclass(frozen=True)
class Register:
    """What the register says of each establishment [n]; `key` is unique and orders the rows (a SIRET as a number).

    `band` is a number of `bands()`; `year` that of the band, 0 when not told; `family` and `locality` count from 0 (the
    locality is where local effects are shared: the EPCI); `known` holds fixed head-counts in posts, NaN elsewhere.
    """

    key: Ints
    band: Ints
    year: Ints
    family: Ints
    locality: Ints
    known: Floats

    @property
    def is_fixed(self) -> Flags:
        return np.asarray(~np.isnan(self.known))


@dataclass(frozen=True)
class Settings:
    """Assumptions, chosen on the training seeds of `benchmarks/estimation.py` only (docs/method/estimation.md).

    `stale` is the chance that a band has changed per year of age, for the estimate; `stale_drawn` the same for its
    interval, larger because that chance is not known; `undated` the age given to bands without a year;
    `local` the standard deviation of a territory's own effect, on the logarithm; `shared` that of errors common to all;
    `tilt` that of the exponent inside the wide bands; `margin_error` that of a published total, on the logarithm;
    `unknown_error` that of the rates of the establishments without a band, which `unknown_rates` gives by family.
    """

    stale: float = 0.04
    stale_drawn: float = 0.065
    undated: int = 3
    oldest: int = 6
    local: float = 0.015
    shared: float = 0.03
    tilt: float = 0.7
    margin_error: float = 0.005
    draws: int = 200
    seed: int = 20_261_101
    unknown_error: float = 0.5
    unknown_rates: tuple[float, ...] = ()


@dataclass(frozen=True)
class Model:
    """The law, the kind of each establishment [n], and by kind: its mixture of bands [B, K], mean and variance [K].

    The mixture and the variance are those of draws; `centre` [K] brings the mean of draws to that of estimates.
    """

    law: Law
    laws: BandLaws
    kind: Ints
    mixture: Floats
    mean: Floats
    variance: Floats
    centre: Floats


def build_model(register: Register, year: int, settings: Settings, national: Law | None = None) -> Model:
    """Fit the law on the counts and describe every kind; `year` is that of the figures, from which bands age."""
    age = ages(register, year, settings)
    employing = register.band >= FIRST
    counts = np.bincount(register.band, minlength=len(bands().codes)).astype(np.float64)
    rates = stale_by_age(settings.stale, settings.oldest)
    average = float(rates[age[employing]].mean()) if employing.any() else 0.0
    true_counts = unblurred(counts, moves_between(len(counts), average))
    law = fit_law(true_counts, national)
    laws = _cut_open_band(law_by_band(law, true_counts))
    prior = true_counts if true_counts[FIRST:].sum() else laws.share
    unknown = _unknown(laws, int(register.family.max(initial=0)) + 1, settings.unknown_rates)
    mean = laws.mean @ _mixture(prior, rates, unknown)
    mixture = _mixture(prior, stale_by_age(settings.stale_drawn, settings.oldest), unknown)
    drawn = laws.mean @ mixture
    variance = np.maximum((laws.variance + laws.mean**2) @ mixture - drawn**2, 0)
    kind = np.where(
        register.band == UNKNOWN, len(rates) * len(counts) + register.family, age * len(counts) + register.band
    )
    centre = np.divide(mean, drawn, out=np.ones_like(mean), where=drawn > 0)
    return Model(law, laws, kind, mixture, mean, variance, centre)


def stale_by_age(yearly: float, oldest: int) -> Floats:
    """Chance that a band has changed, by its age in years [oldest + 1]."""
    return np.asarray(1 - (1 - yearly) ** np.arange(oldest + 1))


def _mixture(prior: Floats, rates: Floats, unknown: Floats) -> Floats:
    """True bands given what is observed [B, K]: for each age, each band; then the unknown by family."""
    aged = [_given_observed(moves_between(len(prior), float(rate)), prior) for rate in rates]
    return np.hstack([*aged, unknown])


def ages(register: Register, year: int, settings: Settings) -> Ints:
    """Age of each band in years [n], between 0 and the oldest that counts."""
    age = np.where(register.year > 0, year - register.year, settings.undated)
    return np.asarray(np.clip(age, 0, settings.oldest))


def _given_observed(moves: Floats, prior: Floats) -> Floats:
    """Chance of each true band (row) given the observed one (column) [B, B], by Bayes."""
    joint = moves * prior[:, None]
    seen = joint.sum(axis=0)
    return np.asarray(np.divide(joint, seen, out=np.eye(len(prior)), where=seen > 0))


def _unknown(laws: BandLaws, families: int, rates: tuple[float, ...]) -> Floats:
    """Mixture of the establishments without a band, by family [B, F]: none, or a small employer."""
    small = (bands().high <= UNKNOWN_MOST) & (np.arange(len(laws.share)) >= FIRST)
    share = np.where(small, laws.share, 0)
    share = share / share.sum() if share.sum() else small / small.sum()
    wanted = np.zeros(families)
    wanted[: len(rates)] = rates[:families]
    employing = np.clip(wanted / (laws.mean @ share), 0, 1)
    mixture = share[:, None] * employing
    mixture[ZERO] = 1 - employing
    return np.asarray(mixture)


def _cut_open_band(laws: BandLaws) -> BandLaws:
    size, weight = laws.size.copy(), laws.weight.copy()
    row = OPEN
    kept = size[row] <= OPEN_MOST
    size[row] = np.minimum(size[row], OPEN_MOST)
    weight[row] = np.where(kept, weight[row], 0) / weight[row][kept].sum()
    return BandLaws(size, weight, laws.share)


def hard_bounds(register: Register, widened: Flags | None = None) -> tuple[Floats, Floats]:
    """Least and most posts of each establishment [n]: of its band, or known; one band more where `widened`."""
    table = bands()
    below = np.maximum(register.band - 1, FIRST)
    above = np.minimum(register.band + 1, OPEN)
    wide = (register.band >= FIRST) & (False if widened is None else widened)
    low = np.where(wide, np.minimum(table.low[below], table.low[register.band]), table.low[register.band])
    high = np.where(wide, table.high[above], table.high[register.band])
    high = np.where(register.band == UNKNOWN, UNKNOWN_MOST, high)
    return np.where(register.is_fixed, register.known, low), np.where(register.is_fixed, register.known, high)


def tables_of_kinds(mixture: Floats) -> tuple[Ints, Ints]:
    """For each kind and level [K, LEVELS], the band that a draw falls in and the level inside it.

    Bands follow one another by size, so the inverse cumulative function of a mixture needs no sorting.
    """
    levels = (np.arange(LEVELS) + 0.5) / LEVELS
    ends = np.cumsum(mixture, axis=0).T
    band = np.stack([np.searchsorted(end, levels * end[-1]) for end in ends])
    starts = np.take_along_axis(ends - mixture.T, band, axis=1)
    width = np.take_along_axis(mixture.T, band, axis=1)
    inside = np.clip((levels * ends[:, -1:] - starts) / np.maximum(width, 1e-12), 0, 1 - 1e-9)
    return band, (inside * BAND_LEVELS).astype(np.int64)


def steps_of(laws: BandLaws, points: int) -> Floats:
    """Inverse of the cumulative distribution at the middles of `points` equal steps [B, points], in posts."""
    levels = (np.arange(points) + 0.5) / points
    cumulative = np.cumsum(laws.weight, axis=1)
    return np.stack(
        [
            size[np.minimum(np.searchsorted(steps, levels), len(size) - 1)]
            for size, steps in zip(laws.size, cumulative, strict=True)
        ]
    )
