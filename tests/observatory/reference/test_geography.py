"""Territories of the official geography: counts known from INSEE and the DGCL, names as people write them."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from essaim.observatory.errors import EssaimError
from essaim.observatory.reference import geography
from essaim.observatory.reference.geography import (
    YEARS,
    AmbiguousTerritory,
    TerritoryNotFound,
    communes_of,
    find_territory,
    parents_of,
    peers_of,
    territory,
)

DIJON = "242100410"


def test_the_geography_of_2026_has_the_published_numbers() -> None:
    assert len(communes_of(find_territory("FR"))) == 34_969
    above = geography._above_communes(2026).values()
    levels = Counter(one.level for one in above if one.kind != "EPT")
    assert levels["intercommunality"] == 1255
    # The overseas collectivities, codes 975 and above, stand beside the 18 régions and the 101 départements.
    assert sum(one.level == "region" and len(one.code) == 2 for one in above) == 18
    assert sum(one.level == "departement" and one.code < "975" for one in above) + 1 == 101  # and Mayotte, 976


def test_dijon_metropole_holds_its_23_communes_and_their_inhabitants() -> None:
    dijon = find_territory("Dijon Métropole")
    assert (dijon.code, dijon.level, dijon.kind, dijon.population) == (DIJON, "intercommunality", "METRO", 261_178)
    assert len(communes_of(dijon)) == 23
    assert "21231" in communes_of(dijon)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("dijon metropole", DIJON),
        ("DIJON-MÉTROPOLE", DIJON),
        ("242100410", DIJON),
        ("epci:242100410", DIJON),
        ("21231", "21231"),
        ("st etienne metropole", "244200770"),
        ("Côte d'Or", "21"),
        ("cote-d’or", "21"),
        ("bourgogne franche comté", "27"),
        ("guadeloupe", "971"),
        ("france", "FR"),
        ("2a", "2A"),
    ],
)
def test_a_territory_is_found_however_it_is_written(query: str, code: str) -> None:
    assert find_territory(query).code == code


@pytest.mark.parametrize(
    ("query", "candidates"),
    [
        ("27", {"departement:27", "region:27"}),
        ("Saint Denis", {"93066", "97411"}),
    ],
)
def test_an_ambiguous_name_lists_its_candidates(query: str, candidates: set[str]) -> None:
    with pytest.raises(AmbiguousTerritory) as caught:
        find_territory(query)
    assert candidates <= {one.key for one in caught.value.candidates}
    assert all(find_territory(one.key).code == one.code for one in caught.value.candidates)


def test_one_place_under_two_levels_is_not_ambiguous() -> None:
    assert find_territory("75056").level == "commune"
    assert find_territory("Paris").code == "75056"


def test_an_unknown_name_suggests_the_nearest() -> None:
    with pytest.raises(TerritoryNotFound, match="Dijon"):
        find_territory("Dijjon")


@pytest.mark.parametrize(("code", "commune"), [("69384", "69123"), ("75112", "75056"), ("13207", "13055")])
def test_an_arrondissement_stands_for_its_commune(code: str, commune: str) -> None:
    found = find_territory(code)
    assert found.code == commune
    assert found.note is not None
    assert commune in found.note.fr


def test_every_municipal_arrondissement_is_known() -> None:
    rows = geography.fetched("select count(*) from commune_codes where cog = 2026 and kind = 'arrondissement'", [])
    assert rows == [(45,)]


def test_parents_are_given_smallest_first() -> None:
    assert [one.code for one in parents_of(territory("commune", "21231")).values()] == [DIJON, "21", "27", "FR"]
    assert list(parents_of(find_territory("FR"))) == []


def test_peers_are_of_the_same_kind() -> None:
    metropoles = peers_of(territory("intercommunality", DIJON))
    assert DIJON in metropoles
    assert len(metropoles) == 21
    assert set(peers_of(territory("commune", "21231"))) == set(communes_of(territory("intercommunality", DIJON)))


@pytest.mark.parametrize("cog", YEARS)
def test_every_year_places_each_commune_once(cog: int) -> None:
    codes = communes_of(find_territory("FR", cog))
    assert len(codes) == len(set(codes)) > 34_000
    for departement in ("21", "2A", "974"):
        assert communes_of(territory("departement", departement, cog))


def test_a_year_that_is_not_bundled_is_told() -> None:
    with pytest.raises(EssaimError, match="2021 to 2026"):
        find_territory("Dijon", 2019)


def test_the_flattened_official_file_agrees(real_data: Callable[[str], Path]) -> None:
    """The same package, flattened by other hands: every commune, its EPCI and its population."""
    import csv

    with real_data("cog/communes_2026.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["type"] == "commune-actuelle"]
    ours = {
        code: (intercommunality or "", population)
        for code, intercommunality, population in geography.fetched(
            "select code, intercommunality, population from communes where cog = 2026", []
        )
    }
    assert len(rows) == len(ours)
    for row in rows:
        intercommunality, population = ours[row["code"]]
        assert intercommunality == row["epci"]
        assert population == (int(row["population"]) if row["population"] else None)
