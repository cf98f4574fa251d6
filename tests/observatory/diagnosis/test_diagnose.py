"""The diagnosis on the demonstration: additive, bounded, sourced, and truthful where there is nothing."""

import itertools
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.observatory.diagnosis.catalogue import CHAPTERS, catalogue
from essaim.observatory.diagnosis.diagnose import Diagnosis, diagnose
from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.diagnosis.jobs import Jobs, over, portion, quotient, share
from essaim.observatory.errors import UsageError
from essaim.observatory.reference.geography import communes_of, find_territory, territory
from essaim.observatory.store.reader import Store

PERIMETERS = ("strict", "legal", "wide")
ADDITIVE = ("W1", "W1+", "W2", "W3")


def value(diagnosis: Diagnosis, indicator: str, **breakdown: str) -> float:
    figure = diagnosis.find(indicator, **breakdown)
    assert figure is not None
    assert figure.value is not None
    return figure.value


@pytest.mark.parametrize("perimeter", PERIMETERS)
def test_communes_add_up_to_their_intercommunality(small_store: Store, perimeter: str) -> None:
    dijon = find_territory("Dijon Métropole")
    whole = diagnose(small_store, dijon, perimeter)
    parts = [diagnose(small_store, territory("commune", code), perimeter) for code in communes_of(dijon)]
    for indicator in ADDITIVE:
        assert value(whole, indicator) == pytest.approx(sum(value(part, indicator) for part in parts), abs=2)
    lows = [part.find("W3") for part in parts]
    found = whole.find("W3")
    assert found is not None
    assert found.bound_low == sum(one.bound_low or 0 for one in lows if one)


@pytest.mark.parametrize("perimeter", PERIMETERS)
def test_families_sectors_and_sizes_add_up_to_the_total(small_store: Store, perimeter: str) -> None:
    diagnosis = diagnose(small_store, find_territory("Dijon Métropole"), perimeter)
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for figure in diagnosis.figures:
        if figure.territory == diagnosis.territory and figure.indicator in ("C1", "S1", "T1", "W10"):
            sums[figure.indicator, figure.breakdown.get("measure", "")] += figure.value or 0
    assert sums
    assert all(whole == pytest.approx(1, abs=1e-5) for whole in sums.values())


def test_a_wider_perimeter_never_counts_less(small_store: Store) -> None:
    for name in ("Dijon Métropole", "Beaune", "Côte-d'Or", "FR"):
        counts = [
            [value(diagnose(small_store, find_territory(name), perimeter), one) for one in ADDITIVE]
            for perimeter in PERIMETERS
        ]
        for narrow, wide in itertools.pairwise(counts):
            assert all(less <= more for less, more in zip(narrow, wide, strict=True))


def test_every_figure_can_be_defended(small_store: Store) -> None:
    """It is in the catalogue, has a period and sources of the store, and lies between its bounds."""
    known = {source["id"] for source in small_store.manifest["sources"]}
    for name, perimeter in itertools.product(("Dijon Métropole", "Chenôve", "Jura", "FR"), PERIMETERS):
        figures = diagnose(small_store, find_territory(name), perimeter).figures
        assert {figure.indicator for figure in figures} <= catalogue().keys()
        for figure in figures:
            assert figure.period.startswith(("Sirene 2026-11", "Flores 20", "Urssaf 20", "RNA 20"))
            assert figure.sources
            assert set(figure.sources) <= known
            assert (figure.value is None) == (figure.reason is not None)
            check_bounds(figure)


def check_bounds(figure: Figure) -> None:
    """Limits of the bands, then the interval, then the estimate."""
    if figure.value is None or figure.low is None or figure.high is None:
        return
    assert (figure.bound_low or 0) <= figure.low <= figure.value <= figure.high
    assert figure.bound_high is None or figure.high <= figure.bound_high
    if figure.unit == "share":
        assert figure.low >= (-1 if figure.indicator == "S4" else 0)  # a gap may be below nought
        assert figure.high <= 1
    if figure.indicator == "D8":  # counted: its interval is what chance alone could do
        assert (figure.kind, figure.grade) == ("counted", "A")
        return
    assert figure.kind == "estimated"
    assert figure.grade in ("B", "C", "D") or figure.unit == "rank"


def test_every_indicator_of_the_catalogue_is_computed(small_store: Store) -> None:
    figures = diagnose(small_store, find_territory("Dijon Métropole"), "wide").figures
    assert {figure.indicator for figure in figures} == catalogue().keys()
    assert {entry.chapter for entry in catalogue().values()} == CHAPTERS.keys()


def test_a_territory_without_any_employer_says_so_and_shows_no_zero_share(small_store: Store) -> None:
    """A commune where nothing is: every share is missing for a reason, every count is nil."""
    empty = [
        code
        for (code,) in small_store.rows(
            "select code from weights where level = 'commune' and perimeter = 'wide' and employers = 0 order by code"
        )
    ]
    diagnosis = diagnose(small_store, territory("commune", empty[0]))
    own = [figure for figure in diagnosis.figures if figure.territory == diagnosis.territory]
    assert {figure.value for figure in own if figure.unit in ("share", "ratio")} <= {None, 0}
    weight = diagnosis.find("W6")
    assert weight is not None
    assert weight.value is None
    assert weight.reason is not None


def test_a_territory_is_set_beside_those_that_hold_it(small_store: Store) -> None:
    names = {
        "Chenôve": ["Dijon Métropole", "Côte-d'Or", "Bourgogne-Franche-Comté", "France"],
        "Dijon Métropole": ["Côte-d'Or", "Bourgogne-Franche-Comté", "France"],
        "Côte-d'Or": ["Bourgogne-Franche-Comté", "France"],
        "FR": [],
    }
    for name, parents in names.items():
        found = diagnose(small_store, find_territory(name))
        assert [parent.name for parent in found.parents][-len(parents) or None :] == parents


def test_an_unknown_perimeter_is_refused(small_store: Store) -> None:
    with pytest.raises(UsageError, match="unknown perimeter"):
        diagnose(small_store, find_territory("FR"), "vast")


# The arithmetic of estimates.

amounts = st.builds(
    lambda low, mean, high, variance: Jobs(low + mean, low, low + mean + high, variance),
    *[st.integers(0, 10_000)] * 3,
    st.floats(0, 1e6),
)


@given(amounts, amounts, st.data())
@settings(max_examples=200)
def test_a_share_is_between_its_extremes_whatever_the_true_amounts(part: Jobs, rest: Jobs, data: st.DataObject) -> None:
    ratio = share(part, rest)
    if ratio is None:
        return
    assert ratio.low <= ratio.interval[0] <= ratio.value <= ratio.interval[1] <= ratio.high
    true_part = data.draw(st.integers(int(part.low), int(part.high)))
    true_rest = data.draw(st.integers(int(rest.low), int(rest.high)))
    if true_part + true_rest:
        assert ratio.low - 1e-12 <= true_part / (true_part + true_rest) <= ratio.high + 1e-12


@given(amounts, st.integers(0, 50_000), amounts)
def test_over_a_published_number_the_estimate_never_exceeds_the_whole(part: Jobs, posts: int, apart: Jobs) -> None:
    ratio = over(part, posts, apart)
    if ratio is None:
        assert posts - apart.value <= 0 or part.value > posts - apart.value
    else:
        assert 0 <= ratio.low <= ratio.interval[0] <= ratio.value <= ratio.interval[1] <= ratio.high <= 1


@given(amounts, amounts)
def test_a_portion_stays_a_share(part: Jobs, rest: Jobs) -> None:
    ratio = portion(part, part + rest)
    assert ratio is None or 0 <= ratio.low <= ratio.interval[0] <= ratio.value <= ratio.interval[1] <= ratio.high <= 1


@given(amounts, amounts, amounts)
def test_a_quotient_lies_within_its_interval(one: Jobs, two: Jobs, three: Jobs) -> None:
    mine, theirs = share(one, two), share(two, three)
    if mine and theirs and (ratio := quotient(mine, theirs)):
        assert ratio.low <= ratio.interval[0] <= ratio.value <= ratio.interval[1] <= ratio.high


@given(amounts, st.floats(0, 0.2), st.floats(0, 0.2))
def test_a_stronger_local_effect_widens_and_known_head_counts_never_blur(jobs: Jobs, less: float, more: float) -> None:
    less, more = sorted((less, more))
    narrow, wide = jobs.settled(less), jobs.settled(more)
    assert narrow.relative_variance <= wide.relative_variance + 1e-12
    known = Jobs(jobs.value, jobs.value, jobs.value, 0, jobs.value).settled(more)
    assert known.interval == (jobs.value, jobs.value)


@given(amounts, amounts)
def test_sums_add_values_limits_and_variances(one: Jobs, two: Jobs) -> None:
    both = one + two
    assert both.value == one.value + two.value
    assert both.variance == one.variance + two.variance
    assert both.less(one).value == pytest.approx(two.value)
