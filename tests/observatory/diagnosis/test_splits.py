"""Editions of Flores and communes that left another: an edition tells by its own rows which it holds apart."""

from pathlib import Path

import pytest

from tests.observatory.diagnosis.test_trends import GONE, SPLIT, communes, diagnosed, flores, told

pytestmark = pytest.mark.usefixtures("few_communes")


def test_an_edition_in_a_geography_where_the_commune_had_left_is_compared(tmp_path: Path) -> None:
    """Les Essarts gave Sainte-Florence back on 1 January 2024; posts of 2023 may be told in that geography."""
    parts = {SPLIT: 700, GONE: 200, "85165": 100}
    editions = communes(2023, parts), communes(2024, {SPLIT: 770, GONE: 230, "85165": 110})
    for code, rate in ((SPLIT, 0.1), (GONE, 0.15), ("85165", 0.1)):
        found = diagnosed(tmp_path / code, code, *editions)
        assert told(found, "D1", field="all", measure="change") == pytest.approx(rate)


def test_only_the_editions_that_join_them_are_left_out(tmp_path: Path) -> None:
    parts = {SPLIT: 700, GONE: 200, "85165": 100}
    editions = communes(2022, {SPLIT: 1000}), communes(2023, parts), communes(2024, parts | {SPLIT: 770})
    found = diagnosed(tmp_path, SPLIT, *editions)
    assert told(found, "D1", field="all", measure="change") == pytest.approx(0.1)
    assert found.find("D2", field="all", measure="jobs", year="2022") is None
    assert told(found, "D2", field="all", measure="jobs", year="2023") == 700


def test_a_commune_that_left_in_the_year_of_the_edition_is_apart_in_it_row_or_not(tmp_path: Path) -> None:
    """Posts of 2024, in the geography of 1 January 2024 at least, hold what left on that day apart."""
    editions = communes(2024, {SPLIT: 700}), communes(2025, {SPLIT: 770})
    assert told(diagnosed(tmp_path, SPLIT, *editions), "D1", field="all", measure="change") == pytest.approx(0.1)


def test_a_commune_that_left_and_whose_posts_are_withheld_is_apart_all_the_same(tmp_path: Path) -> None:
    cells: dict[tuple[str, str, str], int | None] = {
        ("COM", SPLIT, "_T"): 700, ("COM", GONE, "_T"): None, ("COM", "85165", "_T"): 9,
    }  # fmt: skip
    found = diagnosed(tmp_path, SPLIT, flores(2023, cells), communes(2024, {SPLIT: 770}))
    assert told(found, "D1", field="all", measure="change") == pytest.approx(0.1)
