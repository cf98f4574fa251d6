"""What INSEE suppresses in Flores (status K) stays empty, and so does every sum that lacks it."""

from collections.abc import Iterator

import pytest

from essaim.observatory.diagnosis.diagnose import diagnose
from essaim.observatory.diagnosis.facts import facts_of
from essaim.observatory.diagnosis.totals import totals_of
from essaim.observatory.reference.geography import find_territory, territory
from essaim.observatory.store.build import build
from essaim.observatory.store.reader import Store, open_store
from tests.stocks import establishment, unit, write

HEAD = "GEO;GEO_OBJECT;ACTIVITY;FLORES_MEASURE;OBS_STATUS;TIME_PERIOD;OBS_VALUE"
DIJON, CHENOVE = "21231", "21166"


def _lines(area: str, posts: dict[str, int | None]) -> list[str]:
    return [
        f"{area};COM;{activity};EMPL3112;{'K' if value is None else 'A'};2024;{'' if value is None else value}"
        for activity, value in posts.items()
    ]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Chenôve has a suppressed total and a suppressed sector; Paris is told by arrondissement, one suppressed."""
    folder = tmp_path_factory.mktemp("flores")
    lines = [
        HEAD,
        *_lines(DIJON, {"_T": 900, "GI": 400, "OQ": 500}),
        *_lines(CHENOVE, {"_T": None, "GI": 60, "OQ": None}),
        *_lines("75101", {"_T": 300, "GI": 100}),
        *_lines("75102", {"_T": None, "GI": 50}),
    ]
    communes = (DIJON, CHENOVE, "75101", "75102")
    sirens = [f"{one:08d}" for one in range(10000000, 10000000 + len(communes))]
    units = [unit(_with_key(siren), 9220) for siren in sirens]
    places = [
        establishment(_with_key(_with_key(siren) + "0001"), commune)
        for siren, commune in zip(sirens, communes, strict=True)
    ]
    write(folder / "stock", units, places, lists={"DS_FLORES_A17_2024_data.csv": "\n".join(lines) + "\n"})
    build(folder / "stock", folder / "store")
    with open_store(folder / "store") as opened:
        yield opened


def _with_key(digits: str) -> str:
    """With the last digit that makes it valid (Luhn)."""
    doubled = [int(one) * (2 if place % 2 == 0 else 1) for place, one in enumerate(reversed(digits))]
    return digits + str(-sum(one - 9 if one > 9 else one for one in doubled) % 10)


def test_a_suppressed_cell_stays_empty_with_its_status(store: Store) -> None:
    rows = store.rows("select commune, activity, posts, status from flores order by all")
    assert rows == [
        (CHENOVE, "GI", 60, "A"),
        (CHENOVE, "OQ", None, "K"),
        (CHENOVE, "_T", None, "K"),
        (DIJON, "GI", 400, "A"),
        (DIJON, "OQ", 500, "A"),
        (DIJON, "_T", 900, "A"),
        ("75056", "GI", 150, "A"),
        ("75056", "_T", None, "K"),
    ]


def test_a_sum_that_lacks_a_suppressed_commune_is_not_given(store: Store) -> None:
    whole, alone = find_territory("Dijon Métropole"), territory("commune", DIJON)
    assert facts_of(store, whole, "strict", 0).flores == {"GI": 460}
    assert facts_of(store, alone, "strict", 0).flores == {"_T": 900, "GI": 400, "OQ": 500}
    assert totals_of(store, alone, "strict").flores_posts == 900
    for place in (whole, territory("commune", CHENOVE), territory("commune", "75056")):
        assert totals_of(store, place, "strict").flores_posts is None


def test_shares_then_rest_on_sirene_and_say_so(store: Store) -> None:
    for code, sources in ((DIJON, True), (CHENOVE, False)):
        share = diagnose(store, territory("commune", code)).find("W6")
        assert share is not None
        assert ("flores" in share.sources) == sources
