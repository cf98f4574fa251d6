"""Figures that rest on what is withheld: hidden with the reason, small families told together."""

from dataclasses import replace
from itertools import product

import pytest

from essaim.observatory.diagnosis.diagnose import diagnose
from essaim.observatory.diagnosis.figure import Dates, Figure
from essaim.observatory.errors import EssaimError
from essaim.observatory.reference.geography import find_territory
from essaim.observatory.secrecy.apply import WHOLE, Withheld, protected
from essaim.observatory.secrecy.rules import reasons
from essaim.observatory.store.reader import Store

DIJON = find_territory("Dijon Métropole")
DATES = Dates("Sirene 2026-11", None, 2026, "2026-11-24T00:00:00")
LEVELS = {"departement": "departement:21"}
RULES = "rules 1"


def figure(indicator: str, value: float, unit: str = "share", regime: str = "agreement", **breakdown: str) -> Figure:
    return Figure(
        indicator,
        DIJON,
        value,
        unit,
        "estimated",
        DATES,
        breakdown,
        low=value,
        high=value,
        regime=regime,  # type: ignore[arg-type]
    )


def test_small_families_are_merged_and_their_share_is_given_together() -> None:
    cells = {
        (DIJON.key, "strict", "family:mutual"): Withheld("secondary", RULES, merged=True),
        (DIJON.key, "strict", "family:foundation"): Withheld("frequency", RULES, merged=True),
    }
    families = ("association", "cooperative", "mutual", "foundation")
    shares = [
        figure("C1", share, family=one, measure="jobs")
        for one, share in zip(families, (0.5, 0.3, 0.15, 0.05), strict=True)
    ]
    counts = [figure("C1", 0.1, regime="open", family=one, measure="establishments") for one in families]
    shown = protected([*shares, *counts, figure("W3", 252, "jobs")], cells, "strict", LEVELS)
    told = {
        one.breakdown.get("family", ""): one.value for one in shown if one.breakdown.get("measure") != "establishments"
    }
    assert told == {"association": 0.5, "cooperative": 0.3, "mutual": None, "foundation": None, "_O": 0.2, "": 252}
    hidden, merged, counted = shown[3], shown[-2], shown[-1]
    assert (counted.value, counted.breakdown) == (0.2, {"family": "_O", "measure": "establishments"})
    assert (merged.low, merged.high, merged.basis, merged.grade) == (None, None, None, None)
    assert (hidden.reason_code, hidden.suppressed_by) == ("frequency", RULES)
    assert hidden.reason
    assert hidden.reason.en == "within “other families”: too few units: statistical secrecy"


def test_families_are_not_told_together_where_their_whole_is_withheld() -> None:
    cells = {(DIJON.key, "strict", part): Withheld("frequency", RULES) for part in ("family:mutual", WHOLE)}
    [shown] = protected([figure("C1", 0.15, family="mutual", measure="jobs")], cells, "strict", LEVELS)
    assert (shown.value, shown.reason) == (None, reasons()["frequency"])


def test_a_plain_number_rests_on_its_part_and_a_share_on_the_whole_too() -> None:
    cells = {(DIJON.key, "strict", WHOLE): Withheld("dominance", RULES)}
    figures = [
        figure("C2", 9, "jobs", sector="Q"),
        figure("S1", 0.3, sector="Q"),
        figure("W13", 0.3, within="departement"),
    ]
    shown = protected(figures, cells, "strict", LEVELS)
    assert [one.value for one in shown] == [9, None, None]
    assert shown[1].reason == reasons()["dominance"]
    above = {("departement:21", "strict", WHOLE): Withheld("secondary", RULES)}
    assert [one.value for one in protected(figures, above, "strict", LEVELS)] == [9, 0.3, None]


def test_a_cell_of_another_perimeter_hides_nothing_but_the_figure_of_that_perimeter() -> None:
    cells = {(DIJON.key, "wide", WHOLE): Withheld("frequency", RULES)}
    figures = [figure("W3", 30, "jobs"), figure("W3", 40, "jobs", perimeter="wide")]
    assert [one.value for one in protected(figures, cells, "strict", LEVELS)] == [30, None]


def test_the_limits_of_a_figure_without_a_value_are_hidden_too() -> None:
    cells = {(DIJON.key, "strict", WHOLE): Withheld("frequency", RULES)}
    limited = replace(figure("W3", 30, "jobs"), value=None, low=None, high=None, bound_low=30, bound_high=30)
    [shown] = protected([limited], cells, "strict", LEVELS)
    assert (shown.bound_low, shown.bound_high, shown.reason_code) == (None, None, "frequency")


def test_open_figures_are_left_alone_and_confidential_ones_refused() -> None:
    cells = {(DIJON.key, "strict", WHOLE): Withheld("frequency", RULES)}
    figures = [figure("W1", 3, "establishments", "open"), figure("W3", 3, "jobs", "open_partial")]
    shown = protected([*figures, figure("W3", 3, "jobs")], cells, "strict", LEVELS)
    assert [one.value for one in shown] == [3, 3, None]
    with pytest.raises(EssaimError, match="confidential"):
        protected([figure("W3", 3, "jobs", "confidential")], cells, "strict", LEVELS)


def test_a_whole_diagnosis(small_store: Store) -> None:
    """Where the whole is withheld, every estimate is hidden, with its reason, but the posts of a part."""
    figures = diagnose(small_store, DIJON).figures
    places = {one.territory.key for one in figures}
    cells = {(*one, WHOLE): Withheld("frequency", RULES) for one in product(places, ("strict", "legal", "wide"))}
    assert protected(figures, cells, "strict", {}) == figures
    bound = [replace(one, regime="agreement") if one.kind == "estimated" else one for one in figures]
    hidden = protected(bound, cells, "strict", {})
    assert len(hidden) == len(figures)
    assert all((one.value is None) == (one.reason is not None) for one in hidden)
    shown = [one for one in hidden if one.regime == "agreement" and one.value is not None]
    assert {one.unit for one in shown} == {"jobs"}
    assert all(one.breakdown for one in shown)
    assert any(one.kind != "estimated" and one.value is not None for one in hidden)
