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
from tests.test_cli import essaim

DATES = Dates("Sirene 2026-11", None, 2026, "")


def stock(folder: Path, places: int, vintage: str = "2026-11-01", **options: object) -> Path:
    units = [unit("012345674", 9220, "AIDE")]
    rows = [establishment(f"01234567400{number:03d}", "21231", "12") for number in range(places)]
    return write(folder, units, rows, vintage=vintage, **options)  # type: ignore[arg-type]


def made(folder: Path, name: str, places: int, **options: str) -> tuple[Path, Diagnosis]:
    build(stock(folder / f"{name}-stock", places, **options), folder / name)
    with open_store(folder / name) as store:
        found = find_territory("21231", cog=store.manifest["cog"])
        return folder / name, diagnose(store, found)


def test_the_same_store_has_not_moved(small_store: Store) -> None:
    diagnosis = diagnose(small_store, find_territory("Dijon Métropole"))
    compared = compare(diagnosis, diagnosis)
    assert (compared.causes, compared.movements, compared.reason) == ((), (), None)


def test_what_moved_is_listed_with_its_cause(tmp_path: Path) -> None:
    _, before = made(tmp_path, "before", 3)
    _, now = made(tmp_path, "now", 5)
    compared = compare(before, now)
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


def test_another_geography_is_a_cause_and_the_same_communes_stay_comparable(tmp_path: Path) -> None:
    _, before = made(tmp_path, "before", 3, vintage="2023-11-01")
    _, now = made(tmp_path, "now", 3)
    compared = compare(before, now)
    assert "geography" in compared.causes
    assert compared.reason is None


@pytest.mark.parametrize("code", ["Dijon Métropole", "Côte-d'Or"])
def test_a_whole_that_only_merged_communes_can_be_compared(tmp_path: Path, code: str) -> None:
    stores = []
    for name, vintage in (("before", "2022-11-01"), ("now", "2026-11-01")):
        folder, _ = made(tmp_path, name, 3, vintage=vintage)
        with open_store(folder) as store:
            stores.append(diagnose(store, find_territory(code, cog=store.manifest["cog"])))
    assert compare(*stores).reason is None


@pytest.mark.parametrize(("code", "told"), [("85084", "without"), ("39576", "with"), ("200071918", None)])
def test_a_commune_merged_or_split_between_two_stores_is_not_compared_what_holds_it_is(
    tmp_path: Path, code: str, told: str | None
) -> None:
    """Essarts en Bocage gave two communes back in 2024; one of Jura took another in; the intercommunality holds all."""
    stores = []
    for name, vintage in (("before", "2022-11-01"), ("now", "2026-11-01")):
        folder, _ = made(tmp_path, name, 3, vintage=vintage)
        with open_store(folder) as store:
            stores.append(diagnose(store, find_territory(code, cog=store.manifest["cog"])))
    compared = compare(*stores)
    assert "geography" in compared.causes
    if told is None:
        assert compared.reason is None
        return
    assert compared.reason is not None
    assert f"it is now {told} " in compared.reason.en
    assert compared.movements == ()


def test_a_territory_that_the_older_store_does_not_know_is_told(tmp_path: Path) -> None:
    before, _ = made(tmp_path, "before", 3, vintage="2022-11-01")
    now, _ = made(tmp_path, "now", 3)
    called = essaim("diagnose", "85212", "--store", now, "--against", before, "--format", "text")
    assert called.exit_code != 0
    assert "2022" in called.output


def test_a_territory_that_lost_communes_is_declared_not_comparable(tmp_path: Path) -> None:
    """An intercommunality whose members changed between 2021 and 2026."""
    first, _ = made(tmp_path, "before", 3, vintage="2021-11-01")
    last, _ = made(tmp_path, "now", 3)
    with open_store(first) as old, open_store(last) as new:
        reasons = []
        for (code,) in new.rows(
            "select code from weights where level = 'intercommunality' and perimeter = 'strict' limit 120"
        ):
            try:
                before = diagnose(old, find_territory(f"epci:{code}", cog=2021))
            except Exception:  # noqa: BLE001, S112 - it did not exist yet
                continue
            reasons.append(compare(before, diagnose(new, find_territory(f"epci:{code}"))).reason)
    told = [reason.en for reason in reasons if reason]
    assert told
    assert len(told) < len(reasons)
    assert all("2021" in one and "2026" in one for one in told)


def test_the_command_tells_it_in_words_and_in_json(tmp_path: Path) -> None:
    before, _ = made(tmp_path, "before", 3)
    now, _ = made(tmp_path, "now", 5)
    called = ("diagnose", "21231", "--store", now, "--against", before, "--format")
    words = essaim(*called, "text")
    assert words.exit_code == 0, words.output
    assert "data" in words.output
    content = json.loads(essaim(*called, "json").stdout)
    assert {one["cause"] for one in content["causes"]} == {"data"}
    assert essaim(*called, "csv").exit_code == 0
    assert essaim(*called, "pdf").exit_code == 2
