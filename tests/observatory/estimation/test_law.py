"""The law of head-counts, its golden table, and the real bands of Bas-Rhin."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from essaim.observatory.errors import EssaimError
from essaim.observatory.estimation.bands import FIRST, UNKNOWN, band_numbers, bands, count_bands
from essaim.observatory.estimation.law import Law, fit_law, fit_lognormal, law_by_band, normal_cdf

# Fitted means of the notes on statistics, section 2, bands 01 to 52.
GOLDEN = {
    (1.2, 1.3): [1.4, 3.8, 7.3, 13.5, 29.4, 66.7, 131.8, 221.3, 323.9, 639, 1262, 2561, 6132],
    (1.0, 1.2): [1.4, 3.8, 7.2, 13.3, 28.7, 65.6, 129.3, 220.8, 317.1, 625, 1233, 2477, 5986],
    (1.4, 1.6): [1.4, 3.8, 7.3, 13.7, 30.5, 68.5, 136.1, 222.1, 336.2, 666, 1319, 2757, 6450],
}


@pytest.mark.parametrize("parameters", GOLDEN)
def test_band_means_are_those_of_the_formula(parameters: tuple[float, float]) -> None:
    means = law_by_band(Law(*parameters)).mean[FIRST:-1]
    assert means == pytest.approx(GOLDEN[parameters], rel=0.0005, abs=0.06)


@pytest.mark.parametrize("band", ["02", "12", "22"])
def test_moments_of_a_band_agree_with_scipy(band: str) -> None:
    mu, sigma = 1.2, 1.3
    number = band_numbers([band])[0]
    sizes = np.arange(bands().low[number], bands().high[number] + 1)
    normal = stats.norm(mu, sigma)
    weight = normal.cdf(np.log(sizes + 1)) - normal.cdf(np.log(sizes))
    weight /= weight.sum()
    laws = law_by_band(Law(mu, sigma))
    assert laws.mean[number] == pytest.approx((sizes * weight).sum())
    assert laws.variance[number] == pytest.approx((sizes**2 * weight).sum() - (sizes * weight).sum() ** 2)


def test_normal_cdf_agrees_with_scipy_far_out() -> None:
    z = np.array([[-9.0, -3.0], [0.0, 2.5]])
    assert normal_cdf(z) == pytest.approx(stats.norm.cdf(z), rel=1e-12)


def test_fit_finds_the_law_that_made_the_counts() -> None:
    counts = np.round(200_000 * law_by_band(Law(1.1, 1.25)).share)
    assert fit_lognormal(counts)[:2] == pytest.approx((1.1, 1.25), abs=0.01)
    assert fit_law(counts).tail_from == np.inf


def test_a_power_tail_is_seen_and_its_exponent_found() -> None:
    random = np.random.default_rng(3)
    body = np.floor(np.exp(1.2 + 1.1 * random.normal(size=100_000)))
    tail = np.floor(200 * (1 - random.random(1_500)) ** (-1 / 1.2))
    sizes = np.concatenate([body[(body >= 1) & (body < 200)], tail])
    law = fit_law(count_bands(np.searchsorted(bands().low[FIRST:], sizes, side="right") - 1 + FIRST))
    assert law.tail_from <= 250
    assert law.alpha == pytest.approx(1.2, abs=4 * law.alpha_error)


def test_few_establishments_take_the_national_law_or_say_why_not() -> None:
    national = Law(1.0, 1.2)
    few = count_bands(band_numbers(["01"] * 900 + ["12"] * 50))
    assert fit_law(few, national) is national
    assert fit_law(few).sample == 950
    with pytest.raises(EssaimError, match="too few"):
        fit_law(count_bands(band_numbers(["NN", "00", "01"])))


def test_a_tilt_moves_means_the_way_it_says() -> None:
    laws = law_by_band(Law(1.2, 1.3))
    exponents = np.full(len(laws.mean), 0.5)
    assert (laws.tilted(-exponents).mean[FIRST:] > laws.mean[FIRST:]).all()
    assert (laws.tilted(exponents).mean[FIRST:] < laws.mean[FIRST:]).all()


def test_blank_and_nn_are_one_class_and_another_code_is_refused() -> None:
    assert band_numbers(["NN", "", None]).tolist() == [UNKNOWN] * 3
    with pytest.raises(EssaimError, match="unknown head-count band: 99"):
        band_numbers(["99"])


def test_real_bands_of_bas_rhin(real_data: Callable[[str], Path]) -> None:
    with real_data("sirene_bas_rhin/establishments.csv").open(encoding="latin-1", newline="") as file:
        counts = count_bands(band_numbers(row["TEFET"] for row in csv.DictReader(file)))
    table = bands()
    assert counts.sum() == 81_921
    assert counts @ table.low == 208_321
    law = fit_law(counts)
    laws = law_by_band(law)
    middle = (table.low + np.minimum(table.high, 10_000)) / 2
    assert law.sample == 20_073
    assert law.tail_from < np.inf, "large employers are more than a log-normal allows"
    assert (laws.mean[FIRST:-1] < middle[FIRST:-1]).all()
    assert (laws.mean[FIRST:-1] > table.low[FIRST:-1]).all()
    without_open = counts[:-1]
    assert 0.85 < (without_open @ laws.mean[:-1]) / (without_open @ middle[:-1]) < 0.95
