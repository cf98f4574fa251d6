"""The law of head-counts, fitted to how many establishments each band holds.

Body: V = floor(exp(Z)), Z normal (mu, sigma), V at least 1. Tail: from a size on, P(V >= v) falls as v^-alpha. The tail
is kept only where the counts ask for it (Akaike's criterion), because a log-normal body alone does not see that a few
employers are very large. Both are fitted by maximum likelihood on counts, never on band middles
(docs/method/estimation.md).
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from essaim.observatory.errors import EssaimError
from essaim.observatory.estimation.bands import FIRST, Floats, bands
from essaim.observatory.language import Text

LEAST_SAMPLE = 2_000  # establishments under which the national law serves (statistics 3.2, to confirm)
TAIL_STARTS = (100, 200, 250, 500, 1_000)  # lower bounds of bands from which a power tail is tried
TAIL_END = 200_000  # posts: where the open band is cut, larger than any French employer's establishment
POINTS = 192  # points that stand for the sizes of one wide band
GRID_STEPS = (0.05, 0.01, 0.002, 0.0005)


@dataclass(frozen=True)
class Law:
    """Log-normal (mu, sigma) body of sizes of at least 1, power tail of exponent `alpha` from `tail_from` posts on.

    `tail_from` is infinite when the log-normal is enough; `alpha_error` is the standard error of `alpha`; `sample` is
    the number of establishments that the fit saw.
    """

    mu: float
    sigma: float
    tail_from: float = math.inf
    alpha: float = math.nan
    alpha_error: float = 0.0
    sample: float = 0.0


@dataclass(frozen=True)
class BandLaws:
    """The law inside each band: `size` [B, P] in posts, `weight` [B, P] summing to 1 by band, `share` [B] of bands.

    A row stands for every integer of its band when they are few, else for groups of them at their mean. Rows of bands
    that hold no post are a single point at 0.
    """

    size: Floats
    weight: Floats
    share: Floats

    @property
    def mean(self) -> Floats:
        """Mean head-count of each band [B], in posts."""
        return np.asarray((self.size * self.weight).sum(axis=1))

    @property
    def variance(self) -> Floats:
        """Variance of the head-count inside each band [B]."""
        return np.asarray((self.size**2 * self.weight).sum(axis=1) - self.mean**2)

    def tilted(self, exponents: Floats) -> "BandLaws":
        """The same laws with `v^-exponent` more, by band [B]: how a tail heavier (< 0) or lighter (> 0) would look."""
        middle = np.sqrt(np.maximum(self.size[:, :1], 1) * np.maximum(self.size[:, -1:], 1))
        weight = self.weight * (np.maximum(self.size, 1) / middle) ** -exponents[:, None]
        return replace(self, weight=weight / weight.sum(axis=1, keepdims=True))


def normal_cdf(z: Floats) -> Floats:
    """Phi, for an array of any shape."""
    flat = np.array([math.erfc(-x / math.sqrt(2)) for x in z.ravel().tolist()])
    return (0.5 * flat).reshape(z.shape)


def fit_law(counts: Floats, national: Law | None = None) -> Law:
    """Fit on the counts of the bands [B]; under 2 000 establishments the national law is returned instead."""
    held = counts[FIRST:]
    if held.sum() < LEAST_SAMPLE and national is not None:
        return national
    if (held > 0).sum() < 2:
        raise EssaimError(
            Text(
                "trop peu d'établissements employeurs pour ajuster une loi des effectifs",
                "too few employer establishments to fit a law of head-counts",
            ),
            remedy=Text("Donnez la loi nationale.", "Give the national law."),
        )
    candidates = [_without_tail(counts), *(_with_tail(counts, start) for start in TAIL_STARTS)]
    best, _ = min((fit for fit in candidates if fit is not None), key=lambda fit: fit[1])
    return best


def fit_lognormal(counts: Floats, below: float = math.inf) -> tuple[float, float, float]:
    """(mu, sigma, log-likelihood) of the truncated log-normal on the bands that start below a size."""
    table = bands()
    used = np.flatnonzero((np.arange(len(table.low)) >= FIRST) & (table.low < below))
    edges = np.append(np.log(table.low[used]), np.log(table.high[used[-1]] + 1))
    mus, sigmas = np.arange(-4, 5, 0.25), np.arange(0.4, 4.01, 0.2)
    best = (math.nan, math.nan, -math.inf)
    for step in GRID_STEPS:
        best = max(best, _best_of_grid(counts[used], edges, mus, sigmas), key=lambda found: found[2])
        reach = np.arange(-6, 7) * step
        mus, sigmas = best[0] + reach, np.maximum(best[1] + reach, 0.05)
    return best


def _best_of_grid(counts: Floats, edges: Floats, mus: Floats, sigmas: Floats) -> tuple[float, float, float]:
    below = normal_cdf((edges - mus[:, None, None]) / sigmas[:, None])  # [mu, sigma, edge]
    reached = np.maximum(below[..., -1:] - below[..., :1], 1e-300)
    chances = np.maximum(np.diff(below, axis=-1) / reached, 1e-300)
    likelihood = (counts * np.log(chances)).sum(axis=-1)
    row, column = np.unravel_index(int(likelihood.argmax()), likelihood.shape)
    return float(mus[row]), float(sigmas[column]), float(likelihood[row, column])


def _without_tail(counts: Floats) -> tuple[Law, float]:
    mu, sigma, likelihood = fit_lognormal(counts)
    return Law(mu, sigma, sample=float(counts[FIRST:].sum())), 2 * 2 - 2 * likelihood


def _with_tail(counts: Floats, start: int) -> tuple[Law, float] | None:
    """The law with a tail from a size on, and its Akaike criterion; None where the tail holds too few bands."""
    low = bands().low
    tail = low >= start
    body = (np.arange(len(low)) >= FIRST) & ~tail
    n_tail, n_body = float(counts[tail].sum()), float(counts[body].sum())
    if (counts[tail] > 0).sum() < 3 or n_tail < 30 or (counts[body] > 0).sum() < 3:
        return None
    mu, sigma, of_body = fit_lognormal(counts, below=start)
    alpha, error, of_tail = _fit_tail(counts[tail], low[tail])
    share = n_tail / (n_tail + n_body)
    likelihood = of_body + of_tail + n_tail * math.log(share) + n_body * math.log(1 - share)
    law = Law(mu, sigma, float(start), alpha, error, n_tail + n_body)
    return law, 2 * 4 - 2 * likelihood


def _fit_tail(counts: Floats, low: Floats) -> tuple[float, float, float]:
    """(alpha, its standard error, log-likelihood) of a power tail on counts of bands, cut at TAIL_END."""
    edges = np.log(np.append(low, TAIL_END) / low[0])
    alphas = np.arange(0.1, 6, 0.002)
    above = np.exp(-alphas[:, None] * edges)
    chances = -np.diff(above, axis=1) / (1 - above[:, -1:])
    likelihood = (counts * np.log(np.maximum(chances, 1e-300))).sum(axis=1)
    best = int(np.clip(likelihood.argmax(), 50, len(alphas) - 51))
    bend = (likelihood[best - 50] - 2 * likelihood[best] + likelihood[best + 50]) / (alphas[50] - alphas[0]) ** 2
    return float(alphas[best]), float(1 / math.sqrt(max(-bend, 1e-6))), float(likelihood[best])


def law_by_band(law: Law, counts: Floats | None = None) -> BandLaws:
    """The law inside each band: head-counts, their weights; shares of bands from the counts, else from the body."""
    table = bands()
    size, weight = np.zeros((len(table.low), POINTS)), np.zeros((len(table.low), POINTS))
    weight[:, 0] = 1
    share = np.zeros(len(table.low))
    for band in range(FIRST, len(table.low)):
        edges = _edges(table.low[band], table.high[band])
        mass = _mass(law, edges)
        share[band] = mass.sum()
        size[band], weight[band] = _at_points(edges, mass, law)
    if counts is not None and counts[FIRST:].sum() > 0:
        share = np.where(np.arange(len(share)) >= FIRST, counts, 0)
    return BandLaws(size, weight, share / share.sum())


def _edges(low: float, high: float) -> Floats:
    """Integers that start each group of sizes of one band, the first size after it included."""
    end = min(high, TAIL_END) + 1
    if end - low <= POINTS:
        return np.arange(low, end + 1)
    return np.unique(np.round(np.geomspace(low, end, POINTS + 1)))


def _mass(law: Law, edges: Floats) -> Floats:
    """What the law gives to each group, up to a constant by band: bands are narrower than either part of the law."""
    if edges[0] >= law.tail_from:
        return np.asarray(-np.diff((edges / law.tail_from) ** -law.alpha))
    upper = normal_cdf((law.mu - np.log(edges)) / law.sigma)  # the upper tail: exact far from the mode
    return np.asarray(-np.diff(upper))


def _at_points(edges: Floats, mass: Floats, law: Law) -> tuple[Floats, Floats]:
    """Sizes and weights of one band, padded to POINTS with copies of the last size at weight 0."""
    first, last = edges[:-1], edges[1:] - 1
    slope = law.alpha if edges[0] >= law.tail_from else (np.log(edges[:-1]) - law.mu) / law.sigma**2
    size = _group_mean(first, last, slope)
    mass = mass if mass.sum() > 0 else first ** -(1 + np.asarray(slope))
    padding = POINTS - len(size)
    return np.append(size, np.full(padding, size[-1])), np.append(mass / mass.sum(), np.zeros(padding))


def _group_mean(first: Floats, last: Floats, slope: float | Floats) -> Floats:
    """Mean of the integers of a narrow group whose density falls as v^-(1 + slope): its middle, a little lower."""
    middle = (first + last) / 2
    return np.asarray(middle - (last - first) * (last - first + 2) / 12 * (1 + np.asarray(slope)) / middle)
