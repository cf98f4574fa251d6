"""What upper limits would bring to the estimates: `python -m benchmarks.estimation_limits [--seeds N] [--quick]`.

The countries of `benchmarks.estimation`, each establishment with an activity and each EPCI in an employment zone; all
employers' posts of a cell are the true posts of the ESS over its share there. Each country is estimated with the
regional totals alone, then with these posts as upper limits of the calibration besides. Seeds of their own.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.draws.estimate import DEFAULT, Estimation, estimate
from benchmarks.draws.model import Settings
from benchmarks.estimation import Coverage, Errors, coverage_of, coverage_table, errors_of, errors_table, true_jobs
from benchmarks.estimation_country import EPCI, SCENARIOS, YEAR, Country, Scenario, make_country
from essaim.observatory.estimation.bands import Floats, Ints, add_by
from essaim.observatory.estimation.calibration import OTHER_YEAR, Margin

SEEDS = (971, 972, 973)
ZONES = 306
LOCAL_SHARE = 0.6  # standard deviation of the share of the ESS in a cell, on the logit
TIGHT = 0.9
OFF = 0.1  # standard deviation of a published number, on the logarithm: another year, an activity coded otherwise

# In per cent, how posts of the ESS divide between activities, and what share of all employers' posts they are in each.
# Published for France (CNCRESS, 2014-15): social work 60, sport 56, finance 30, arts 26, teaching 18; the others are of
# that order.
A17: dict[str, tuple[float, float]] = {
    "AZ": (1, 5), "DE": (0.5, 1), "C1": (2, 4), "C2": (0.1, 1), "C3": (0.2, 1), "C4": (0.1, 1), "C5": (1.5, 1.5),
    "FZ": (1, 0.7), "GZ": (3.5, 3), "HZ": (1, 0.8), "IZ": (3, 4), "JZ": (1, 1.5), "KZ": (10, 30), "LZ": (1, 3),
    "MN": (7, 4), "OQ": (52.1, 19), "RU": (15, 38),
}  # fmt: skip
A88: dict[str, tuple[float, float]] = {
    "64-66": (10, 30), "85": (14, 18), "86": (7, 11), "87": (18, 50), "88": (22, 60), "90": (2.5, 26), "93": (4, 56),
    "94": (12, 80), "others": (10.5, 3),
}  # fmt: skip


@dataclass(frozen=True)
class Grid:
    """Cells of places and activities: that of each establishment [n], and the share of the ESS in each [m]."""

    name: str
    cell: Ints
    share: Floats

    def limits(self, country: Country, random: np.random.Generator, share: Floats | float, error: float) -> Margin:
        """All employers' posts by cell, as an upper limit, the ESS being `share` of them."""
        total = add_by(self.cell, country.truth, len(self.share)) / share
        total *= np.exp(random.normal(0, error, len(total)))
        softness = OTHER_YEAR if error else 0.0
        return Margin(self.name, self.cell, np.round(total), softness=softness, upper_limit=True)


def grid(name: str, place: Ints, activities: dict[str, tuple[float, float]], random: np.random.Generator) -> Grid:
    """An activity for each establishment, drawn, and for each cell a share of the ESS around that of its activity."""
    posts, share = np.array(list(activities.values())).T
    activity = random.choice(len(posts), len(place), p=posts / posts.sum())
    logit = np.log(share / (100 - share)) + random.normal(0, LOCAL_SHARE, (int(place.max()) + 1, len(posts)))
    return Grid(name, place * len(posts) + activity, 1 / (1 + np.exp(-logit.ravel())))


def zones_of(country: Country, random: np.random.Generator) -> Ints:
    """The employment zone of each establishment, inside its region."""
    region = np.zeros(EPCI, dtype=np.int64)
    region[country.epci] = country.region
    regions = int(region.max()) + 1
    return np.asarray((region + regions * random.integers(0, ZONES // regions, EPCI))[country.epci])


def every_limit(country: Country, seed: int) -> Iterator[tuple[str, Margin]]:
    """Both grids as in France and if the ESS were nearly everyone, exact and not; drawn apart from the country."""
    random = np.random.default_rng([seed, ZONES])
    zones = grid("zone × A17", zones_of(country, random), A17, random)
    for one in (zones, grid("département × A88", country.departement, A88, random)):
        for share, told in ((one.share, "as in France"), (TIGHT, f"ESS {TIGHT:.0%} of all")):
            for error, off in ((0.0, ""), (OFF, f", {OFF:.0%} off")):
                yield f"{one.name}, {told}{off}", one.limits(country, random, share, error)


def main() -> None:
    """The plainest scenario and the worst one, on seeds that chose nothing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.estimation_limits", description=__doc__)
    parser.add_argument("--seeds", type=int, default=len(SEEDS))
    parser.add_argument("--quick", action="store_true", help="one seed, 50 draws")
    options = parser.parse_args()
    settings = replace(DEFAULT, draws=50) if options.quick else DEFAULT
    for scenario in (SCENARIOS[0], SCENARIOS[3]):
        report(scenario, SEEDS[: 1 if options.quick else options.seeds], settings)


def report(scenario: Scenario, seeds: tuple[int, ...], settings: Settings) -> None:
    """The two tables of one scenario, and how many limits bind."""
    errors: dict[str, list[Errors]] = {}
    coverages: dict[str, list[Coverage]] = {}
    bound: dict[str, list[float]] = {}
    for seed in seeds:
        country = make_country(scenario, seed)
        truth = true_jobs(country)
        for name, done in runs(country, seed, settings):
            table = done.cells["epci"]
            errors.setdefault(name, []).append(errors_of(table.value, truth))
            coverages.setdefault(name, []).append(coverage_of(table, truth))
            bound.setdefault(name, []).append(binding(done))
    print(f"### {scenario.name}\n\n{errors_table(errors)}\n\n{coverage_table(coverages)}\n")
    told = (f"{name}: {np.mean(shares):.2f}" for name, shares in bound.items())
    print(f"Limits that bind, in per cent of their cells. {'; '.join(told)}.\n", flush=True)


def runs(country: Country, seed: int, settings: Settings) -> Iterator[tuple[str, Estimation]]:
    """The same country without limits, then with each kind of them."""
    margin = country.region_by_family()
    kinds = {"no limit": (margin,)} | {name: (margin, limit) for name, limit in every_limit(country, seed)}
    for name, margins in kinds.items():
        yield name, estimate(country.register, {"epci": country.epci}, year=YEAR, margins=margins, settings=settings)


def binding(done: Estimation) -> float:
    """The share of limits that the bands exceed, in per cent; 0 where there is no limit."""
    found = [reached for reached in done.calibrated.reached if reached.margin.upper_limit]
    return sum(100 * float((one.before > one.margin.total).mean()) for one in found)


if __name__ == "__main__":
    main()
