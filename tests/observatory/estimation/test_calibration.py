"""Calibration: the ratio as a limit, bounds, margins that contradict the bands or one another."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.observatory.estimation.bands import Floats, Ints
from essaim.observatory.estimation.calibration import Calibrated, Margin, Start, calibrate


def start(x0: Floats, reach: float = 10.0) -> Start:
    return Start(x0, x0, x0 / reach, x0 * reach)


def sizes(n: int = 500, seed: int = 0) -> tuple[Floats, Ints, Ints]:
    random = np.random.default_rng(seed)
    return 1 + random.lognormal(1.2, 1, n), random.integers(0, 6, n), random.integers(0, 9, n)


def kinds(calibrated: Calibrated) -> list[str]:
    return [alert.kind for alert in calibrated.alerts]


@given(st.integers(0, 100), st.floats(0.75, 1.35))
def test_without_softness_it_is_the_ratio(seed: int, wanted: float) -> None:
    x0, cell, _ = sizes(60, seed)
    margin = Margin("m", cell, wanted * np.bincount(cell, x0, minlength=6), 0.0)
    calibrated = calibrate(start(x0), [margin])
    assert calibrated.x == pytest.approx(wanted * x0)


@pytest.mark.parametrize("softness", [1e-2, 1e-4, 1e-6])
def test_softness_to_nothing_tends_to_the_ratio(softness: float) -> None:
    x0, cell, _ = sizes()
    calibrated = calibrate(start(x0), [Margin("m", cell, 1.2 * np.bincount(cell, x0), softness)])
    assert calibrated.x == pytest.approx(1.2 * x0, rel=softness)


def test_softness_closed_form_and_residual() -> None:
    x0, cell, _ = sizes()
    s = np.bincount(cell, x0)
    calibrated = calibrate(start(x0), [Margin("m", cell, 1.1 * s, 0.05)])
    mu = 0.1 * s / (s + 0.05 * s)
    assert calibrated.x == pytest.approx(x0 * (1 + mu[cell]))
    assert calibrated.reached[0].residual == pytest.approx(0.05 * mu * s / (1.1 * s))


def test_two_consistent_margins_are_both_reached() -> None:
    x0, one, two = sizes()
    truth = x0 * np.random.default_rng(5).uniform(0.9, 1.1, len(x0))
    margins = [Margin("one", one, np.bincount(one, truth), 0.0), Margin("two", two, np.bincount(two, truth), 0.0)]
    calibrated = calibrate(start(x0), margins)
    for reached in calibrated.reached:
        assert reached.residual == pytest.approx(0, abs=1e-6)


def test_contradictory_margins_are_shared_and_reported() -> None:
    x0, one, two = sizes()
    higher = 1.2 * np.bincount(two, x0)
    margins = [Margin("one", one, np.bincount(one, x0) * 1.0), Margin("two", two, higher)]
    calibrated = calibrate(start(x0), margins)
    assert 1.02 < calibrated.x.sum() / x0.sum() < 1.18
    assert {alert.margin for alert in calibrated.alerts if alert.kind == "residual"} == {"one", "two"}
    assert all(alert.residual != 0 and alert.text.en and alert.text.fr for alert in calibrated.alerts)


def test_a_margin_beyond_the_bounds_keeps_the_bounds_and_its_residual() -> None:
    x0 = np.full(20, 10.0)
    cell = np.zeros(20, dtype=np.int64)
    tight = Start(x0, x0, x0 * 0.95, x0 * 1.05)
    calibrated = calibrate(tight, [Margin("m", cell, np.array([260.0]), 0.0)])
    assert calibrated.x == pytest.approx(10.5)
    assert kinds(calibrated) == ["residual"]
    assert calibrated.alerts[0].residual == pytest.approx(50)


@pytest.mark.parametrize(("wanted", "followed"), [(0.5, 0.7), (1.7, 1.4)])
def test_a_margin_far_from_the_bands_is_followed_only_so_far(wanted: float, followed: float) -> None:
    x0, cell, _ = sizes()
    calibrated = calibrate(start(x0), [Margin("m", cell, wanted * np.bincount(cell, x0), 0.0)])
    assert calibrated.x == pytest.approx(followed * x0)
    assert set(kinds(calibrated)) == {"far_from_bands", "residual"}


def test_a_margin_on_an_empty_cell_is_an_alert_and_an_absent_total_is_not() -> None:
    x0, cell, _ = sizes()
    total = np.append(np.bincount(cell, x0), [120.0, 0.0, np.nan])
    total[2] = np.nan
    calibrated = calibrate(start(x0), [Margin("m", cell, total, 0.0)])
    assert [(alert.kind, alert.cell) for alert in calibrated.alerts] == [("empty_cell", 6)]
    assert calibrated.x == pytest.approx(x0)


def test_fixed_values_never_move_and_win_over_a_margin() -> None:
    x0 = np.array([100.0, 10.0, 20.0])
    fixed = Start(x0, np.array([0.0, 10.0, 20.0]), np.array([100.0, 5, 10]), np.array([100.0, 20, 40]))
    cell = np.zeros(3, dtype=np.int64)
    calibrated = calibrate(fixed, [Margin("m", cell, np.array([136.0]), 0.0)])
    assert calibrated.x == pytest.approx([100, 12, 24])
    against = calibrate(fixed, [Margin("m", cell, np.array([90.0]), 0.0)])
    assert against.x[0] == 100
    assert "fixed_above_margin" in kinds(against)


def test_an_upper_limit_binds_only_when_exceeded() -> None:
    x0, cell, _ = sizes()
    s = np.bincount(cell, x0)
    limit = np.where(np.arange(6) == 3, 0.9 * s, 2 * s)
    calibrated = calibrate(start(x0), [Margin("all employment", cell, limit, 0.0, upper_limit=True)])
    assert calibrated.x == pytest.approx(np.where(cell == 3, 0.9 * x0, x0))
    assert calibrated.alerts == ()


def test_what_the_bands_leave_open_moves_most() -> None:
    x0 = np.array([1000.0, 1000.0])
    cell = np.zeros(2, dtype=np.int64)
    calibrated = calibrate(
        Start(x0, np.array([9.0, 1.0]), x0 / 2, x0 * 2), [Margin("m", cell, np.array([2100.0]), 0.0)]
    )
    assert calibrated.x == pytest.approx([1090, 1010])
