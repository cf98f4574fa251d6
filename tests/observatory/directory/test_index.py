"""The directory: what is found, how it is counted, and that what is withheld stays so."""

import multiprocessing
import random
import signal
import time
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.search import names, questions
from essaim.observatory.directory import opening
from essaim.observatory.directory.index import Index
from essaim.observatory.directory.labels import labels
from essaim.observatory.directory.making import make_index
from essaim.observatory.directory.needs import needs
from essaim.observatory.directory.opening import index_path, open_index
from essaim.observatory.directory.query import EVERY_MARK, PAGE_SIZE, SIZES, SORTS, Query, Zone
from essaim.observatory.directory.received import RECEIVED
from essaim.observatory.reference.geography import find_territory
from essaim.observatory.store.reader import Store, open_store
from tests.stores import linked

DIJON = find_territory("Dijon Métropole")
ICO = "009000035"


def every_siren(index: Index, query: Query) -> list[str]:
    return [one.siren for one in index.every(query)]


def test_the_hundred_year_old_cooperative_printer_is_found(small_index: Index) -> None:
    found = small_index.search(Query(territory=DIJON, marks=("old100",), needs=("printing",)))
    assert [one.name for one in found.structures] == ["ICO IMPRIMERIE"]
    [one] = found.structures
    assert one.subfamily == "worker_cooperative"
    assert "scop" in one.labels
    assert one.head_office.commune_name == "Dijon"
    assert one.head_office.postcode == "21000"
    assert one.head_office.address == "RUE DE LA DEMONSTRATION"


def test_landmarks_are_told_by_age_size_and_prize(small_index: Index) -> None:
    before = [one.created for one in small_index.every(Query(territory=DIJON, marks=("before1950",), sort="age"))]
    assert before
    assert before == sorted(day for day in before if day and day < date(1950, 1, 1))
    older = [one for one in small_index.every(Query(territory=DIJON)) if one.created and one.created.year < 1950]
    assert len(before) == len(older)
    assert small_index.search(Query(territory=DIJON, marks=("old100", "before1950"))).total == len(before)
    prized = Query(territory=DIJON, awarded=frozenset({ICO, "000000000"}))
    assert small_index.search(prized).facets["mark"]["awarded"] == 1
    assert every_siren(small_index, replace(prized, marks=("awarded",))) == [ICO]
    assert small_index.search(Query(territory=DIJON, marks=("awarded",))).total == 0


def test_what_was_received_is_that_of_the_store(small_index: Index, small_store: Store) -> None:
    for table in RECEIVED:
        known = [siren for (siren,) in small_store.rows(f"select distinct siren from {table}")]
        assert set(every_siren(small_index, Query(received=(table,)))) == set(small_index.structures(known))
    received = small_index.received(ICO)
    kinds = Counter(one.amount_kind for one in received.contracts)
    told = small_store.rows("select amount_kind, count(*) from contracts where siren = ? group by amount_kind", [ICO])
    assert kinds == dict(told)
    assert {"whole", "shared", "ceiling"} <= set(kinds)
    [(summed,)] = small_store.rows("select sum(received) from subsidies where siren = ? and nature = 'cash'", [ICO])
    assert sum(one.received for one in received.in_money) == summed
    days = [one.notified for one in received.contracts if one.notified]
    assert days == sorted(days, reverse=True)
    assert not small_index.received("000000000")


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("ico", "ICO IMPRIMERIE"),
        ("Imprimrie ICO", "ICO IMPRIMERIE"),
        ("alternative économique", "ALTERNATIVES ECONOMIQUES"),
        ("alternatives ecnomiques", "ALTERNATIVES ECONOMIQUES"),
        ("PES 21", "POLE D'ECONOMIE SOLIDAIRE 21"),
        ("P.E.S.21", "POLE D'ECONOMIE SOLIDAIRE 21"),
        ("bourgogne atcive", "BOURGOGNE ACTIVE"),
        ("imprimerie ico dijon", "ICO IMPRIMERIE"),
        ("coopérative envol", "L'ENVOL COOPERATIVE D'ACTIVITE ET D'EMPLOI"),
    ],
)
def test_names_forgive_accents_slips_and_acronyms(small_index: Index, asked: str, name: str) -> None:
    assert small_index.search(Query(text=asked)).structures[0].name == name


def test_a_trade_in_plain_words_finds_those_who_may_answer(small_index: Index) -> None:
    asked = Query(text="une association de réparation de vélos", territory=DIJON)
    found = small_index.search(asked)
    assert (found.need, found.widened) == ("bicycle_repair", True)
    assert "VELO" in (found.structures[0].name or "")
    wanted = small_index.search(replace(asked, text="", needs=("bicycle_repair",)))
    assert found.total >= wanted.total > 0
    assert small_index.search(replace(asked, names_only=True)).total < found.total


def test_one_error_in_a_name_still_finds_it(small_index: Index) -> None:
    """95 % of names asked with one letter wrong are within the first twenty; the same on two million in benchmarks/."""
    asked = questions(names(small_index, 300))["one error in the name"]
    found = [name in {one.name for one in small_index.names(text)} for text, name in asked]
    assert sum(found) >= 0.95 * len(found)


CHOICES = {
    "families": st.sampled_from(["association", "cooperative", "mutual", "worker_cooperative"]),
    "sectors": st.sampled_from(["OQ", "RU", "C5", "GZ", "QB", "JA"]),
    "needs": st.sampled_from(sorted(needs())),
    "labels": st.sampled_from(sorted(labels())),
    "communes": st.sampled_from(["21231", "21166", "39300"]),
    "sizes": st.sampled_from(SIZES),
    "marks": st.sampled_from(EVERY_MARK),
    "received": st.sampled_from(sorted(RECEIVED)),
}
QUERIES = st.builds(
    Query,
    text=st.sampled_from(["", "", "dijon", "atelier", "jardin vert"]),
    territory=st.sampled_from([None, DIJON, find_territory("39"), find_territory("21231")]),
    employers_only=st.booleans(),
    perimeter=st.sampled_from(["strict", "legal", "wide"]),
    zone=st.sampled_from([None, None, None, Zone(5.0, 47.3, 5.1, 47.4)]),
    **{name: st.lists(choice, max_size=1).map(tuple) for name, choice in CHOICES.items()},
)
FILTER_OF = {
    "family": "families",
    "sector": "sectors",
    "need": "needs",
    "label": "labels",
    "commune": "communes",
    "size": "sizes",
    "mark": "marks",
    "received": "received",
}


@settings(max_examples=60)
@given(query=QUERIES, drawn=st.randoms())
def test_a_count_is_what_choosing_it_would_keep(small_index: Index, query: Query, drawn: random.Random) -> None:
    facets = small_index.search(query).facets
    for facet, name in FILTER_OF.items():
        for code in drawn.sample(sorted(facets[facet]), min(2, len(facets[facet]))):
            assert small_index.search(replace(query, **{name: (code,)})).total == facets[facet][code], (facet, code)
    assert small_index.search(replace(query, employers_only=True)).total == facets["employer"].get("yes", 0)
    for perimeter, count in facets["perimeter"].items():
        assert small_index.search(replace(query, perimeter=perimeter)).total == count


def test_filters_say_what_the_tables_say(small_index: Index, small_store: Store) -> None:
    """Counted apart, in SQL, from the published tables."""
    [(associations, employers)] = small_store.rows(
        """
        select count(distinct siren) filter (where family = 'association'), count(distinct siren) filter (where
            employer = 'O' or band not in ('', 'NN', '00'))
        from establishments where intercommunality = ?
        """,
        [DIJON.code],
    )
    inside = Query(territory=DIJON)
    assert small_index.search(replace(inside, families=("association",))).total == associations
    assert small_index.search(replace(inside, employers_only=True)).total == employers


METRE = 1e-5  # in degrees
EDGES = st.tuples(*[st.floats(0, 1, width=32)] * 4)


@settings(max_examples=40)
@given(edges=EDGES)
def test_a_zone_keeps_the_places_that_lie_in_it(small_index: Index, edges: tuple[float, ...]) -> None:
    """Counted apart, from the published points."""
    west, east = sorted(4.9 + edge * 0.3 for edge in edges[:2])
    south, north = sorted(47.2 + edge * 0.2 for edge in edges[2:])
    query = Query(territory=DIJON, zone=Zone(west, south, east, north))
    inside = [
        point
        for point in small_index.points(replace(query, zone=None))
        if west <= point.longitude <= east and south <= point.latitude <= north
    ]
    kept = list(small_index.points(query))
    # Places on the very edge may fall on either side: positions are kept to the metre.
    for point in set(kept) ^ set(inside):
        across, along = (
            (point.longitude - west, point.longitude - east),
            (point.latitude - south, point.latitude - north),
        )
        assert min(map(abs, (*across, *along))) < METRE
    assert small_index.mapped(query) == len(kept)
    assert small_index.search(query).total == len({point.key for point in kept})


@pytest.mark.parametrize("sort", SORTS)
def test_pages_hold_each_structure_once(small_index: Index, sort: str) -> None:
    query = Query(territory=DIJON, labels=("scop", "esus"), sort=sort)
    total = small_index.search(query).total
    pages = [small_index.search(replace(query, page=page)).structures for page in range(1, -(-total // PAGE_SIZE) + 1)]
    sirens = [one.siren for page in pages for one in page]
    assert len(sirens) == len(set(sirens)) == total
    assert sirens == every_siren(small_index, query)


def test_sorted_by_age_and_by_name(small_index: Index) -> None:
    aged = [one.created for one in small_index.search(Query(territory=DIJON, sort="age")).structures]
    assert aged == sorted(day for day in aged if day)
    names = [one.name for one in small_index.search(Query(territory=DIJON, sort="name")).structures]
    assert names == sorted(name for name in names if name)


def test_what_is_withheld_is_neither_shown_nor_found(small_index: Index, small_store: Store) -> None:
    withheld = [siren for (siren,) in small_store.rows("select siren from legal_units where not diffusible limit 5000")]
    found = small_index.structures(withheld)
    assert found
    for one in found.values():
        assert (one.name, one.acronym, one.rna) == (None, None, None)
        seat = one.head_office
        assert (seat.name, seat.address, seat.postcode, seat.longitude, seat.latitude) == (None,) * 5
    points = {point.key for point in small_index.points(Query(territory=DIJON))}
    assert points
    assert not points & set(withheld)


def test_natural_persons_are_never_there(small_index: Index) -> None:
    assert all(one.legal_form != "1000" for one in small_index.every(Query(territory=DIJON)))


def test_structures_that_asked_not_to_be_shown_are_left_out(small_index: Index) -> None:
    query = Query(text="imprimerie ico", without=frozenset({ICO}))
    assert ICO not in every_siren(small_index, query)
    shown, all_of_them = Query(territory=DIJON, without=frozenset({ICO})), Query(territory=DIJON)
    assert small_index.search(shown).total == small_index.search(all_of_them).total - 1


def test_a_structure_with_its_places_of_work_and_its_neighbours(small_index: Index) -> None:
    several = next(one for one in small_index.every(Query(territory=DIJON)) if one.places > 1)
    one = small_index.structure(several.siren)
    assert one is not None
    assert len(one.establishments) == one.places
    assert len({work.siret for work in one.establishments}) == one.places
    for other in small_index.neighbours(one):
        assert other.siren != one.siren
    assert small_index.structure("000000000") is None
    [same, *_] = small_index.similar("ico imprimeri", "21231")
    assert same.siren == ICO


HOSTILE = [
    '"',
    "a OR b",
    "NEAR(a b)",
    "names:ico",
    "*",
    "ico*",
    "'; drop table names; --",
    "\x00",
    "\u202eico",
    "a" * 5000,
    "-",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_a_question_like_another(small_index: Index, text: str) -> None:
    found = small_index.search(Query(text=text))
    assert found.total >= 0
    assert small_index.names(text) is not None


def _open(folder: Path) -> None:
    with open_store(folder) as store:
        open_index(store).close()


def test_two_processes_at_once_make_it_once(small_store_folder: Path, tmp_path: Path) -> None:
    folder = linked(small_store_folder, tmp_path / "store")
    context = multiprocessing.get_context("spawn")
    both = [context.Process(target=_open, args=(folder,)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(120)
    assert [one.exitcode for one in both] == [0, 0]
    assert len(list((folder / opening.FOLDER).glob("*.sqlite3"))) == 1


def test_a_killed_run_leaves_nothing_that_is_taken_for_an_index(small_store_folder: Path, tmp_path: Path) -> None:
    folder = linked(small_store_folder, tmp_path / "store")
    running = multiprocessing.get_context("spawn").Process(target=_open, args=(folder,))
    running.start()
    while not list(folder.glob(f"{opening.FOLDER}/.making-*/index.sqlite3")):
        time.sleep(0.005)
    running.kill()
    running.join(30)
    assert running.exitcode == -signal.SIGKILL
    with open_store(folder) as store:
        assert not index_path(store.folder).exists()
        assert len(open_index(store)) > 10_000
    assert not list(folder.glob(f"{opening.FOLDER}/.making-*/"))


def test_made_twice_it_is_the_same(small_store: Store, tmp_path: Path) -> None:
    first, second = tmp_path / "a" / "one.sqlite3", tmp_path / "b" / "two.sqlite3"
    make_index(small_store.folder, first)
    make_index(small_store.folder, second)
    assert first.read_bytes() == second.read_bytes()
