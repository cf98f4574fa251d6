"""Comparable territories: near on open variables, blind to the ESS, steady, and honest about what is not known."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.observatory.diagnosis.diagnose import diagnose
from essaim.observatory.diagnosis.landscape import VARIABLES, choose, comparable
from essaim.observatory.diagnosis.peers import (
    FURTHEST,
    Measures,
    Tier,
    enough,
    gaps,
    likeness,
    mean_gap,
    nearest,
    picked,
    stability,
    tier_of,
)
from essaim.observatory.diagnosis.position import quantile
from essaim.observatory.errors import UsageError
from essaim.observatory.language import Text
from essaim.observatory.reference.geography import find_territory, former_populations, territory
from essaim.observatory.report.sheet import chapters
from essaim.observatory.store.build import build
from essaim.observatory.store.reader import Store, open_store
from tests import stocks

NAME = Text("essai", "trial")

numbers = st.floats(-1e3, 1e3).map(lambda one: round(one, 3))
scalars = st.one_of(st.none(), st.tuples(numbers))
mixes = st.one_of(st.none(), st.lists(st.floats(0, 1), min_size=4, max_size=4).map(tuple))
measures = st.tuples(scalars, scalars, scalars, scalars, scalars, mixes)
countries = st.lists(measures, min_size=1, max_size=40).map(
    lambda rows: {f"{place:03d}": row for place, row in enumerate(rows)}
)


def made(country: dict[str, Measures]) -> Tier:
    return tier_of(NAME, VARIABLES, country)


def line(*values: float) -> dict[str, Measures]:
    """Territories that differ by one number."""
    return {f"{place:03d}": ((value,),) for place, value in enumerate(values)}


@given(countries, st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_the_order_of_the_rows_changes_nothing(country: dict[str, Measures], shuffle: random.Random) -> None:
    rows = list(country.items())
    shuffle.shuffle(rows)
    one, other = made(country), made(dict(rows))
    for code in country:
        assert nearest(one, code) == nearest(other, code)
        assert stability(one, code) == stability(other, code)


@given(countries)
@settings(max_examples=150)
def test_a_group_is_the_nearest_of_the_tier_and_its_stability_a_share(country: dict[str, Measures]) -> None:
    tier = made(country)
    for code in country:
        group = nearest(tier, code)
        assert code not in group
        assert len(group) == len(set(group)) <= 10
        assert set(group) <= tier.points.keys()
        apart = [tier.distance(code, other) for other in group]
        assert apart == sorted(apart)
        rest = tier.points.keys() - {code, *group}
        assert not group or len(group) < 10 or all(tier.distance(code, other) >= apart[-1] for other in rest)
        steady = stability(tier, code)
        assert (steady is None) == (not group or len(tier.variables) < 2)
        assert steady is None or 0 <= steady <= 1


@given(countries)
@settings(max_examples=150)
def test_a_likeness_is_true(country: dict[str, Measures]) -> None:
    """Mutual when each is in the list of the other; the closest variables are nearer than the most different."""
    tier = made(country)
    for code in country:
        for other in nearest(tier, code):
            found = likeness(tier, code, other, None)
            assert found.distance == pytest.approx(mean_gap(gaps(tier.points[code], tier.points[other])))
            assert found.mutual == (code in nearest(tier, other))
            assert not {*found.closest} & {*found.different}
            by_variable = dict(zip(tier.variables, gaps(tier.points[code], tier.points[other]), strict=True))
            near, far = ([by_variable[one] or 0 for one in part] for part in (found.closest, found.different))
            assert not near or not far or max(near) <= min(far)


@given(countries)
def test_nobody_is_further_than_three_standard_deviations(country: dict[str, Measures]) -> None:
    for point in made(country).points.values():
        for vector in point:
            assert vector is None or sum(one * one for one in vector) <= (FURTHEST + 1e-9) ** 2


def test_a_missing_variable_is_left_out_of_both_sums() -> None:
    assert mean_gap([4.0, None, 0.0]) == mean_gap([4.0, 0.0])
    assert mean_gap([4.0, 9.0, 0.0], without=1) == mean_gap([4.0, 0.0])
    assert mean_gap([None, None]) == float("inf")


def test_more_than_two_missing_variables_exclude() -> None:
    known = ((1.0,), (1.0,), (1.0,), (1.0,))
    assert enough((*known, None, None))
    assert not enough((*known[:3], None, None, None))
    assert not enough((None,))
    country = {f"{place:03d}": tuple((float(place * one),) for one in range(1, 7)) for place in range(12)}
    country["012"] = ((0.0,), (0.0,), (0.0,), None, None, None)  # type: ignore[assignment]
    tier = made(country)  # type: ignore[arg-type]
    assert nearest(tier, "012") == []
    assert "012" not in nearest(tier, "000", 20)


def test_ties_go_by_code() -> None:
    tier = tier_of(NAME, VARIABLES[:1], line(0, 1, -1, 1, -1, 5))
    assert nearest(tier, "000", 3) == ["001", "002", "003"]


def test_a_mix_weighs_as_much_as_one_number() -> None:
    draw = random.Random(7)
    country: dict[str, Measures] = {
        f"{place:03d}": ((draw.gauss(0, 1),), tuple(draw.random() for _ in range(17))) for place in range(200)
    }
    tier = tier_of(NAME, VARIABLES[:2], country)
    for place in range(2):
        whole = sum(sum(one * one for one in point[place] or ()) for point in tier.points.values())
        assert whole / len(tier.points) == pytest.approx(1, abs=0.05)


def test_numbers_that_say_the_same_thing_count_once() -> None:
    draw = random.Random(7)
    country: dict[str, Measures] = {}
    for place in range(100):
        one, other = draw.gauss(0, 1), draw.gauss(0, 1)
        country[f"{place:03d}"] = ((one,), (other,), (3 - 2 * one + draw.gauss(0, 0.1),))
    tier = tier_of(NAME, VARIABLES[:3], country)
    assert [one.id for one in tier.variables] == ["population+communes", "growth"]
    assert " et " in tier.variables[0].name.fr
    for place in range(2):
        whole = sum(sum(one * one for one in point[place] or ()) for point in tier.points.values())
        assert whole / len(tier.points) == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("size", range(4))
def test_a_tiny_tier_gives_all_that_there_is(size: int) -> None:
    tier = tier_of(NAME, VARIABLES[:1], line(*range(size)))
    assert len(nearest(tier, "000")) == max(size - 1, 0)


def test_a_variable_that_tells_nobody_apart_is_left_out() -> None:
    tier = tier_of(NAME, VARIABLES[:2], {code: (*one, (3.0,)) for code, one in line(1, 2, 3).items()})
    assert tier.variables == VARIABLES[:1]


def test_pinned_come_first_and_dropped_are_replaced() -> None:
    tier = tier_of(NAME, VARIABLES[:1], line(*range(30)))
    assert nearest(tier, "000", 3) == ["001", "002", "003"]
    assert picked(tier, "000", pinned=["020"], dropped=["001"], size=3) == ["020", "002", "003"]
    assert picked(tier, "000", pinned=["020", "000", "020"], size=1) == ["020"]


@given(st.lists(numbers, min_size=1), st.floats(0, 1))
def test_a_quantile_is_between_the_least_and_the_greatest(values: list[float], part: float) -> None:
    assert min(values) - 1e-9 <= quantile(values, part) <= max(values) + 1e-9


# On the official geography and a store.


def test_populations_are_followed_through_mergers_and_mayotte_has_one_census() -> None:
    former = former_populations("departement", 2026)
    assert "976" not in former
    assert former["21"] == territory("departement", "21", 2021).population
    assert "97611" not in former_populations("commune", 2026)
    assert former_populations("commune", 2021) == {}


def test_no_variable_reads_the_register(small_store: Store) -> None:
    """The store is asked for communes and Flores, nothing else."""
    asked: list[str] = []
    plain = small_store.rows
    small_store.rows = lambda sql, params=None: asked.append(sql) or plain(sql, params)  # type: ignore[method-assign, func-returns-value]
    for name in ("Dijon Métropole", "Dijon", "Jura", "reg:27"):
        comparable(small_store, find_territory(name))
    assert asked
    others = small_store.manifest["tables"].keys() - {"communes", "flores"}
    assert not [sql for sql in asked for table in others if f" {table} " in sql]


@pytest.mark.slow
def test_the_ess_of_a_stock_may_change_the_peers_do_not(tmp_path: Path) -> None:
    names = ("Dijon Métropole", "Dijon", "Côte-d'Or", "reg:27", "CC Bresse Haute Seille")
    found = []
    for associations in (1, 40):
        units = [stocks.unit(f"{number:09d}", "9220", f"ASSOCIATION {number}") for number in range(1, associations + 1)]
        units.append(stocks.unit("999999999", "5710", "AUTRE SOCIETE"))
        places = [stocks.establishment(f"{unit['siren']}00010", "21231", "32") for unit in units]
        folder = stocks.write(tmp_path / f"stock{associations}", units, places)
        build(folder, tmp_path / f"store{associations}")
        with open_store(tmp_path / f"store{associations}") as store:
            found.append([diagnose(store, find_territory(name)) for name in names])
    before, after = found
    assert before[0].find("W3").value != after[0].find("W3").value  # type: ignore[union-attr]
    for one, other in zip(before, after, strict=True):
        assert one.peers.listed
        assert one.peers == other.peers


def test_a_metropole_borrows_and_says_so(small_store: Store) -> None:
    peers = comparable(small_store, find_territory("Dijon Métropole"))
    assert len(peers.listed) == 10
    assert peers.candidates == 35
    assert "urbaines" in peers.tier.fr
    assert {one.territory.kind for one in peers.listed} <= {"METRO", "MET69", "CU"}


@pytest.mark.parametrize("name", ["dep:976", "reg:06", "200060457", "97611"])
def test_mayotte_is_compared_without_what_is_not_known_of_it(small_store: Store, name: str) -> None:
    place = find_territory(name)
    peers = comparable(small_store, place)
    assert bool(peers.listed) != bool(peers.reason)
    growth = VARIABLES[1]
    assert not [one for one in peers.listed if growth in (*one.likeness.closest, *one.likeness.different)]


@pytest.mark.parametrize("name", ["FR", "dep:975", "Chamesol"])
def test_without_a_tier_the_reason_is_told(small_store: Store, name: str) -> None:
    peers = comparable(small_store, find_territory(name))
    assert peers.listed == ()
    assert peers.reason is not None


def test_chosen_peers_are_marked_and_shown_as_such(small_store: Store) -> None:
    chosen = (find_territory("CU Grand Besançon Métropole"), find_territory("CA Quimper Bretagne Occidentale"))
    dijon = find_territory("Dijon Métropole")
    found = diagnose(small_store, dijon, peers=chosen)
    assert [one.territory for one in found.peers.listed] == list(chosen)
    assert all(one.chosen and one.likeness.distance for one in found.peers.listed)
    assert found.peers.chosen
    assert found.peers.stability is None
    notes = [row.note for chapter in chapters(found) for grid in chapter.grids for row in grid.rows if row.note]
    assert any("choisi par l'utilisateur" in note.fr and "chosen by the user" in note.en for note in notes)
    nearest_one = comparable(small_store, dijon).listed[0].territory
    without = choose(small_store, dijon, dropped=[nearest_one])
    assert without.chosen
    assert len(without.listed) == 10
    assert nearest_one not in [one.territory for one in without.listed]


@pytest.mark.parametrize("other", ["Dijon", "Dijon Métropole", "FR"])
def test_a_peer_is_another_territory_of_the_same_level(small_store: Store, other: str) -> None:
    with pytest.raises(UsageError, match="cannot be compared"):
        diagnose(small_store, find_territory("Dijon Métropole"), peers=(find_territory(other),))


def test_the_position_is_told_with_its_intervals(small_store: Store) -> None:
    """Côte-d'Or and Jura only hold jobs in this store: chosen, they are ranked; a median of one describes nobody."""
    found = diagnose(small_store, find_territory("Côte-d'Or"), peers=(find_territory("Jura"),))
    own, other = found.find("W6"), found.find("W6", find_territory("Jura"))
    rank, median = found.find("W15", measure="rank"), found.find("W15", measure="peers_median")
    assert own and other and rank and median
    assert own.value is not None and other.value is not None
    assert rank.value == (1 if own.value > other.value else 2)
    apart = (own.low or 0) > (other.high or 0) or (own.high or 0) < (other.low or 0)
    assert (rank.low == rank.high) == apart
    assert median.value is None
    assert median.reason is not None
