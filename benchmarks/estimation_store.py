"""How good the intervals of a store are: `python -m benchmarks.estimation_store [--seeds N]`.

A store does not draw: it adds means and variances of bands, and takes a log-normal interval (diagnosis/jobs.py). The
same simulated countries as in `benchmarks.estimation`, whose draws it is to be read beside, say what that costs.
"""

import argparse

import numpy as np

from benchmarks.estimation import (
    CLASSES,
    EVALUATION_SEEDS,
    Coverage,
    Errors,
    by_epci,
    coverage_table,
    errors_of,
    errors_table,
    true_jobs,
)
from benchmarks.estimation_country import SCENARIOS, Country, make_country
from essaim.observatory.diagnosis.jobs import Jobs
from essaim.observatory.diagnosis.totals import local_effect
from essaim.observatory.estimation.bands import Floats, bands, count_bands
from essaim.observatory.estimation.expected import expected_head_counts
from essaim.observatory.store.estimates import Published, calibrated_means


def measured(country: Country, *, margins: bool) -> tuple[Errors, Coverage]:
    """Errors and coverage of the store's estimate by EPCI, with or without the regional totals."""
    register, truth = country.register, true_jobs(country)
    expected = expected_head_counts(count_bands(register.band))
    margin = country.region_by_family()
    counts = np.zeros((len(margin.total), len(bands().codes)))
    np.add.at(counts, (margin.cell, register.band), 1)
    totals = margin.total if margins else np.full(len(margin.total), np.nan)
    means = calibrated_means(counts, expected, Published(totals, same_year=True), [])
    value = by_epci(country, means[margin.cell, register.band])
    variance = by_epci(country, expected.variance[register.band])
    lowest = by_epci(country, bands().low[register.band])
    highest = by_epci(country, np.where(np.isfinite(bands().high), bands().high, 1e9)[register.band])
    intervals = np.array(
        [
            Jobs(*amounts).settled(local_effect(1.0)).interval
            for amounts in zip(value, lowest, highest, variance, strict=True)
        ]
    )
    return errors_of(value, truth), _coverage(intervals, value, truth)


def _coverage(intervals: Floats, value: Floats, truth: Floats) -> Coverage:
    covered, half = [], []
    for low, high in CLASSES:
        own = (truth >= low) & (truth < high)
        inside = (intervals[own, 0] <= truth[own]) & (truth[own] <= intervals[own, 1])
        covered.append(100 * float(inside.mean()))
        half.append(100 * float(np.median((intervals[own, 1] - intervals[own, 0]) / 2 / value[own])))
    return Coverage(tuple(covered), tuple(half), (np.nan, np.nan, np.nan))


def main() -> None:
    """Every scenario, on the seeds that chose nothing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.estimation_store", description=__doc__)
    parser.add_argument("--seeds", type=int, default=len(EVALUATION_SEEDS))
    seeds = EVALUATION_SEEDS[: parser.parse_args().seeds]
    for scenario in SCENARIOS:
        runs = {
            name: [measured(make_country(scenario, seed), margins=margins) for seed in seeds]
            for name, margins in (("store, no total", False), ("store, regional totals", True))
        }
        print(f"\n### {scenario.name}\n")
        print(errors_table({name: [errors for errors, _ in found] for name, found in runs.items()}))
        print()
        print(coverage_table({name: [coverage for _, coverage in found] for name, found in runs.items()}))


if __name__ == "__main__":
    main()
