"""One simulated country of each kind: what docs/method/estimation.md claims on more seeds holds on this one."""

from dataclasses import replace

import pytest

from benchmarks.draws.estimate import DEFAULT
from benchmarks.estimation import METHODS, TRAINING_SEEDS, by_epci, coverage_of, errors_of, our_tables, true_jobs
from benchmarks.estimation_country import SCENARIOS, Scenario, make_country
from benchmarks.estimation_limits import binding, runs


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


@pytest.mark.slow
def test_limits_of_all_employers_would_change_nothing_in_france() -> None:
    """Why they are told and not applied (decision 12)."""
    country = make_country(SCENARIOS[0], TRAINING_SEEDS[0])
    done = dict(runs(country, TRAINING_SEEDS[0], replace(DEFAULT, draws=20)))
    errors = {name: errors_of(one.cells["epci"].value, true_jobs(country)).mean for name, one in done.items()}
    in_france = [name for name in done if "in France" in name]
    assert len(in_france) == 4
    assert all(abs(errors[name] - errors["no limit"]) < 0.05 and binding(done[name]) < 5 for name in in_france)
    assert errors["zone × A17, ESS 90% of all"] < errors["no limit"] - 0.05  # they do work where they bind
