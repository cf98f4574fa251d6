"""Flores as an upper limit of the ESS: told with its residual where it is exceeded, never forced."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.observatory.diagnosis.diagnose import diagnose
from essaim.observatory.reference.geography import find_territory
from essaim.observatory.report.preface import preface
from essaim.observatory.sources import CARDS
from essaim.observatory.store.build import build
from essaim.observatory.store.doctor import examine
from essaim.observatory.store.duckdb_engine import DuckDBEngine
from essaim.observatory.store.models import models
from essaim.observatory.store.reader import open_store
from tests import stocks

pytestmark = pytest.mark.usefixtures("few_communes")

CONTRADICTED = "What published totals contradict"
HEADER = "GEO;GEO_OBJECT;FLORES_MEASURE;ACTIVITY;NUMBER_EMPL;LEGAL_FORM_WITH_PUBLIC;OBS_STATUS;OBS_VALUE;TIME_PERIOD\n"
FLORES, DIVISIONS = "DS_FLORES_A17_2024_data.csv", "DS_FLORES_A88_2024_data.csv"
ZONES = {
    "ZE2020_au_01-01-2026.csv": (
        "CODGEO,LIBGEO,ZE2020,LIBZE2020\n21231,Dijon,2602,Dijon\n21166,Chenôve,2602,Dijon\n21054,Beaune,2601,Beaune\n"
    )
}


def cell(area: str, kind: str, sector: str, posts: str, year: int = 2024, status: str = "A") -> str:
    return f"{area};{kind};EMPL3112;{sector};_T;1T9X7;{status};{posts};{year}\n"


def divisions(*rows: tuple[str, str, str, str]) -> dict[str, str]:
    """The file of divisions, that has no bands of head counts: area, kind, division and posts, blank where withheld."""
    header = HEADER.replace("NUMBER_EMPL;", "")
    lines = (
        f"{area};{kind};EMPL3112;{division};1T9X7;{'A' if posts else 'K'};{posts};2024\n"
        for area, kind, division, posts in rows
    )
    return {DIVISIONS: header + "".join(lines)}


def built(folder: Path, posts: str, status: str = "A", more: str = "", *, count: int = 2, **files: str) -> Path:
    """Two associations of Dijon of 50 to 99 employees, in social work, beside so many posts that Flores publishes."""
    sirens = ("552100554", "012345674")[:count]
    rows = [cell("21231", "COM", sector, posts, status=status) for sector in ("_T", "OQ")]
    source = stocks.write(
        folder / "sources",
        [stocks.unit(siren, 9220, "UNE ASSOCIATION", trancheEffectifsUniteLegale="21") for siren in sirens],
        [stocks.establishment(f"{siren}00013", "21231", "21") for siren in sirens],
        lists={FLORES: HEADER + "".join(rows) + more} | files,
    )
    build(source, folder / "store")
    return folder / "store"


def alerts_of(store: Path) -> list[str]:
    with open_store(store) as opened:
        return [alert["en"] for alert in opened.manifest["estimation"]["alerts"]]


def contradicted(store: Path, name: str) -> str | None:
    """What the report of a territory says of published totals, in French."""
    with open_store(store) as opened:
        passages = {one.title.en: one.text.fr for one in preface(diagnose(opened, find_territory(name)))}
    return passages.get(CONTRADICTED)


def test_an_ess_above_all_posts_is_told_and_not_forced(tmp_path: Path) -> None:
    store = built(tmp_path, "20")
    [told] = alerts_of(store)
    assert "département 21 × OQ" in told
    assert "published 20, estimated 13" in told
    with open_store(store) as opened:
        [(posts,)] = opened.rows("select sum(posts) from cube where tier = 1")
        passages = {one.title.en: one.text.en for one in preface(diagnose(opened, find_territory("Dijon Métropole")))}
    assert posts > 100
    assert told in passages[CONTRADICTED]
    assert contradicted(store, "39") is None
    assert any("21 × OQ" in finding.text.en for finding in examine(store, tmp_path / "sources"))


# A commune of 500 posts that is withheld, so that only what is published of a wider place can limit.
WITHHELD = [
    (
        "department by sector",
        cell("21", "DEP", "OQ", "20"),
        {},
        "Flores 2024 (A17), département 21 × OQ (Public administration",
    ),
    (
        "zone by sector",
        cell("2602", "ZE2020", "OQ", "20"),
        ZONES,
        "Flores 2024 (A17), employment zone 2602 (Dijon) × OQ",
    ),
    ("department by division", "", divisions(("21", "DEP", "88", "20")), "Flores 2024 (A88), département 21 × 88 ("),
]


@pytest.mark.parametrize(("more", "files", "told"), [row[1:] for row in WITHHELD], ids=[row[0] for row in WITHHELD])
def test_each_kind_of_limit_tells_its_cell_both_numbers_and_the_gap(
    tmp_path: Path, more: str, files: dict[str, str], told: str
) -> None:
    store = built(tmp_path, "", "K", more, **files)
    [alert] = alerts_of(store)
    assert told in alert
    assert "published 20, estimated 13" in alert
    assert "gap -11" in alert
    french = contradicted(store, "Dijon")
    assert french is not None
    assert "publié 20, estimé 13" in french
    assert any(alert == finding.text.en for finding in examine(store, tmp_path / "sources"))


def test_only_territories_with_a_commune_in_a_zone_are_told_of_it(tmp_path: Path) -> None:
    store = built(tmp_path, "", "K", cell("2602", "ZE2020", "OQ", "20"), **ZONES)
    for name in ("21231", "Chenôve", "Dijon Métropole", "departement:21", "region:27", "FR"):
        assert "zone d'emploi 2602 (Dijon) × OQ" in (contradicted(store, name) or ""), name
    for name in ("21054", "39", "69123"):
        assert contradicted(store, name) is None, name


def test_of_a_single_employer_only_the_limit_of_its_band_is_told(tmp_path: Path) -> None:
    [told] = alerts_of(built(tmp_path / "above", "20", count=1))
    assert "published 20, at least 50, gap -30" in told
    assert "au moins 50" in (contradicted(tmp_path / "above" / "store", "Dijon") or "")
    assert alerts_of(built(tmp_path / "within", "50", count=1)) == []


@pytest.mark.parametrize("posts", ["200", "120"])
def test_nothing_is_told_within_the_limit_nor_within_what_the_bands_leave_open(tmp_path: Path, posts: str) -> None:
    assert alerts_of(built(tmp_path, posts)) == []


def test_nothing_is_told_where_the_limit_is_not_known(tmp_path: Path) -> None:
    withheld = cell("2602", "ZE2020", "OQ", "", status="K") + cell("21", "DEP", "OQ", "", status="K")
    assert alerts_of(built(tmp_path / "one", "", "K", withheld, **ZONES, **divisions(("21", "DEP", "88", "")))) == []
    # A row that is withheld is not made good by its communes.
    assert alerts_of(built(tmp_path / "two", "20", "A", withheld, **ZONES)) == []


@pytest.mark.parametrize(("second", "status", "told"), [("8", "A", True), ("", "K", False)])
def test_a_zone_without_a_row_is_the_sum_of_its_communes_if_all_are_published(
    tmp_path: Path, second: str, status: str, told: bool
) -> None:
    more = cell("21", "DEP", "OQ", "900") + cell("21166", "COM", "OQ", second, status=status)
    alerts = alerts_of(built(tmp_path, "12", "A", more, **ZONES))
    assert [("zone 2602 (Dijon) × OQ" in one and "published 20," in one) for one in alerts] == [True] * told


@pytest.mark.parametrize("source", ["employment_zones", "flores_a88"])
def test_a_limit_whose_source_is_absent_is_not_told_and_the_doctor_says_which(tmp_path: Path, source: str) -> None:
    store = built(tmp_path, "200", "A", cell("2602", "ZE2020", "OQ", "20") + cell("21", "DEP", "88", "20"))
    assert alerts_of(store) == []
    said = [one.text.en for one in examine(store, tmp_path / "sources") if one.severity == "warning"]
    assert any(one.startswith(f"{CARDS[source].title.en}: not in") for one in said)


@pytest.mark.parametrize(("departement", "alerts"), [("20", 1), ("200", 0)])
def test_a_departement_is_a_limit_as_published_even_where_a_commune_is_withheld(
    tmp_path: Path, departement: str, alerts: int
) -> None:
    assert len(alerts_of(built(tmp_path, "", "K", cell("21", "DEP", "OQ", departement)))) == alerts


def test_a_newer_edition_without_sectors_makes_a_point_and_neither_a_denominator_nor_a_limit(tmp_path: Path) -> None:
    """A5 of 2025 beside A17 of 2024: the five sectors of A5 cannot limit seventeen, and one year serves for both."""
    newer = HEADER + cell("21231", "COM", "_T", "500", 2025) + cell("21", "DEP", "OQ", "10", 2025)
    store = built(tmp_path, "200", "A", cell("21", "DEP", "OQ", "200"), **{"DS_FLORES_A5_2025_data.csv": newer})
    assert alerts_of(store) == []
    with open_store(store) as opened:
        dijon = diagnose(opened, find_territory("21231"))
    posts, grown = dijon.find("K2"), dijon.find("D1", field="all", measure="change")
    assert posts is not None
    assert (posts.value, posts.period) == (200, "Sirene 2026-11, Flores 2024")
    assert grown is not None
    assert (grown.value, grown.period) == (1.5, "Flores 2024–2025")
    told = [finding.text.en for finding in examine(store, tmp_path / "sources")]
    assert any("2025" in one and "A17" in one for one in told)


def test_a_total_of_the_ess_far_from_the_bands_is_named_with_its_gap(tmp_path: Path) -> None:
    margins = {"marges_ess.csv": "region,famille,annee,postes\n27,Associations,2024,1000\n"}
    alerts = alerts_of(built(tmp_path, "2000", **margins))
    assert alerts
    assert all("27 × association" in told and "published 1000" in told and "gap +" in told for told in alerts)


@pytest.mark.slow
@given(
    communes=st.lists(st.tuples(st.integers(0, 5_000), st.booleans()), min_size=1, max_size=6),
    row=st.sampled_from(["published", "withheld", "absent"]),
    place=st.sampled_from([("zone", "ZE2020"), ("departement", "DEP")]),
)
def test_a_limit_is_the_true_total_or_is_not(
    tmp_path_factory: pytest.TempPathFactory, communes: list[tuple[int, bool]], row: str, place: tuple[str, str]
) -> None:
    """Whatever is withheld: never less than what its communes publish, never made of a sum that lacks one of them."""
    total = sum(posts for posts, _ in communes)
    published = [None if withheld else posts for posts, withheld in communes]
    rows = [] if row == "absent" else [(place[1], total if row == "published" else None)]
    found = _limits(tmp_path_factory.getbasetemp(), place[0], published, rows)
    assert found == ([total] if row == "published" or (row == "absent" and None not in published) else [])
    assert all(limit >= sum(posts or 0 for posts in published) for limit in found)


def _limits(work: Path, place: str, published: list[int | None], rows: list[tuple[str, int | None]]) -> list[int]:
    """What the model makes of the posts of communes and of the row of their place, None where they are withheld."""
    engine = DuckDBEngine(work)
    communes = ", ".join(f"('{number}', {_sql(posts)})" for number, posts in enumerate(published))
    engine.define("communes", f"from (values {communes}) AS t(commune, posts)")
    engine.define("grounds", f"select '{place}' AS place, 'X' AS code, commune from communes")
    shared = "'flores' AS source, 'OQ' AS activity, 2024 AS year"
    engine.define("flores_communes", f"select commune, cast(posts AS bigint) AS posts, {shared} from communes")
    # A row of another kind of place, so that there is one at least.
    cells = ", ".join(f"('{kind}', {_sql(posts)})" for kind, posts in [*rows, ("FRANCE", 1)])
    engine.define(
        "flores_in_use",
        f"select area_kind, 'X' AS area, 'EMPL3112' AS measure, cast(value AS double) AS value, {shared}"
        f" from (values {cells}) AS t(area_kind, value)",
    )
    found = [int(posts) for *_, posts in engine.rows(next(one.select for one in models() if one.name == "limits"))]
    engine.close()
    return found


def _sql(posts: int | None) -> str:
    return "null" if posts is None else str(posts)
