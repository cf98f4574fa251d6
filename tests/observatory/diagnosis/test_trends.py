"""Jobs over the years: hand-written editions whose every number is known, and properties of the arithmetic."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.observatory.diagnosis.diagnose import Diagnosis, diagnose
from essaim.observatory.diagnosis.rates import base_100, contribution, effects
from essaim.observatory.reference.geography import find_territory
from essaim.observatory.report.charts.base import Chart
from essaim.observatory.report.dynamics import curves
from essaim.observatory.store.build import build
from essaim.observatory.store.reader import open_store
from tests.stocks import establishment, unit, write

pytestmark = pytest.mark.usefixtures("few_communes")

SIREN = "012345674"
HEADER = "GEO;GEO_OBJECT;ACTIVITY;NUMBER_EMPL;LEGAL_FORM_WITH_PUBLIC;FLORES_MEASURE;OBS_STATUS;TIME_PERIOD;OBS_VALUE\n"
DIJON, REGION = "21231", "27"


def flores(year: int, cells: dict[tuple[str, str, str], int | None]) -> dict[str, str]:
    """One edition: posts by (kind, area, sector), None where they are withheld."""
    lines = [
        f"{area};{kind};{sector};_T;1T9X7;EMPL3112;" + (f"K;{year};" if posts is None else f"A;{year};{posts}")
        for (kind, area, sector), posts in cells.items()
    ]
    return {f"DS_FLORES_A17_{year}_data.csv": HEADER + "\n".join(lines) + "\n"}


def region(year: int, industry: int, services: int, france: tuple[int, int]) -> dict[str, str]:
    cells: dict[tuple[str, str, str], int | None] = {}
    for kind, area, (one, two) in (("REG", REGION, (industry, services)), ("FRANCE", "F", france)):
        cells |= {(kind, area, "C1"): one, (kind, area, "OQ"): two, (kind, area, "_T"): one + two}
    return flores(year, cells)


def margins(*rows: tuple[str, str, int, int]) -> str:
    return "region,famille,annee,postes\n" + "".join(f"{','.join(map(str, row))}\n" for row in rows)


def diagnosed(folder: Path, of: str, *files: dict[str, str]) -> Diagnosis:
    lists = {name: text for one in files for name, text in one.items()}
    stock = write(folder / "stock", [unit(SIREN, 9220)], [establishment(f"{SIREN}00001", DIJON, "12")], lists=lists)
    build(stock, folder / "store")
    with open_store(folder / "store") as store:
        return diagnose(store, find_territory(of))


def told(diagnosis: Diagnosis, indicator: str, **breakdown: str) -> float | None:
    figure = diagnosis.find(indicator, **breakdown)
    assert figure is not None, (indicator, breakdown)
    return figure.value


def why(diagnosis: Diagnosis, indicator: str, **breakdown: str) -> str:
    figure = diagnosis.find(indicator, **breakdown)
    assert figure is not None
    assert figure.value is None
    assert figure.reason is not None
    return figure.reason.en


EDITIONS = (region(2022, 100, 300, (1000, 1000)), region(2024, 90, 330, (800, 1400)))
ESS = margins(
    ("27", "Associations", 2022, 40), ("27", "Mutuelles", 2022, 10), ("27", "Associations", 2024, 44),
    ("27", "Mutuelles", 2024, 11),
)  # fmt: skip


def test_jobs_of_a_region_over_its_published_years(tmp_path: Path) -> None:
    found = diagnosed(tmp_path, "region:27", *EDITIONS, {"marges_ess.csv": ESS})
    assert told(found, "D1", field="ess", measure="change") == pytest.approx(0.10)
    assert told(found, "D1", field="all", measure="change") == pytest.approx(0.05)
    assert told(found, "D1", field="all", measure="yearly") == pytest.approx(1.05**0.5 - 1, abs=1e-6)
    assert [told(found, "D2", field="ess", year=year) for year in ("2022", "2024")] == [100, 110]
    assert told(found, "D3") == pytest.approx(5 / 20)
    # 20 jobs gained: 10 % of 400 as France, the rest by what the sectors did there and here.
    effects_found = [told(found, "D9", field="all", measure=one) for one in ("change", "national", "mix", "local")]
    assert effects_found == [20, 40, 60, -80]
    assert found.store["editions"][0]["file"] == "DS_FLORES_A17_2022_data.csv"
    assert [chart for chart in curves.dynamics(found, "fr") if isinstance(chart, Chart)]


def test_the_newest_edition_is_the_denominator_and_the_others_only_points(tmp_path: Path) -> None:
    years = [flores(year, {("COM", DIJON, "_T"): posts}) for year, posts in ((2022, 1000), (2024, 1200))]
    found = diagnosed(tmp_path, "Dijon", *years)
    assert told(found, "K2") == 1200
    assert told(found, "D1", field="all", measure="change") == pytest.approx(0.2)


def test_an_ess_estimated_from_bands_is_never_followed(tmp_path: Path) -> None:
    found = diagnosed(tmp_path, "Dijon", *EDITIONS, {"marges_ess.csv": ESS})
    assert "estimated from bands" in why(found, "D1", field="ess", measure="change")
    assert "estimated from bands" in why(found, "D3")


def test_without_files_each_figure_says_which_one_it_takes(tmp_path: Path) -> None:
    found = diagnosed(tmp_path, "region:27")
    assert "marges_ess.csv" in why(found, "D1", field="ess", measure="change")
    assert "two editions of Flores" in why(found, "D1", field="all", measure="change")
    assert "urssaf_ess_regions.csv" in why(found, "D1", field="private", measure="change")
    assert why(found, "D9", field="all", measure="local")


def test_the_part_of_net_gains_is_undefined_where_there_is_none(tmp_path: Path) -> None:
    editions = (region(2022, 100, 300, (1000, 1000)), region(2024, 90, 300, (800, 1400)))
    assert "does not grow" in why(diagnosed(tmp_path, "region:27", *editions, {"marges_ess.csv": ESS}), "D3")


def test_clap_is_never_chained_with_flores(tmp_path: Path) -> None:
    older = margins(("27", "Associations", 2014, 90), ("27", "Mutuelles", 2014, 10))
    found = diagnosed(tmp_path, "region:27", *EDITIONS, {"marges_ess.csv": ESS + older.partition("\n")[2]})
    assert told(found, "D1", field="ess", measure="change") == pytest.approx(0.10)


def test_a_withheld_cell_leaves_its_year_out(tmp_path: Path) -> None:
    years = [flores(year, {("COM", DIJON, "_T"): posts}) for year, posts in ((2022, None), (2024, 1200))]
    assert "secrecy" in why(diagnosed(tmp_path, "Dijon", *years), "D1", field="all", measure="change")


def test_a_later_edition_revises_the_years_of_an_earlier_one(tmp_path: Path) -> None:
    first = margins(("27", "Associations", 2022, 999))
    later = {"marges_ess_2024.csv": margins(("27", "Associations", 2022, 40), ("27", "Associations", 2024, 44))}
    found = diagnosed(tmp_path, "region:27", {"marges_ess_2022.csv": first}, later)
    assert told(found, "D1", field="ess", measure="change") == pytest.approx(0.10)


# Real changes of the bundled geography: 39474 was merged into 39576; 85084 gave 85212 and 85165 back in 2024.
MERGED, INTO, SPLIT, GONE, HOLDING = "39474", "39576", "85084", "85212", "200071918"


def communes(year: int, posts: dict[str, int]) -> dict[str, str]:
    return flores(year, {("COM", code, "_T"): number for code, number in posts.items()})


def test_communes_merged_between_two_editions_add_up(tmp_path: Path) -> None:
    editions = communes(2022, {MERGED: 100, INTO: 300}), communes(2024, {INTO: 440})
    found = diagnosed(tmp_path, INTO, *editions)
    assert told(found, "D2", field="all", year="2022", measure="jobs") == 400
    assert told(found, "D1", field="all", measure="change") == pytest.approx(0.1)


def test_a_commune_split_between_two_editions_is_not_compared_nor_what_left_it(tmp_path: Path) -> None:
    editions = communes(2022, {SPLIT: 1000}), communes(2024, {SPLIT: 700, GONE: 200, "85165": 110})
    for number, code in enumerate((SPLIT, GONE)):
        found = diagnosed(tmp_path / str(number), code, *editions)
        assert "split" in why(found, "D1", field="all", measure="change")
        assert "split" in why(found, "D2", field="all")


def test_what_holds_all_the_parts_of_a_split_commune_is_compared(tmp_path: Path) -> None:
    editions = communes(2022, {SPLIT: 1000}), communes(2024, {SPLIT: 700, GONE: 200, "85165": 110})
    found = diagnosed(tmp_path, HOLDING, *editions)
    assert told(found, "D1", field="all", measure="change") == pytest.approx(0.01)


def test_a_split_commune_with_one_edition_is_told_that_it_takes_two(tmp_path: Path) -> None:
    assert "two editions" in why(
        diagnosed(tmp_path, SPLIT, communes(2024, {SPLIT: 1})), "D1", field="all", measure="change"
    )


@pytest.mark.parametrize(("before", "rated"), [(19, False), (20, True)])
def test_a_few_posts_bear_no_rate_and_are_told_as_numbers(tmp_path: Path, before: int, rated: bool) -> None:
    found = diagnosed(tmp_path, "Dijon", communes(2022, {DIJON: before}), communes(2024, {DIJON: 30}))
    assert told(found, "D2", field="all", measure="jobs", year="2022") == before
    if rated:
        assert told(found, "D1", field="all", measure="change") == pytest.approx(0.5)
        return
    assert "fewer than 20" in why(found, "D1", field="all", measure="change")
    assert "fewer than 20" in why(found, "D2", field="all", year="2024")


jobs = st.dictionaries(st.sampled_from("abcde"), st.integers(0, 10**6).map(float), min_size=1)


@given(jobs, jobs, jobs, jobs)
def test_the_three_effects_add_up_exactly(
    before: dict[str, float], after: dict[str, float], there: dict[str, float], then: dict[str, float]
) -> None:
    found = effects(before, after, there, then)
    if sum(there.values()) <= 0:
        assert found is None
        return
    assert found is not None
    scale = 1 + abs(found.national) + abs(found.mix) + abs(found.local)
    assert found.total == pytest.approx(sum(after.values()) - sum(before.values()), abs=1e-9 * scale)


@given(st.integers(1, 10**7), st.integers(0, 10**7), st.integers(1, 10**7))
def test_base_100_starts_at_100_and_a_whole_contributes_all_of_its_gains(start: int, gain: int, other: int) -> None:
    assert base_100(start, start) == 100
    part = contribution(start, start + other, start, start + other)
    assert part is None or part == pytest.approx(1)
    assert contribution(start, start + gain, other, other) is None
