"""The largest organisations: public names, bands of the register added up, nothing estimated."""

from pathlib import Path

from essaim.observatory.diagnosis.diagnose import Diagnosis, diagnose, with_names
from essaim.observatory.diagnosis.jobs import bands
from essaim.observatory.reference.geography import find_territory
from essaim.observatory.report.document import document
from essaim.observatory.report.numbers import shown
from essaim.observatory.report.sheet import chapters
from essaim.observatory.store.build import build
from essaim.observatory.store.reader import Store, open_store
from tests.stocks import establishment, unit, write

BIG, SMALL, COMPANY = "012345674", "023456785", "034567896"
DIJON, BEAUNE = "21231", "21054"


def built(folder: Path) -> Diagnosis:
    """An association of two places here and one elsewhere, a smaller one, a company that is no part of the ESS."""
    units = [unit(BIG, 9220), unit(SMALL, 9220), unit(COMPANY, 5710)]
    places = [
        establishment(f"{BIG}00001", DIJON, "21"),
        establishment(f"{BIG}00002", DIJON, "12"),
        establishment(f"{BIG}00003", BEAUNE, "41"),
        establishment(f"{SMALL}00001", DIJON, "03"),
        establishment(f"{COMPANY}00001", DIJON, "42"),
    ]
    build(write(folder / "stock", units, places), folder / "store")
    with open_store(folder / "store") as store:
        return with_names(store, diagnose(store, find_territory("Dijon")))


def test_they_are_those_of_the_ess_by_their_places_here(tmp_path: Path) -> None:
    told = [(one.siren, one.establishments, one.low, one.high) for one in built(tmp_path).largest]
    assert told == [(BIG, 2, 70, 148), (SMALL, 1, 6, 9)]


def test_the_report_shows_their_bands(tmp_path: Path) -> None:
    found = built(tmp_path)
    [grid] = [grid for chapter in chapters(found) for grid in chapter.grids if "The largest" in grid.title.en]
    assert [[shown(one, "en").replace("\u00a0", " ") for one in row.figures] for row in grid.rows] == [
        ["2", "70 to 148"],
        ["1", "6 to 9"],
    ]
    [weight] = [one for one in document(found, "fr")["chapters"] if one["title"] == "Poids de l'ESS"]
    assert any(row["note"] == BIG for table in weight["tables"] for row in table["rows"])


def test_no_more_than_five_and_none_for_france(small_store: Store) -> None:
    place = with_names(small_store, diagnose(small_store, find_territory("Dijon Métropole"), "wide"))
    assert len(place.largest) == 5
    assert all(one.low <= (one.high or one.low) for one in place.largest)
    assert all(one.low >= min(band.low for band in bands().values() if band.employs) for one in place.largest)
    assert with_names(small_store, diagnose(small_store, find_territory("FR"))).largest == ()
