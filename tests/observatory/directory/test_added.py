"""Actors that registers lack: in the same list, by the same filters, counted by the same counts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.observatory.directory.added import Added
from essaim.observatory.directory.index import Index
from essaim.observatory.directory.query import PAGE_SIZE, SORTS, Query
from essaim.observatory.reference.geography import find_territory, territory

DIJON = find_territory("Dijon Métropole")
HERE = {
    "commune": "21231",
    "commune_name": "Dijon",
    "intercommunality": "242100410",
    "departement": "21",
    "region": "27",
}
CAFE = Added(
    key="local-cafe",
    name="Répar'café des Tanneries",
    also="Collectif sans statut",
    **HERE,
    since=date(2026, 10, 3),
    address="17 boulevard de Chicago",
    sector="RU",
    needs=("childcare",),
    position=(5.03, 47.31),
)
SHED = Added("local-shed", "Zinzolin", "", *HERE.values(), date(2026, 9, 1))
FAR = replace(CAFE, key="local-far", commune="97502", commune_name="Miquelon", intercommunality="", departement="975")


@pytest.fixture
def whole(small_index: Index) -> Iterator[Index]:
    found = small_index.with_added([CAFE, SHED, FAR])
    yield found
    found.close()


def keys(index: Index, query: Query) -> list[str]:
    return [one.key for one in index.every(query)]


def test_nothing_added_is_the_same_directory(small_index: Index) -> None:
    assert small_index.with_added([]) is small_index


@pytest.mark.parametrize(
    "query",
    [
        Query(),
        Query(territory=DIJON),
        Query(territory=territory("commune", "21231"), sort="name"),
        Query(territory=DIJON, sectors=("RU",), sort="newest"),
        Query(territory=DIJON, needs=CAFE.needs),
        Query(communes=("21231",), sizes=("unknown",), sort="age"),
        Query(territory=DIJON, marks=("added",)),
        Query(territory=DIJON, families=("association",)),
        Query(territory=DIJON, perimeter="legal"),
        Query(territory=DIJON, employers_only=True),
        Query(text="association dijon"),
    ],
)
def test_pages_totals_and_counts_are_those_of_one_list(small_index: Index, whole: Index, query: Query) -> None:
    before, after = keys(small_index, query), keys(whole, query)
    assert [key for key in after if not key.startswith("local-")] == before
    found = whole.search(query)
    assert found.total == len(after) == len(set(after))
    paged = [
        one.key
        for page in range(1, min(found.pages, 4) + 1)
        for one in whole.search(replace(query, page=page)).structures
    ]
    assert paged == after[: 4 * PAGE_SIZE]
    for name, counts in found.facets.items():
        if name in ("family", "sector", "size", "need", "label", "mark"):
            field = {"family": "families", "sector": "sectors", "size": "sizes", "need": "needs"}.get(name, f"{name}s")
            for code, count in list(counts.items())[:3]:
                asked = replace(query, **{field: (code,)})
                assert whole.search(asked).total == count, (name, code)


def test_each_is_where_its_filters_say(whole: Index) -> None:
    assert set(keys(whole, Query(marks=("added",)))) == {CAFE.key, SHED.key, FAR.key}
    assert keys(whole, Query(marks=("added",), sectors=("RU",), territory=DIJON)) == [CAFE.key]
    assert keys(whole, Query(marks=("added",), needs=CAFE.needs, territory=DIJON)) == [CAFE.key]
    assert keys(whole, Query(marks=("added",), communes=("97502",))) == [FAR.key]
    assert keys(whole, Query(marks=("added",), territory=DIJON, sort="name")) == [CAFE.key, SHED.key]
    assert keys(whole, Query(marks=("added",), territory=DIJON, sort="newest")) == [CAFE.key, SHED.key]
    assert not keys(whole, Query(marks=("added",), perimeter="strict"))
    left_out = Query(marks=("added",), without=frozenset({CAFE.key, FAR.key}))
    assert keys(whole, left_out) == [SHED.key]


@pytest.mark.parametrize("asked", ["repar cafe tanneries", "Répar’Café des Taneries", "tannerie dijon", "zinzoln"])
def test_text_is_read_as_for_the_others(whole: Index, asked: str) -> None:
    assert {one.key for one in whole.search(Query(text=asked)).structures} & {CAFE.key, SHED.key, FAR.key}


def test_one_is_read_as_a_structure_without_a_register(whole: Index) -> None:
    one = whole.structure(CAFE.key)
    assert one is not None
    assert (one.key, one.siren, one.local, one.name) == (CAFE.key, "", CAFE.key, CAFE.name)
    [place] = one.establishments
    assert (place.siret, place.address, place.commune_name) == ("", CAFE.address, "Dijon")
    [point] = [point for point in whole.points(Query(territory=DIJON)) if point.key == CAFE.key]
    assert (point.longitude, point.latitude) == CAFE.position
    assert whole.structures([SHED.key])[SHED.key].name == "Zinzolin"
    assert next(one.key for one in whole.similar("Zinzollin", "21231")) == SHED.key


def test_the_register_is_left_as_it_was(small_index: Index) -> None:
    asked = Query(territory=DIJON, sort="name")
    before = keys(small_index, asked)
    first = small_index.with_added([CAFE])
    second = small_index.with_added([SHED, CAFE])
    assert keys(small_index, asked) == before
    assert len(first) == len(small_index) + 1 == len(second) - 1
    assert set(keys(second, asked)) - set(before) == {CAFE.key, SHED.key}


@settings(max_examples=15)
@given(st.lists(st.text(min_size=1, max_size=30), max_size=6), st.sampled_from(SORTS))
def test_any_names_are_listed_once_and_in_order(small_index: Index, names: list[str], sort: str) -> None:
    added = [replace(CAFE, key=f"local-{number}", name=name) for number, name in enumerate(names)]
    whole = small_index.with_added(added)
    found = keys(whole, Query(territory=territory("commune", "21231"), sort=sort))
    assert sorted(key for key in found if key.startswith("local-")) == sorted(one.key for one in added)
