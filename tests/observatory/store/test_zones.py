"""Employment zones as INSEE publishes them: a workbook in an archive, of some year, whose communes are followed."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from essaim.observatory.errors import EssaimError
from essaim.observatory.reference.succession import commune_changes
from essaim.observatory.store.build import build
from essaim.observatory.store.doctor import examine
from essaim.observatory.store.reader import open_store
from tests import stocks

NAME = "ZE2020_au_01-01-2022"
HEADINGS = ("CODGEO", "LIBGEO", "ZE2020", "LIBZE2020", "DEP", "REG")
DIJON, BEAUNE = ("21231", "Dijon", "2602", "Dijon", "21", "27"), ("21054", "Beaune", "2601", "Beaune", "21", "27")
Rows = Sequence[Sequence[str]]


def archive(folder: Path, rows: Rows, headings: Sequence[str] = HEADINGS) -> Path:
    """The file as it is published: the list of zones first, then communes under five lines of titles."""
    folder.mkdir(parents=True, exist_ok=True)
    workbook = folder / f"{NAME}.xlsx"
    with Workbook(str(workbook)) as book:
        zones, communes = book.add_worksheet("Zones_d_emploi"), book.add_worksheet("Composition_communale")
        for number, row in enumerate([("Zones d'emploi",), (), ("ZE2020", "LIBZE2020"), ("2602", "Dijon")]):
            zones.write_row(number, 0, row)
        titles = [("Zones d'emploi 2020",), ("Composition communale",), ("Géographie au 01/01/2022",), (), ()]
        for number, row in enumerate([*titles, headings, *rows, (), ("Source : Insee",)]):
            communes.write_row(number, 0, row)
    packed = folder / f"{NAME}.zip"
    with zipfile.ZipFile(packed, "w") as file:
        file.write(workbook, workbook.name)
    workbook.unlink()
    return packed


def built(folder: Path, rows: Rows, headings: Sequence[str] = HEADINGS) -> Path:
    source = stocks.write(
        folder / "sources",
        [stocks.unit("552100554", 9220, "UNE ASSOCIATION")],
        [stocks.establishment("55210055400013", "21231", "12")],
    )
    archive(source, rows, headings)
    build(source, folder / "store")
    return folder / "store"


def zones_of(store: Path) -> dict[str, str]:
    with open_store(store) as opened:
        return dict(opened.rows("select commune, zone from zones"))


def test_the_published_archive_is_read_whatever_stands_above_its_columns(tmp_path: Path) -> None:
    store = built(tmp_path, [DIJON, BEAUNE])
    with open_store(store) as opened:
        rows = opened.rows("select commune, intercommunality, departement, region, zone, name from zones order by 1")
        [source] = [one for one in opened.manifest["sources"] if one["id"] == "employment_zones"]
        rejects = [one for one in opened.manifest["rejects"] if one["source"] == "employment_zones"]
    assert rows == [
        ("21054", "200006682", "21", "27", "2601", "Beaune"),
        ("21231", "242100410", "21", "27", "2602", "Dijon"),
    ]
    assert source["vintage"] == "2022-01-01"
    assert {(one["reason"], one["rows"]) for one in rejects} == {("commune_unknown", 1), ("zone_missing", 1)}


def test_an_old_file_is_brought_to_the_communes_of_today(tmp_path: Path) -> None:
    """A commune that another took in, one that left another since, and one taken in across the edge of two zones."""
    changes = commune_changes(2022, 2026)
    merged, heir = next((before, after) for before, after, how in changes if how == "merged")
    kept = "15141"  # Neussargues en Pinatelle, that four communes left in 2025
    left = [after for before, after, how in changes if (before, how) == (kept, "split")]
    rows = [(merged, "", "0051"), (kept, "", "0052")]
    assert zones_of(built(tmp_path / "one", rows)) == {heir: "0051", kept: "0052"} | dict.fromkeys(left, "0052")
    across = [*rows, (heir, "", "0053")]
    assert zones_of(built(tmp_path / "two", across))[heir] == "0053"


def test_unknown_communes_are_counted_and_told(tmp_path: Path) -> None:
    lost = ("1001", "Zéro perdu", "8405", "", "", "")  # a spreadsheet took 01001 for a number
    store = built(tmp_path, [DIJON, lost])
    assert zones_of(store) == {"21231": "2602"}
    told = [finding.text.en for finding in examine(store, tmp_path / "sources") if finding.severity == "warning"]
    assert any("2 row(s) set aside: employment_zones, commune_unknown" in one for one in told)


def test_a_file_without_its_columns_says_which(tmp_path: Path) -> None:
    with pytest.raises(EssaimError, match=rf"{NAME}\.zip.*missing column\(s\) CODGEO(.|\n)*Download"):
        built(tmp_path, [DIJON], ("COMMUNE", "LIBGEO", "ZE2020", "LIBZE2020", "DEP", "REG"))


@pytest.mark.parametrize("kept", [0.3, 0.95])
def test_a_half_written_archive_is_refused(tmp_path: Path, kept: float) -> None:
    source = stocks.write(tmp_path / "sources", [stocks.unit("552100554", 9220)], [])
    packed = archive(source, [DIJON])
    packed.write_bytes(packed.read_bytes()[: int(packed.stat().st_size * kept)])
    with pytest.raises(EssaimError, match=rf"{NAME}\.zip: this zip archive is incomplete"):
        build(source, tmp_path / "store")


def test_a_workbook_that_is_none_is_refused_by_the_name_of_the_file_that_was_given(tmp_path: Path) -> None:
    source = stocks.write(tmp_path / "sources", [stocks.unit("552100554", 9220)], [])
    with zipfile.ZipFile(source / f"{NAME}.zip", "w") as file:
        file.writestr(f"{NAME}.xlsx", "not a workbook")
    with pytest.raises(EssaimError, match=rf"{NAME}\.zip: this workbook cannot be read"):
        build(source, tmp_path / "store")
