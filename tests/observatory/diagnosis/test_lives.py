"""The lives of establishments: hand-written histories whose every number is known, properties, a real sample."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.observatory.diagnosis.diagnose import Diagnosis, diagnose
from essaim.observatory.diagnosis.lives import AGES, Lived, Lives
from essaim.observatory.reference.geography import find_territory
from essaim.observatory.report.dynamics import curves
from essaim.observatory.report.sentences import sentences
from essaim.observatory.report.sheet import chapters
from essaim.observatory.store.build import build
from essaim.observatory.store.reader import Store, open_store
from tests.stocks import Row, establishment, period, unit, write
from tests.stores import examples

pytestmark = pytest.mark.usefixtures("few_communes")

ASSOCIATION, SCOP = 9220, 5458
SIREN = "012345674"
DIJON, CHENOVE, BEAUNE = "21231", "21166", "21054"
COMMUNES = (DIJON, CHENOVE, BEAUNE, "39198")
MAMOUDZOU = "97611"
YEARS = tuple(range(2016, 2026))
EVENTS = ("birth", "reopening", "closure")


def siret(rank: int) -> str:
    """Any fourteen digits will do: keys are not what is tested here."""
    return f"{SIREN}{rank:05d}"


def diagnosed(
    folder: Path, places: list[Row], periods: list[Row] | None, of: str = "Dijon", units: list[Row] | None = None
) -> Diagnosis:
    build(write(folder / "stock", units or [unit(SIREN, ASSOCIATION)], places, periods=periods), folder / "store")
    with open_store(folder / "store") as store:
        return diagnose(store, find_territory(of))


def told(diagnosis: Diagnosis, indicator: str, **breakdown: str) -> float | None:
    figure = diagnosis.find(indicator, **breakdown)
    assert figure is not None, (indicator, breakdown)
    return figure.value


def stocks(diagnosis: Diagnosis) -> list[float | None]:
    return [told(diagnosis, "D4", measure="active", year=str(year)) for year in (2015, *YEARS)]


def events(diagnosis: Diagnosis, event: str) -> dict[int, float]:
    return {year: count for year in YEARS if (count := told(diagnosis, "D5", event=event, year=str(year)))}


def closed(rank: int, day: str, **others: object) -> Row:
    return establishment(siret(rank), DIJON, "NN", etatAdministratifEtablissement="F", dateDebut=day, **others)


def test_a_reopened_establishment_is_one_birth_two_closures_and_one_reopening(tmp_path: Path) -> None:
    place = closed(1, "2024-03-01", dateCreationEtablissement="2016-05-10")
    history = [
        period(siret(1), "2016-05-10", "2019-06-30"),
        period(siret(1), "2019-07-01", "2020-12-31", "F"),
        period(siret(1), "2021-01-01", "2022-05-31"),
        period(siret(1), "2022-06-01", "2024-02-29"),  # another name: no event
        period(siret(1), "2024-03-01", None, "F"),
    ]
    found = diagnosed(tmp_path, [place], history)
    assert events(found, "birth") == {2016: 1}
    assert events(found, "closure") == {2019: 1, 2024: 1}
    assert events(found, "reopening") == {2021: 1}
    assert stocks(found) == [0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0]
    # Survival stops at the first closure: three anniversaries, not five.
    assert told(found, "D8", age="3", cohort="2016") == 1
    assert told(found, "D8", age="5", cohort="2016") == 0


def test_a_move_across_communes_is_a_closure_and_a_birth_and_nothing_for_what_holds_both(tmp_path: Path) -> None:
    places = [
        closed(1, "2020-04-01", dateCreationEtablissement="2010-01-04"),
        establishment(siret(2), CHENOVE, "NN", dateCreationEtablissement="2020-04-01", dateDebut="2020-04-01"),
    ]
    history = [
        period(siret(1), "2010-01-04", "2020-03-31"),
        period(siret(1), "2020-04-01", None, "F"),
        period(siret(2), "2020-04-01"),
    ]
    left = diagnosed(tmp_path, places, history)
    assert (events(left, "closure"), events(left, "birth")) == ({2020: 1}, {})
    with open_store(tmp_path / "store") as store:
        whole = diagnose(store, find_territory("Dijon Métropole"))
    assert (events(whole, "closure"), events(whole, "birth")) == ({2020: 1}, {2020: 1})
    assert set(stocks(whole)) == {1}


def test_communes_merged_since_are_followed_together_over_all_the_years(tmp_path: Path) -> None:
    """39474 was merged into 39576 in 2025: what the register still places there is counted in the commune of today."""
    first, merged = (
        establishment(siret(rank), commune, "NN", dateCreationEtablissement=f"{2015 + rank}-06-01")
        for rank, commune in ((1, "39576"), (2, "39474"))
    )
    history = [period(siret(1), "2016-06-01"), period(siret(2), "2017-06-01")]
    found = diagnosed(tmp_path, [first, merged], history, "39576")
    assert events(found, "birth") == {2016: 1, 2017: 1}
    assert stocks(found) == [0, 1, *[2] * 9]


@pytest.mark.parametrize(("before", "rated"), [(19, False), (20, True)])
def test_a_small_stock_bears_no_rate_but_is_counted(tmp_path: Path, before: int, rated: bool) -> None:
    """From 1 to 3, or 19 to 25, a base 100 would say less than the numbers."""
    days = {rank: "2010-01-04" if rank <= before else "2020-01-06" for rank in range(1, 26)}
    places = [establishment(siret(rank), DIJON, "NN", dateCreationEtablissement=day) for rank, day in days.items()]
    found = diagnosed(tmp_path, places, [period(siret(rank), day) for rank, day in days.items()])
    assert (stocks(found)[0], stocks(found)[-1]) == (before, 25)
    change = found.find("D4", measure="change")
    assert change is not None
    if rated:
        assert change.value == pytest.approx(25 / before - 1)
        return
    assert change.value is None
    assert change.reason is not None
    assert "fewer than 20" in change.reason.en


def test_a_departement_that_is_its_own_region_is_told_once(tmp_path: Path) -> None:
    """In the columns of a table as in the lines of a chart: both are the same place under two codes."""
    places = [establishment(siret(rank), MAMOUDZOU, "12", dateCreationEtablissement="2010-01-01") for rank in range(30)]
    history = [period(siret(rank), "2010-01-01", None) for rank in range(30)]
    found = diagnosed(tmp_path, places, history, "departement:976")
    [chart] = [one for one in curves.dynamics(found, "fr") if one]
    assert str(chart.svg).count(">Mayotte</text>") == 1
    grids = {grid.title.en: grid for chapter in chapters(found) for grid in chapter.grids}
    assert "Distribution by family" in grids
    for grid in grids.values():
        headings = [(column.measure, column.place.name if column.place else None) for column in grid.columns]
        assert len({*headings}) == len(headings), (grid.title.en, headings)


def test_closed_the_day_it_opened_is_never_in_a_stock_and_does_not_survive(tmp_path: Path) -> None:
    place = closed(1, "2018-12-31", dateCreationEtablissement="2018-12-31")
    history = [period(siret(1), "2018-12-31", "2018-12-31"), period(siret(1), "2018-12-31", None, "F")]
    found = diagnosed(tmp_path, [place], history)
    assert (events(found, "birth"), events(found, "closure")) == ({2018: 1}, {2018: 1})
    assert set(stocks(found)) == {0}
    assert told(found, "D8", age="3", cohort="2018") == 0


def test_dates_that_date_nothing_are_no_birth(tmp_path: Path) -> None:
    """A missing start, 1900-01-01, and the days on which the register is updated: since when is not known."""
    unknown = {"dateCreationEtablissement": "1900-01-01"}
    starts = {1: None, 2: "1900-01-01", 3: "2008-01-01", 4: "2017-12-25", 5: "2017-11-25"}
    places = [establishment(siret(rank), DIJON, "NN", **unknown) for rank in starts]
    history = [period(siret(rank), day) for rank, day in starts.items()]
    found = diagnosed(tmp_path, places, history)
    assert events(found, "birth") == {2017: 1}
    assert stocks(found) == [4, 4, *[5] * 9]


def test_a_null_start_and_a_null_state_say_nothing(tmp_path: Path) -> None:
    """Closed since nobody knows when; and a period without state between two that have one."""
    place = {"dateCreationEtablissement": "2011-02-03"}
    places = [closed(1, "2019-01-01", **place), establishment(siret(2), DIJON, "NN", **place)]
    history = [
        period(siret(1), None, None, "F"),
        period(siret(2), "2011-02-03", "2017-12-31"),
        period(siret(2), "2018-01-01", "2018-12-31", None),
        period(siret(2), "2019-01-01"),
    ]
    found = diagnosed(tmp_path, places, history)
    assert set(stocks(found)) == {1}
    assert all(events(found, event) == {} for event in EVENTS)


def test_what_is_announced_has_not_happened(tmp_path: Path) -> None:
    place = establishment(siret(1), DIJON, "NN", dateCreationEtablissement="2012-01-09")
    history = [period(siret(1), "2012-01-09", "2026-11-30"), period(siret(1), "2026-12-01", None, "F")]
    assert set(stocks(diagnosed(tmp_path, [place], history))) == {1}


def test_an_establishment_that_the_history_lacks_is_as_the_stock_says(tmp_path: Path) -> None:
    places = [
        closed(1, "2021-06-01", dateCreationEtablissement="2017-06-01"),
        establishment(siret(2), DIJON, "NN", dateCreationEtablissement="2012-01-09"),
    ]
    found = diagnosed(tmp_path, places, [period(siret(2), "2012-01-09")])
    assert stocks(found) == [1, 1, 2, 2, 2, 2, 1, 1, 1, 1, 1]


def test_a_unit_is_a_first_time_employer_once_where_it_first_employs(tmp_path: Path) -> None:
    """Its second establishment, and a second beginning after a closed one, are no first time."""
    other = "012345682"
    units = [unit(SIREN, ASSOCIATION), unit(other, ASSOCIATION)]
    places = [
        establishment(siret(1), DIJON, "11"),
        establishment(siret(2), CHENOVE, "11"),
        establishment(f"{other}00012", DIJON, "11"),
    ]
    history = [
        period(siret(1), "2010-03-01", "2019-01-31", employer="N"),
        period(siret(1), "2019-02-01", None, employer="O"),
        period(siret(2), "2021-05-01", None, employer="O"),
        period(f"{other}00004", "1998-03-01", "2004-01-31", employer="O"),  # long closed, and not in the stock
        period(f"{other}00004", "2004-02-01", None, "F", employer=None),
        period(f"{other}00012", "2020-09-01", None, employer="O"),
    ]
    found = diagnosed(tmp_path, places, history, "Dijon Métropole", units)
    assert {year: count for year in YEARS if (count := told(found, "D6", year=str(year)))} == {2019: 1}


def test_a_history_without_the_employer_flag_says_so(tmp_path: Path) -> None:
    history = [period(siret(1), "2010-03-01", employer=None)]
    figure = diagnosed(tmp_path, [establishment(siret(1), DIJON, "11")], history).find("D6")
    assert figure is not None
    assert figure.value is None
    assert figure.reason is not None
    assert "employer flag" in figure.reason.en


def test_births_and_closures_are_told_by_family_and_by_sector(tmp_path: Path) -> None:
    other = "012345682"
    units = [unit(SIREN, ASSOCIATION), unit(other, SCOP)]
    built = {"activitePrincipaleEtablissement": "43.32A", "dateCreationEtablissement": "2020-02-01"}
    places = [
        closed(1, "2021-06-01", dateCreationEtablissement="2017-06-01"),
        establishment(f"{other}00012", DIJON, "11", **built),
    ]
    history = [
        period(siret(1), "2017-06-01", "2021-05-31"),
        period(siret(1), "2021-06-01", None, "F"),
        period(f"{other}00012", "2020-02-01"),
    ]
    found = diagnosed(tmp_path, places, history, units=units)
    assert told(found, "D5", event="birth", family="cooperative") == 1
    assert told(found, "D5", event="closure", family="association") == 1
    assert told(found, "D5", event="closure", sector="OQ") == 1
    assert told(found, "D5", event="birth", sector="FZ") == 1
    assert told(found, "D4", measure="change") is None  # from nothing


def test_a_store_without_history_says_so_and_counts_births_from_the_stock(tmp_path: Path) -> None:
    place = closed(1, "2024-06-01", dateCreationEtablissement="2022-06-01")
    found = diagnosed(tmp_path, [place, establishment(siret(2), DIJON, "11")], None)
    assert told(found, "D5", event="birth", year="2022") == 1
    assert told(found, "D5", event="closure", year="2024") == 1
    missing = [found.find("D4", measure="change"), found.find("D6"), *(found.find("D8", age=str(age)) for age in AGES)]
    assert all(figure and figure.value is None and figure.reason for figure in missing)
    [sentence] = [one for one in sentences(found, "dynamics") if "sirene_history" in one.en]
    assert "essaim fetch sirene_history" in sentence.fr


def test_units_long_ceased_are_followed_but_not_listed(tmp_path: Path) -> None:
    gone = unit(SIREN, ASSOCIATION, etatAdministratifUniteLegale="C", dateDebut="2018-03-01")
    place = closed(1, "2018-03-01", dateCreationEtablissement="2016-06-01")
    history = [period(siret(1), "2016-06-01", "2018-02-28"), period(siret(1), "2018-03-01", None, "F")]
    found = diagnosed(tmp_path, [place], history, units=[gone])
    assert events(found, "closure") == {2018: 1}
    with open_store(tmp_path / "store") as store:
        assert store.rows("select count(*) from legal_units") == [(0,)]


# What holds of every history.

rows = st.builds(
    Lived,
    st.sampled_from(["association", "cooperative"]),
    st.sampled_from(["88", "94"]),
    st.integers(2015, 2025),
    *[st.integers(0, 50)] * 7,
)


@given(st.lists(rows, max_size=40))
def test_the_balance_of_events_is_the_change_of_the_stock(lived: list[Lived]) -> None:
    lives = Lives(YEARS, tuple(lived), flagged=True)
    for year in YEARS:
        gained = sum(row.balance for row in lived if row.year == year)
        assert lives.stocks[year] - lives.stocks[year - 1] == gained


@st.composite
def histories(draw: st.DrawFn) -> dict[str, list[list[Row]]]:
    """For each commune, contiguous periods of a few establishments, of any state, from any day of sixteen years."""
    ranks = count(1)
    return {commune: [draw(lived(next(ranks))) for _ in range(draw(st.integers(1, 4)))] for commune in COMMUNES}


@st.composite
def lived(draw: st.DrawFn, rank: int) -> list[Row]:
    days = sorted(draw(st.sets(st.integers(0, 5800), min_size=1, max_size=5)))
    starts = [date(2010, 6, 1) + timedelta(days=day) for day in days]
    ends = [start - timedelta(days=1) for start in starts[1:]]
    return [
        period(siret(rank), start.isoformat(), end and end.isoformat(), draw(st.sampled_from("AF")))
        for start, end in zip(starts, [*ends, None], strict=True)
    ]


@pytest.mark.slow
@settings(max_examples=examples(8))
@given(histories())
def test_any_history_is_balanced_and_survival_never_grows_with_age(drawn: dict[str, list[list[Row]]]) -> None:
    places = []
    for commune, lives in drawn.items():
        for first, *_, last in ((*periods[:1], *periods) for periods in lives):
            state = {"etatAdministratifEtablissement": last["etatAdministratifEtablissement"]}
            born = {"dateCreationEtablissement": first["dateDebut"], "dateDebut": last["dateDebut"]}
            places.append(establishment(str(last["siret"]), commune, "NN", **state, **born))
    history = [row for lives in drawn.values() for periods in lives for row in periods]
    with TemporaryDirectory() as folder:
        stock = write(Path(folder) / "stock", [unit(SIREN, ASSOCIATION)], places, periods=history)
        build(stock, Path(folder) / "store")
        with open_store(Path(folder) / "store") as store:
            for commune, lives in drawn.items():
                _is_balanced(diagnose(store, find_territory(commune)), lives)


def _is_balanced(found: Diagnosis, lives: list[list[Row]]) -> None:
    held = stocks(found)
    for year, (before, after) in zip(YEARS, pairwise(held), strict=True):
        counts = [told(found, "D5", event=event, year=str(year)) for event in EVENTS]
        assert (after or 0) - (before or 0) == (counts[0] or 0) + (counts[1] or 0) - (counts[2] or 0)
        active = sum(_is_active(periods, date(year, 12, 31)) for periods in lives)
        assert after == active
    for cohort in range(2016, 2021):
        three, five = (found.find("D8", age=str(age), cohort=str(cohort)) for age in AGES)
        assert three is not None
        assert five is not None
        assert three.value is None or (five.value or 0) <= three.value


def _is_active(periods: list[Row], day: date) -> bool:
    """What a reader of the file would say: the period that holds the day is open. One that closed for good before the
    years that are followed is not in the stock."""
    held = [row for row in periods if str(row["dateDebut"]) <= day.isoformat() <= str(row["dateFin"] or "9999")]
    return bool(held) and held[0]["etatAdministratifEtablissement"] == "A"


def test_the_demonstration_is_balanced_at_every_level(small_store: Store) -> None:
    [(active, counted)] = small_store.rows(
        "select (select sum(active + births + reopenings - closures) from vitality where level = 'france'),"
        " (select sum(active + births + reopenings - closures) from vitality where level = 'departement')"
    )
    assert active == counted
    assert active > 0


@pytest.mark.slow
def test_a_real_history_holds_together(real_data: Callable[[str], Path], tmp_path: Path) -> None:
    """The fourth arrondissement of Lyon: other columns, and units without a form, which are all taken for ESS."""
    source = real_data("sirene_history_lyon4/periods.parquet")
    with duckdb.connect() as connection:
        asked = connection.execute(
            "select siret, cast(dateDebut AS varchar), cast(dateFin AS varchar), etat, null from read_parquet(?)",
            [str(source)],
        ).fetchall()
        current = connection.execute(
            "select siret, coalesce(cast(dateDebut AS varchar), ''), etat, code_commune from read_parquet(?)"
            " where dateFin is null",
            [str(source)],
        ).fetchall()
    history = [period(*row) for row in asked]
    places = [
        establishment(
            siret,
            commune,
            "NN",
            dateDebut=started,
            etatAdministratifEtablissement=state,
            dateCreationEtablissement="",
            siren=siret[:9],
        )
        for siret, started, state, commune in current
    ]
    units = [unit(siren, ASSOCIATION) for siren in sorted({row[0][:9] for row in current})]
    found = diagnosed(tmp_path, places, history, "Lyon", units)
    held = stocks(found)
    years = [[told(found, "D5", event=event, year=str(year)) or 0 for event in EVENTS] for year in YEARS]
    assert [(after or 0) - (before or 0) for before, after in pairwise(held)] == [
        births + reopenings - closures for births, reopenings, closures in years
    ]
    with duckdb.connect() as connection:
        [(active,)] = connection.execute(
            "select count(distinct siret) from read_parquet(?) where etat = 'A'"
            " and coalesce(dateDebut, date '1900-01-01') <= date '2025-12-31'"
            " and (dateFin is null or dateFin >= date '2025-12-31')",
            [str(source)],
        ).fetchall()
    assert held[-1] == active
    assert sum(reopenings for _, reopenings, _ in years) > 0
    three, five = (told(found, "D8", age=str(age)) for age in AGES)
    assert 0.3 < (five or 0) <= (three or 0) < 1
