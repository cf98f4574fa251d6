"""Two stores compared: what moved, why, and what cannot be compared."""

import json
from pathlib import Path

import pytest

from essaim.observatory.diagnosis.diagnose import Diagnosis, diagnose
from essaim.observatory.diagnosis.figure import Dates, Figure
from essaim.observatory.diagnosis.vintages import Movement, compare
from essaim.observatory.reference.geography import find_territory
from essaim.observatory.store.build import build
from essaim.observatory.store.reader import Store, open_store
from tests.stocks import establishment, unit, write
from tests.stores import Shared
from tests.test_cli import essaim

pytestmark = pytest.mark.usefixtures("few_communes")

DATES = Dates("Sirene 2026-11", None, 2026, "")


def stock(folder: Path, places: int, vintage: str) -> Path:
    units = [unit("012345674", 9220, "AIDE")]
    rows = [establishment(f"01234567400{number:03d}", "21231", "12") for number in range(places)]
    return write(folder, units, rows, vintage=vintage)


class Made:
    """Stores of some places of work in Dijon, of some month: each is built once, whoever compares it."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared

    def store(self, places: int, vintage: str = "2026-11-01") -> Path:
        def make(part: Path) -> None:
            build(stock(part / "stock", places, vintage), part / "store")

        return self._shared(f"vintage-{vintage}-{places}", make) / "store"

    def diagnosis(self, places: int, vintage: str = "2026-11-01", of: str = "21231") -> Diagnosis:
        with open_store(self.store(places, vintage)) as store:
            return diagnose(store, find_territory(of, cog=store.manifest["cog"]))


@pytest.fixture(scope="module")
def made(shared: Shared) -> Made:
    return Made(shared)


def test_the_same_store_has_not_moved(small_store: Store) -> None:
    diagnosis = diagnose(small_store, find_territory("Dijon Métropole"))
    compared = compare(diagnosis, diagnosis)
    assert (compared.causes, compared.movements, compared.reason) == ((), (), None)


def test_what_moved_is_listed_with_its_cause(made: Made) -> None:
    compared = compare(made.diagnosis(3), made.diagnosis(5))
    assert compared.causes == ("data",)
    moved = {one.figure.indicator: one for one in compared.movements if not one.figure.breakdown}
    assert moved["W1"].change == 2
    assert moved["W1"].sure


def test_a_change_within_the_intervals_is_not_sure() -> None:
    def figure(low: float, value: float, high: float) -> Figure:
        return Figure("W3", find_territory("FR"), value, "jobs", "estimated", DATES, low=low, high=high)

    assert not Movement(figure(90, 100, 110), figure(95, 108, 120)).sure
    assert Movement(figure(90, 100, 110), figure(111, 120, 130)).sure
    assert Movement(None, figure(1, 2, 3)).sure


def test_another_geography_is_a_cause_and_the_same_communes_stay_comparable(made: Made) -> None:
    compared = compare(made.diagnosis(3, "2023-11-01"), made.diagnosis(3))
    assert "geography" in compared.causes
    assert compared.reason is None


@pytest.mark.parametrize("code", ["Dijon Métropole", "Côte-d'Or"])
def test_a_whole_that_only_merged_communes_can_be_compared(made: Made, code: str) -> None:
    assert compare(made.diagnosis(3, "2022-11-01", code), made.diagnosis(3, of=code)).reason is None


@pytest.mark.parametrize(("code", "told"), [("85084", "without"), ("39576", "with"), ("200071918", None)])
def test_a_commune_merged_or_split_between_two_stores_is_not_compared_what_holds_it_is(
    made: Made, code: str, told: str | None
) -> None:
    """Essarts en Bocage gave two communes back in 2024; one of Jura took another in; the intercommunality holds all."""
    compared = compare(made.diagnosis(3, "2022-11-01", code), made.diagnosis(3, of=code))
    assert "geography" in compared.causes
    if told is None:
        assert compared.reason is None
        return
    assert compared.reason is not None
    assert f"it is now {told} " in compared.reason.en
    assert compared.movements == ()


def test_a_territory_that_the_older_store_does_not_know_is_told(made: Made) -> None:
    before, now = made.store(3, "2022-11-01"), made.store(3)
    called = essaim("diagnose", "85212", "--store", now, "--against", before, "--format", "text")
    assert called.exit_code != 0
    assert "2022" in called.output


@pytest.mark.parametrize(
    ("code", "lost"),
    [("200072684", "Fatines"), ("246000376", "Ansacq"), ("240600593", "Drap"), ("242100410", None)],
)
def test_an_intercommunality_that_lost_communes_is_declared_not_comparable(
    made: Made, code: str, lost: str | None
) -> None:
    """These passed to a neighbour between 2021 and 2026; Dijon Métropole has the same members."""
    whole = f"epci:{code}"
    reason = compare(made.diagnosis(3, "2021-11-01", whole), made.diagnosis(3, of=whole)).reason
    assert (reason is None) == (lost is None)
    if reason and lost:
        assert "not the same in 2021 and in 2026: it is now without" in reason.en
        assert lost in reason.en


def test_the_command_tells_it_in_words_and_in_json(made: Made) -> None:
    before, now = made.store(3), made.store(5)
    called = ("diagnose", "21231", "--store", now, "--against", before, "--format")
    words = essaim(*called, "text")
    assert words.exit_code == 0, words.output
    assert "data" in words.output
    content = json.loads(essaim(*called, "json").stdout)
    assert {one["cause"] for one in content["causes"]} == {"data"}
    assert essaim(*called, "csv").exit_code == 0
    assert essaim(*called, "pdf").exit_code == 2
