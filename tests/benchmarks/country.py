"""A small register with its truth, for the tests of estimates."""

from dataclasses import dataclass, replace

import numpy as np

from benchmarks.draws.estimate import Estimation, estimate
from benchmarks.draws.model import Register, Settings
from essaim.observatory.estimation.bands import FIRST, UNKNOWN, Floats, Ints, bands
from essaim.observatory.estimation.calibration import Margin

YEAR = 2024
QUICK = Settings(draws=40)


@dataclass(frozen=True)
class Small:
    register: Register
    truth: Floats
    commune: Ints
    epci: Ints
    region: Ints

    def margin(self, softness: float = 0.05, scale: float = 1.0) -> Margin:
        cell = self.region * 2 + self.register.family
        return Margin("region by family", cell, scale * np.bincount(cell, self.truth), softness)

    def estimate(self, margins: tuple[Margin, ...] = (), settings: Settings = QUICK) -> Estimation:
        cells = {"commune": self.commune, "epci": self.epci}
        return estimate(self.register, cells, year=YEAR, margins=margins, settings=settings)

    def reordered(self, order: Ints) -> "Small":
        register = Register(*(getattr(self.register, name)[order] for name in Register.__annotations__))
        return Small(register, self.truth[order], self.commune[order], self.epci[order], self.region[order])

    def with_known(self, rows: Ints) -> "Small":
        known = self.register.known.copy()
        known[rows] = self.truth[rows]
        return replace(self, register=replace(self.register, known=known))


def small(seed: int = 1, n: int = 4_000) -> Small:
    random = np.random.default_rng(seed)
    truth = np.floor(np.exp(1.2 + 1.3 * np.abs(random.normal(size=n))))
    band = np.searchsorted(bands().low[FIRST:], truth, side="right") - 1 + FIRST
    band[random.random(n) < 0.05] = UNKNOWN
    commune = random.integers(0, 60, n)
    epci = commune // 6
    year = np.where(random.random(n) < 0.1, 0, YEAR - random.integers(0, 4, n))
    register = Register(np.arange(n), band, year, random.integers(0, 2, n), epci, np.full(n, np.nan))
    return Small(register, truth, commune, epci, epci // 5)
