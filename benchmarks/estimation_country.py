"""A simulated country whose jobs are known, and the register that would describe it: nothing in it is real.

As in section 4 of the project's notes on statistics: 200 000 employers' establishments in 1 250 EPCI of Pareto sizes,
101 départements, 18 regions, 5 families; besides, 60 000 establishments without an employee, which the register shows
as NN like the 6 % of small employers whose band it does not know.
"""

from dataclasses import dataclass, replace

import numpy as np

from benchmarks.draws.model import OPEN, Register
from essaim.observatory.estimation.bands import FIRST, UNKNOWN, Flags, Floats, Ints, add_by, bands
from essaim.observatory.estimation.calibration import Margin

YEAR = 2024
EMPLOYERS, OTHERS = 200_000, 60_000
EPCI, DEPARTEMENTS, REGIONS = 1_250, 101, 18
FAMILY_SHARES = np.array([0.07, 0.03, 0.78, 0.06, 0.06])
FAMILY_MU = np.array([1.5, 1.7, 1.1, 1.8, 1.3])
FAMILY_SIGMA = np.array([1.3, 1.4, 1.25, 1.4, 1.3])
LOCAL = 0.12
AGES = np.array([1, 2, 3])
AGE_SHARES = np.array([0.2, 0.6, 0.2])


@dataclass(frozen=True)
class Scenario:
    """`stale` is the share of bands that moved; `heavy` the tail; `inflated` the error of every published total.

    `balanced` moves leave the distribution of sizes as it was (as many go up as down between two bands), which the
    estimator, that takes moves to be as likely up as down from each band, does not know.
    """

    name: str
    stale: float = 0.08
    heavy: str = ""
    inflated: float = 0.0
    balanced: bool = False


SCENARIOS = (
    Scenario("as set up"),
    Scenario("20 % stale", stale=0.20),
    Scenario("heavy tail", heavy="pareto"),
    Scenario("heavy tail, 20 % stale", stale=0.20, heavy="pareto"),
    Scenario("margins + 3 %", inflated=0.03),
    Scenario("balanced moves", balanced=True),
    Scenario("giants piled up", heavy="piled"),
)


@dataclass(frozen=True)
class Country:
    """The register [n], the true posts [n], where each establishment is [n], and its band in the next vintage [n].

    The next vintage tells half of the bands that this one hides.
    """

    register: Register
    truth: Floats
    epci: Ints
    departement: Ints
    region: Ints
    later: Ints
    scenario: Scenario

    def region_by_family(self) -> Margin:
        """The totals that INSEE publishes: exact unless the scenario inflates them."""
        cell = self.region * len(FAMILY_SHARES) + self.register.family
        total = add_by(cell, self.truth, REGIONS * len(FAMILY_SHARES))
        group = np.arange(len(total)) % len(FAMILY_SHARES)
        return Margin("région × famille", cell, total * (1 + self.scenario.inflated), group=group)

    def with_largest_known(self, k: int) -> "Country":
        """The same, the k largest establishments of each EPCI (by band, then by chance) having a known head-count."""
        chance = np.random.default_rng(k).random(len(self.truth))
        order = np.lexsort((chance, -self.register.band, self.epci))
        rank = np.arange(len(order)) - np.searchsorted(self.epci[order], self.epci[order])
        known = self.register.known.copy()
        chosen = order[rank < k]
        known[chosen] = self.truth[chosen]
        return replace(self, register=replace(self.register, known=known))


def make_country(scenario: Scenario, seed: int) -> Country:
    """Draw a country; the same seed gives the same territories and employers in every scenario of one tail."""
    random = np.random.default_rng(seed)
    n = EMPLOYERS + OTHERS
    weight = np.minimum((1 - random.random(EPCI)) ** (-1 / 1.1), 200)
    epci = random.choice(EPCI, n, p=weight / weight.sum())
    departement = np.append(np.arange(DEPARTEMENTS), random.integers(0, DEPARTEMENTS, EPCI - DEPARTEMENTS))[epci]
    region = np.append(np.arange(REGIONS), random.integers(0, REGIONS, DEPARTEMENTS - REGIONS))[departement]
    family = random.choice(len(FAMILY_SHARES), n, p=FAMILY_SHARES)
    truth = _sizes(random, FAMILY_MU[family] + random.normal(0, LOCAL, EPCI)[epci], FAMILY_SIGMA[family])
    truth = _heavier(random, truth, scenario.heavy)
    truth[EMPLOYERS:] = 0
    age = random.choice(AGES, n, p=AGE_SHARES)
    band = _observed(random, truth, age, scenario)
    register = Register(np.arange(n), band, YEAR - age, family, epci, np.full(n, np.nan))
    later = np.where(random.random(n) < 0.5, _true_bands(truth), band)
    later = np.where(truth > 0, later, UNKNOWN)
    return Country(register, truth, epci, departement, region, later, scenario)


def _sizes(random: np.random.Generator, mu: Floats, sigma: Floats) -> Floats:
    """Log-normal sizes of at least one post."""
    size = np.exp(mu + sigma * random.normal(size=len(mu)))
    while (small := size < 1).any():
        size[small] = np.exp(mu[small] + sigma[small] * random.normal(size=int(small.sum())))
    return np.floor(size)


def _heavier(random: np.random.Generator, size: Floats, kind: str) -> Floats:
    """A quarter of micro-employers, and eight establishments in a thousand of a power law; `piled` stops at 4 999."""
    if not kind:
        return size
    place, chance = random.random(len(size)), random.random(len(size))
    ends = np.array([100.0, 9_999.0 if kind == "pareto" else 40_000.0])
    power = -1 / 1.0
    top = np.floor((ends[0] ** -1 - chance * (ends[0] ** -1 - ends[1] ** -1)) ** power)
    if kind == "piled":
        top = np.minimum(top, 4_999 - np.floor(800 * chance))
    size = np.where(place < 0.25, np.where(chance < 0.7, 1, 2), size)
    return np.where(place > 0.992, top, size)


def _true_bands(truth: Floats) -> Ints:
    """The band of each size of at least one post; below, the one before."""
    return np.asarray(np.searchsorted(bands().low[FIRST:], truth, side="right") - 1 + FIRST)


def _observed(random: np.random.Generator, truth: Floats, age: Ints, scenario: Scenario) -> Ints:
    """The band that the register shows: of the true size, or one step away the older it is, or NN."""
    table = bands()
    band = true_band = _true_bands(truth)
    yearly = 1 - (1 - scenario.stale) ** (1 / float(AGES @ AGE_SHARES))
    moved = random.random(len(truth)) < 1 - (1 - yearly) ** age
    step = np.where(random.random(len(truth)) < 0.5, 1, -1)
    target = np.clip(band + step, FIRST, OPEN - 1)
    if scenario.balanced:
        share = np.maximum(np.bincount(true_band, minlength=len(table.low)), 1e-9)
        moved &= random.random(len(truth)) < share[target] / share[band]
    band = np.where(moved, target, band)
    small = truth < 10
    hidden: Flags = (small & (random.random(len(truth)) < 0.06)) | (truth == 0)
    return np.where(hidden, UNKNOWN, band)
