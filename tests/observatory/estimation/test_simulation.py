"""One simulated country of each kind: what docs/method/estimation.md claims on more seeds holds on this one."""

from dataclasses import replace

import pytest

from benchmarks.estimation import METHODS, TRAINING_SEEDS, by_epci, coverage_of, errors_of, our_tables, true_jobs
from benchmarks.estimation_country import SCENARIOS, Scenario, make_country
from essaim.observatory.estimation.estimate import DEFAULT


@pytest.mark.slow
@pytest.mark.parametrize("scenario", SCENARIOS[:4], ids=lambda scenario: scenario.name)
def test_bias_error_and_coverage_on_a_simulated_country(scenario: Scenario) -> None:
    country = make_country(scenario, TRAINING_SEEDS[0])
    truth = true_jobs(country)
    tables = our_tables(country, replace(DEFAULT, draws=60))
    ours = errors_of(tables["ours"].value, truth)
    assert abs(ours.national) <= 1
    for method in METHODS.values():
        assert ours.mean <= errors_of(by_epci(country, method(country)), truth).mean
    # One country and 60 draws: the classes of few territories vary by several points around their mean.
    assert all(75 <= share <= 100 for share in coverage_of(tables["ours"], truth).covered)
    assert errors_of(tables["ours, 10 largest known"].value, truth).mean < ours.mean / 2
