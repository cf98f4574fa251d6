"""The record of territories: what always holds, whatever the register."""

from dataclasses import fields, replace

import numpy as np
import pytest

from benchmarks.draws.estimate import Estimation, estimate
from benchmarks.draws.model import ZERO, Register, Settings, steps_of
from benchmarks.draws.records import CellTable
from benchmarks.draws.unknown import unknown_rates
from essaim.observatory.estimation.bands import FIRST, UNKNOWN, band_numbers, bands
from essaim.observatory.estimation.calibration import Margin
from essaim.observatory.estimation.law import Law, law_by_band
from tests.benchmarks.country import QUICK, YEAR, small


def same(one: CellTable, other: CellTable) -> bool:
    return all(getattr(one, f.name).tobytes() == getattr(other, f.name).tobytes() for f in fields(CellTable))


def in_order(table: CellTable) -> None:
    inside = ~table.outside
    assert (table.low <= table.value).all()
    assert (table.value <= table.high).all()
    assert (table.bound_low[inside] <= table.low[inside]).all()
    assert (table.high[inside] <= table.bound_high[inside]).all()


@pytest.mark.parametrize("scale", [None, 1.0, 1.3, 0.75])
@pytest.mark.parametrize("seed", [1, 2])
def test_limits_are_in_order_and_communes_sum_to_the_epci(seed: int, scale: float | None) -> None:
    country = small(seed)
    done = country.estimate(() if scale is None else (country.margin(scale=scale),))
    for table in done.cells.values():
        in_order(table)
        shares = table.share_fixed + table.share_banded + table.share_unknown
        assert shares == pytest.approx(1)
    communes, epci = done.cells["commune"], done.cells["epci"]
    for name in ("value", "bound_low", "bound_high", "n"):
        assert getattr(communes, name).reshape(-1, 6).sum(axis=1) == pytest.approx(getattr(epci, name))
    assert np.bincount(country.epci, done.posts) == pytest.approx(epci.value)


def test_the_order_of_rows_and_a_second_run_change_nothing() -> None:
    country = small()
    order = np.random.default_rng(9).permutation(len(country.truth))
    first, again = country.estimate((country.margin(),)), country.estimate((country.margin(),))
    other = country.reordered(order)
    shuffled = other.estimate((other.margin(),))
    for name in ("commune", "epci"):
        assert same(first.cells[name], again.cells[name])
        # The published totals of the test are themselves sums in the order of the rows: equal to the last digit or so.
        assert shuffled.cells[name].value == pytest.approx(first.cells[name].value, rel=1e-12)
    exact = replace(country.margin(), cell=other.margin().cell)
    assert same(other.estimate((exact,)).cells["epci"], first.cells["epci"])
    assert (other.estimate((exact,)).posts == first.posts[order]).all()


def test_known_head_counts_never_move_and_narrow_the_interval() -> None:
    country = small()
    rows = np.argsort(-country.truth)[:40]
    margins = (country.margin(scale=1.1),)
    before, after = country.estimate(margins), country.with_known(rows).estimate(margins)
    assert (after.posts[rows] == country.truth[rows]).all()
    width = [table.high.sum() - table.low.sum() for table in (before.cells["epci"], after.cells["epci"])]
    assert width[1] < 0.85 * width[0]
    assert (after.cells["epci"].share_fixed > 0).any()


def one(*codes: str, known: float = np.nan, margins: tuple[Margin, ...] = ()) -> Estimation:
    """A territory of these bands."""
    n = len(codes)
    zeros = np.zeros(n, dtype=np.int64)
    known_counts = np.full(n, np.nan)
    known_counts[0] = known
    register = Register(np.arange(n), band_numbers(codes), zeros + YEAR, zeros, zeros, known_counts)
    return estimate(register, {"all": zeros}, year=YEAR, margins=margins, settings=QUICK, national=Law(1.2, 1.3))


def test_a_single_establishment_stays_in_its_band_and_is_graded_d() -> None:
    table = one("12").cells["all"]
    in_order(table)
    assert (table.bound_low[0], table.bound_high[0]) == (20, 49)
    assert 20 < table.value[0] < 34.5
    assert table.grade[0] == "D"
    assert table.method[0] == "fitted_mean"


def test_a_single_known_establishment_is_counted() -> None:
    table = one("12", known=60.0).cells["all"]
    assert [table.value[0], table.low[0], table.high[0], table.bound_high[0]] == [60, 60, 60, 60]
    assert (table.method[0], table.grade[0]) == ("counted", "A")


def test_all_unknown_is_zero_to_five_each_and_never_reliable() -> None:
    table = one("NN", "", "NN").cells["all"]
    assert (table.value[0], table.bound_low[0], table.bound_high[0], table.unknown[0]) == (0, 0, 15, 3)
    assert table.grade[0] == "D"
    assert np.isnan(table.share_unknown[0])


def test_unknown_establishments_count_at_the_rate_that_two_vintages_tell() -> None:
    before = np.array([UNKNOWN] * 10)
    after = np.array([UNKNOWN] * 8 + band_numbers(["01", "02"]).tolist())
    means = law_by_band(Law(1.2, 1.3)).mean
    rates = unknown_rates(before, after, np.zeros(10, dtype=np.int64), means)
    assert rates == pytest.approx(((1.4 + 3.8) / 10,), abs=0.01)
    country = small()
    done = country.estimate(settings=replace(QUICK, unknown_rates=(0.5, 1.0)))
    unknown = country.register.band == UNKNOWN
    assert done.posts[unknown] == pytest.approx(np.array([0.5, 1.0])[country.register.family[unknown]])


def test_the_open_band_counts_for_its_lower_bound_has_no_upper_one_and_is_graded_d() -> None:
    table = one("53", *["12"] * 9).cells["all"]
    assert table.open_band[0]
    assert np.isinf(table.bound_high[0])
    assert table.grade[0] == "D"
    assert table.value[0] == pytest.approx(10_000 + 9 * 29.4, rel=0.01)
    assert not one("53", *["12"] * 9, known=12_345.0).cells["all"].open_band[0]


def test_no_employee_is_nothing_and_an_empty_cell_is_zero() -> None:
    assert one("00", "00").cells["all"].high[0] == 0
    country = small()
    cell = np.where(country.epci == 3, 4, country.epci)
    table = estimate(country.register, {"epci": cell}, year=YEAR, settings=QUICK).cells["epci"]
    assert (table.value[3], table.high[3], table.n[3], table.grade[3], table.modal_year[3]) == (0, 0, 0, "D", 0)


def test_margins_of_another_country_are_reported_not_forced() -> None:
    country = small()
    done = country.estimate((country.margin(scale=3.0),))
    assert done.alerts
    assert (done.cells["epci"].g_max <= 1.4 + 1e-9).all()
    assert (done.cells["epci"].residual > 0.4).all()


def test_older_bands_give_wider_intervals() -> None:
    country = small()
    widths = []
    for age in (0, 5):
        register = replace(country.register, year=np.full(len(country.truth), YEAR - age))
        table = estimate(register, {"epci": country.epci}, year=YEAR, settings=QUICK).cells["epci"]
        widths.append(float((table.high - table.low).sum()))
    assert widths[1] > 1.15 * widths[0]


def test_bands_00_do_not_move() -> None:
    country = small()
    band = np.where(country.epci == 0, ZERO, country.register.band)
    done = replace(country, register=replace(country.register, band=band)).estimate((country.margin(),))
    assert (done.posts[country.epci == 0] == 0).all()


def test_concentration_of_known_values_is_exact_and_top_10_holds_top_5() -> None:
    country = small().with_known(np.arange(4_000))
    units = np.arange(4_000) // 2
    done = estimate(country.register, {"epci": country.epci}, year=YEAR, units=units, settings=Settings(draws=5))
    hhi = done.concentration["epci"]["hhi"]
    mine = country.epci == 2
    posts = np.bincount(units[mine], country.truth[mine])
    assert hhi.value[2] == pytest.approx((posts**2).sum() / posts.sum() ** 2, rel=1e-5)
    assert hhi.low[2] == pytest.approx(hhi.high[2])
    top = np.sort(posts)[::-1]
    measures = done.concentration["epci"]
    assert measures["top5"].value[2] == pytest.approx(top[:5].sum() / top.sum(), rel=1e-5)
    assert (measures["top10"].value >= measures["top5"].value).all()


def test_concentration_of_estimates_has_an_interval() -> None:
    country = small()
    done = estimate(country.register, {"epci": country.epci}, year=YEAR, units=np.arange(4_000), settings=QUICK)
    hhi = done.concentration["epci"]["hhi"]
    assert (hhi.low < hhi.value).all()
    assert (hhi.value < hhi.high).all()


def test_intervals_are_wider_where_margins_scatter_and_where_none_checks_them() -> None:
    country = small(n=20_000)
    region = country.commune // 2
    cell = region * 2 + country.register.family
    total = np.bincount(cell, country.truth)
    noise = np.random.default_rng(0).normal(1, 0.08, len(total))
    agreed = country.estimate((Margin("m", cell, total, 0.05),))
    scattered = country.estimate((Margin("m", cell, total * noise, 0.05),))
    assert country.estimate().scatter == 1.1
    assert 0.9 <= agreed.scatter < scattered.scatter <= 1.6


def test_steps_stay_in_their_band_and_average_to_its_mean() -> None:
    laws = law_by_band(Law(1.2, 1.3, 200.0, 1.3))
    quantiles = steps_of(laws, 2_000)[FIRST:-1]
    assert (np.diff(quantiles, axis=1) >= 0).all()
    assert (quantiles[:, 0] >= bands().low[FIRST:-1]).all()
    assert (quantiles[:, -1] <= bands().high[FIRST:-1]).all()
    assert quantiles.mean(axis=1) == pytest.approx(laws.mean[FIRST:-1], rel=0.003)
