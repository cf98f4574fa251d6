"""Bias, local error and coverage of the job estimates, on simulated countries whose jobs are known.

    python -m benchmarks.estimation [--seeds N] [--quick]

Every figure is of simulated establishments. The evaluation seeds were used for nothing but the tables of
docs/method/estimation.md; `--training` runs on the seeds with which the settings were chosen.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.draws.estimate import DEFAULT, estimate
from benchmarks.draws.model import OPEN, Settings
from benchmarks.draws.records import CellTable
from benchmarks.draws.unknown import unknown_rates
from benchmarks.estimation_country import SCENARIOS, YEAR, Country, Scenario, make_country
from essaim.observatory.estimation.bands import FIRST, Floats, add_by, bands, count_bands
from essaim.observatory.estimation.calibration import OTHER_YEAR, Margin
from essaim.observatory.estimation.law import Law, fit_lognormal, law_by_band

TRAINING_SEEDS = (11, 12, 13, 14)
EVALUATION_SEEDS = (951, 952, 953, 954, 955, 956)
CLASSES = ((50, 200), (200, 1_000), (1_000, 5_000), (5_000, np.inf))
LEAST_JOBS = 200  # territories below it count in their size class only


@dataclass(frozen=True)
class Errors:
    """One method on one country, in per cent: national bias, mean and 95th percentile of the absolute error.

    `by_class` holds for each size class of territory: mean error, mean absolute error and 95th percentile.
    """

    national: float
    mean: float
    p95: float
    by_class: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True)
class Coverage:
    """The intervals of one country by size class: share that hold the truth, median half-width; shares of grades."""

    covered: tuple[float, ...]
    half_width: tuple[float, ...]
    grades: tuple[float, float, float]


def main() -> None:
    """Print the tables in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=len(EVALUATION_SEEDS), help="how many seeds per scenario")
    parser.add_argument("--quick", action="store_true", help="one seed, 50 draws")
    parser.add_argument("--training", action="store_true", help="the seeds with which the settings were chosen")
    options = parser.parse_args()
    seeds = (TRAINING_SEEDS if options.training else EVALUATION_SEEDS)[: 1 if options.quick else options.seeds]
    settings = replace(DEFAULT, draws=50) if options.quick else DEFAULT
    print(f"seeds {', '.join(map(str, seeds))}; {settings}\n")
    for scenario in SCENARIOS:
        report(scenario, seeds, settings)


def report(scenario: Scenario, seeds: tuple[int, ...], settings: Settings) -> None:
    """The two tables of one scenario: methods compared, intervals."""
    errors: dict[str, list[Errors]] = {}
    coverages: dict[str, list[Coverage]] = {}
    began = time.perf_counter()
    for seed in seeds:
        country = make_country(scenario, seed)
        truth = true_jobs(country)
        for name, method in METHODS.items():
            errors.setdefault(name, []).append(errors_of(by_epci(country, method(country)), truth))
        for name, table in our_tables(country, settings).items():
            errors.setdefault(name, []).append(errors_of(table.value, truth))
            coverages.setdefault(name, []).append(coverage_of(table, truth))
    print(f"### {scenario.name}\n\n{errors_table(errors)}\n\n{coverage_table(coverages)}\n")
    print(f"({time.perf_counter() - began:.0f} s)\n", flush=True)


def true_jobs(country: Country) -> Floats:
    return by_epci(country, country.truth)


def by_epci(country: Country, amounts: Floats) -> Floats:
    return add_by(country.epci, amounts, int(country.epci.max()) + 1)


def our_tables(country: Country, settings: Settings) -> dict[str, CellTable]:
    """Ours: without a margin, with the regional ones, and with the ten largest of each EPCI known besides.

    Where the margins are of another year, once without knowing it and once told so.
    """
    settings = replace(settings, unknown_rates=_rates(country))
    margin = country.region_by_family()
    runs: dict[str, tuple[Country, tuple[Margin, ...], Settings]] = {
        "ours, no margin": (country, (), settings),
        "ours": (country, (margin,), settings),
        "ours, 10 largest known": (country.with_largest_known(10), (margin,), settings),
    }
    if country.scenario.inflated:
        told = replace(settings, margin_error=0.02)
        runs["ours, told so"] = (country, (replace(margin, softness=OTHER_YEAR),), told)
    return {
        name: estimate(of.register, {"epci": of.epci}, year=YEAR, margins=margins, settings=chosen).cells["epci"]
        for name, (of, margins, chosen) in runs.items()
    }


def _rates(country: Country) -> tuple[float, ...]:
    """Posts of an establishment without a band, as two vintages of the register tell them."""
    register = country.register
    return unknown_rates(register.band, country.later, register.family, law_by_band(Law(1.2, 1.3)).mean)


def middle_of_band(country: Country) -> Floats:
    table = bands()
    middle = np.where(np.isfinite(table.high), (table.low + table.high) / 2, table.low)
    return np.asarray(middle[country.register.band])


def fitted_law(country: Country) -> Floats:
    """The log-normal fitted to the counts as they are, no margin."""
    mu, sigma, _ = fit_lognormal(count_bands(country.register.band))
    means = law_by_band(Law(mu, sigma)).mean
    means[OPEN] = bands().low[-1]
    return np.where(country.register.band >= FIRST, means[country.register.band], 0.0)


def exact_ratio(country: Country) -> Floats:
    """The same, multiplied to the published total of each region and family."""
    x0, margin = fitted_law(country), country.region_by_family()
    before = margin.sums(x0)
    ratio = np.divide(margin.total, before, out=np.ones_like(before), where=before > 0)
    return x0 * margin.spread(ratio)


METHODS: dict[str, Callable[[Country], Floats]] = {
    "middle of band": middle_of_band,
    "fitted law": fitted_law,
    "exact ratio": exact_ratio,
}


def errors_of(value: Floats, truth: Floats) -> Errors:
    """In per cent of the truth of each EPCI."""
    relative = 100 * (value - truth) / np.maximum(truth, 1)
    counted = np.abs(relative[truth >= LEAST_JOBS])
    by_class = []
    for low, high in CLASSES:
        own = relative[(truth >= low) & (truth < high)]
        by_class.append((float(own.mean()), float(np.abs(own).mean()), float(np.quantile(np.abs(own), 0.95))))
    national = 100 * (value.sum() / truth.sum() - 1)
    return Errors(float(national), float(counted.mean()), float(np.quantile(counted, 0.95)), tuple(by_class))


def coverage_of(table: CellTable, truth: Floats) -> Coverage:
    covered, half = [], []
    for low, high in CLASSES:
        own = (truth >= low) & (truth < high)
        inside = (table.low[own] <= truth[own]) & (truth[own] <= table.high[own])
        covered.append(100 * float(inside.mean()))
        half.append(100 * float(np.median((table.high[own] - table.low[own]) / 2 / table.value[own])))
    grades = table.grade[truth >= LEAST_JOBS]
    shares = tuple(100 * float((grades == grade).mean()) for grade in "BCD")
    return Coverage(tuple(covered), tuple(half), (shares[0], shares[1], shares[2]))


def errors_table(errors: dict[str, list[Errors]]) -> str:
    """Means over the seeds."""
    names = " | ".join(f"{low:,}-{high:,.0f}" if np.isfinite(high) else f"> {low:,}" for low, high in CLASSES)
    lines = [f"| method | national bias | EPCI error | p95 | {names} |", "|---|---|---|---|---|---|---|---|"]
    for name, runs in errors.items():
        classes = np.mean([run.by_class for run in runs], axis=0)
        cells = " | ".join(f"{bias:+.1f} / {mean:.1f} / {p95:.0f}" for bias, mean, p95 in classes)
        national = [run.national for run in runs]
        most = max(national, key=abs)
        lines.append(
            f"| {name} | {np.mean(national):+.2f} (worst {most:+.2f}) | {np.mean([run.mean for run in runs]):.2f}"
            f" | {np.mean([run.p95 for run in runs]):.1f} | {cells} |"
        )
    return "\n".join(lines)


def coverage_table(coverages: dict[str, list[Coverage]]) -> str:
    """Coverage and half-width of the 90 % interval, means over the seeds."""
    names = " | ".join(f"{low:,}-{high:,.0f}" if np.isfinite(high) else f"> {low:,}" for low, high in CLASSES)
    lines = [f"| interval | {names} | grades B / C / D |", "|---|---|---|---|---|---|"]
    for name, runs in coverages.items():
        covered = np.mean([run.covered for run in runs], axis=0)
        half = np.mean([run.half_width for run in runs], axis=0)
        grades = np.mean([run.grades for run in runs], axis=0)
        cells = " | ".join(f"{share:.0f} % (± {width:.0f} %)" for share, width in zip(covered, half, strict=True))
        lines.append(f"| {name} | {cells} | {' / '.join(f'{share:.0f}' for share in grades)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
