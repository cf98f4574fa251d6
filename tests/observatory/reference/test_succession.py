"""Communes merged and split between two official geographies: real cases of the bundled years."""

from itertools import pairwise

import pytest

from essaim.observatory.reference.geography import YEARS, TerritoryNotFound, fetched, find_territory, territory
from essaim.observatory.reference.succession import (
    commune_changes,
    counterpart,
    difference,
    separations,
)


def test_the_communes_that_changed_in_a_year_are_those_of_the_official_code() -> None:
    """Ten merged on 1 January 2022, none was split; Les Essarts-en-Bocage gave two back on 1 January 2024."""
    assert [change[2] for change in commune_changes(2021, 2022)] == ["merged"] * 10
    assert ("39474", "39576", "merged") in commune_changes(2021, 2026)
    split = [change[:2] for change in commune_changes(2023, 2024) if change[2] == "split"]
    assert split == [("60054", "60694"), ("85084", "85165"), ("85084", "85212")]


def test_splits_between_two_years_are_those_of_each_year_between_them() -> None:
    """Unless one of them was merged again: none of those bundled was."""
    yearly = [change for one in pairwise(YEARS) for change in commune_changes(*one)]
    assert {one for one in yearly if one[2] == "split"} == {
        one for one in commune_changes(YEARS[0], YEARS[-1]) if one[2] == "split"
    }


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("85084", "without L'Oie, Sainte-Florence"),  # Essarts en Bocage gave two communes back in 2024
        ("60054", "without Les Hauts-Talican"),
        ("39576", "with Sainte-Agnès"),  # one commune taken in
    ],
)
def test_a_commune_that_took_in_or_gave_back_another_is_not_the_same_ground(code: str, told: str) -> None:
    before, now = (territory("commune", code, cog) for cog in (2021, 2026))
    reason = difference(before, now)
    assert reason is not None
    assert "2021" in reason.en
    assert told in reason.en
    assert difference(now, now) is None


@pytest.mark.parametrize("key", ["departement:85", "departement:39", "region:27", "FR", "200071918"])
def test_a_whole_that_holds_both_sides_is_the_same_ground(key: str) -> None:
    """Merged or split, its communes have not left it."""
    assert difference(find_territory(key, 2021), find_territory(key, 2026)) is None


def test_only_the_commune_that_kept_the_code_and_those_that_left_are_separated() -> None:
    assert ("85084", "85212") in separations(2021, 2026)
    assert ("85084", "85165") in separations(2021, 2026)
    assert separations(2026, 2026) == ()


def test_a_commune_that_was_merged_has_no_counterpart_later() -> None:
    with pytest.raises(TerritoryNotFound):
        counterpart(territory("commune", "39474", 2021), 2026)


def test_no_commune_changed_departement_in_the_bundled_years() -> None:
    """What published départements rest on (docs/method/dynamics.md): were one to, they would have to be told apart."""
    rows = fetched(
        "select before.code from communes AS before"
        " join commune_codes AS held on held.code = before.code and held.cog = ?"
        " join communes AS after on after.cog = ? and after.code = held.commune"
        " where before.cog < ? and before.departement <> after.departement",
        [YEARS[-1]] * 3,
    )
    assert rows == []
