"""Files as they come: any bytes give a table, or a sentence that says what to do."""

import io
import json
import zipfile
from datetime import date

import pytest
import xlsxwriter
from hypothesis import example, given
from hypothesis import strategies as st

from essaim.observatory.errors import EssaimError
from essaim.observatory.reference.identifiers import is_siret, luhn, repair
from essaim.web.imports.fields import proposed
from essaim.web.imports.tables import reading, table, workbooks
from essaim.web.imports.tables.delimited import decoded, written
from essaim.web.imports.tables.headings import letters
from essaim.web.imports.tables.reading import read_table
from essaim.web.imports.written_report import harmless

HEAD = ["Nom", "SIRET", "Commune"]


def book(*sheets: tuple[str, list[list[object]]], hidden: tuple[str, ...] = ()) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "dd/mm/yyyy", "strings_to_formulas": False}) as made:
        for name, rows in sheets:
            sheet = made.add_worksheet(name)
            for number, cells in enumerate(rows):
                for place, cell in enumerate(cells):
                    sheet.write(number, place, cell)
            if name in hidden:
                sheet.hide()
        made.worksheets()[0].activate()
    return file.getvalue()


@given(st.binary(max_size=400))
@example(b"PK\x03\x04rubbish")
@example(b"\xd0\xcf\x11\xe0rubbish")
@example(b'{"data": [{"name": 3}]}')
@example(b"[" * 5000)
@example(b'"a')
@example(b"\xff\xfe\x00")
def test_any_bytes_give_a_table_or_a_sentence(content: bytes) -> None:
    try:
        found = read_table(content)
    except EssaimError as fault:
        assert fault.remedy
    else:
        assert all(len(row.cells) == len(found.headings) for row in found.rows)
        assert len(set(found.headings)) == len(found.headings)


CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Z"]), min_size=1, max_size=20)


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=8))
def test_what_is_written_is_read_back(rows: list[tuple[str, str, str]]) -> None:
    told = [[harmless(cell) for cell in row] for row in rows]
    found = read_table("".join(written([HEAD, *told])).encode())
    assert found.headings == tuple(HEAD)
    assert [row.cells for row in found.rows] == [tuple(map(unmarked, row)) for row in rows]


def unmarked(cell: str) -> str:
    """An apostrophe before a sign that a spreadsheet would run is the spreadsheet's, not the list's."""
    return cell[1:] if cell[:1] == "'" and harmless(cell[1:]) != cell[1:] else cell


@given(st.integers(0, 10**8 - 1), st.integers(0, 9999))
def test_a_siret_that_lost_its_zeros_is_found_again(head: int, nic: int) -> None:
    siren = next(f"{head:08d}{key}" for key in range(10) if luhn(f"{head:08d}{key}"))
    siret = next(f"{siren}{nic:04d}{key}" for key in range(10) if luhn(f"{siren}{nic:04d}{key}"))
    if not is_siret(siret):
        return
    lost = len(siret) - len(siret.lstrip("0"))
    if lost <= 3:  # more than that is no more told from another number
        assert repair(siret.lstrip("0")).siret == siret
        assert repair(workbooks.told(float(siret))).siren in (siren, None)
    spaced = f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}"
    assert repair(spaced).siret == siret
    assert repair(f"{float(siret):.2E}".replace(".", ",")).siren is None


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_separators_and_encodings(separator: str, encoding: str) -> None:
    text = "\r\n".join(
        separator.join(row) for row in [HEAD, ["Épicerie", "1", "Chenôve"], ["", "", ""], ["Été", "2", "Dijon"]]
    )
    found = read_table(text.encode(encoding))
    assert [row.cells for row in found.rows] == [("Épicerie", "1", "Chenôve"), ("Été", "2", "Dijon")]
    assert [row.line for row in found.rows] == [2, 4]


def test_a_mix_of_encodings_is_read_line_by_line() -> None:
    text, remarks = decoded("Été;1\n".encode() + "Noël;2\n".encode("cp1252"))
    assert text == "Été;1\nNoël;2\n"
    assert "mêle" in remarks[0].fr


def test_a_title_above_merged_and_repeated_headings() -> None:
    rows = [["Annuaire 2019"], [], ["Nom", "SIRET", "", "Nom"], ["La Ruche", "1", "x", "y"]]
    found = read_table(book(("Feuille", rows)))
    assert found.headings == ("Nom", "SIRET", "(C)", "Nom (D)")
    assert found.rows[0].line == 4
    assert "titre" in found.remarks[0].fr
    assert proposed(found.headings) == {"Nom": "name", "SIRET": "identifier", "(C)": "", "Nom (D)": ""}


def test_a_workbook_with_several_sheets_dates_and_numbers() -> None:
    rows = [["Nom", "SIRET", "Date"], ["A", 85200000000012, date(2019, 3, 5)], ["B", 8.52e13, True]]
    content = book(("Lisez-moi", []), ("Liste", rows), ("Cachée", [["Nom"], ["x"]]), hidden=("Cachée",))
    found = read_table(content)
    assert (found.sheets, found.sheet) == (("Lisez-moi", "Liste"), "Liste")
    assert found.rows[0].cells == ("A", "85200000000012", "2019-03-05")
    assert repair(found.rows[1].cells[1]).siren is None
    assert found.rows[1].cells[2] == "oui"


def test_the_name_of_a_file_says_nothing() -> None:
    assert read_table(b"Nom;Ville\nA;Dijon\n").rows
    for content, word in ((b"%PDF-1.7", "PDF"), (b"\x89PNG\r\n", "image"), (b"<html>", "web")):
        with pytest.raises(EssaimError, match=r".+") as fault:
            read_table(content)
        assert word in fault.value.what.fr


def test_a_bomb_is_refused_before_it_is_unfolded(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    with pytest.raises(EssaimError) as fault:
        read_table(file.getvalue())
    assert "démesuré" in fault.value.what.fr


def test_what_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 10)
    with pytest.raises(EssaimError, match="MB"):
        read_table(b"Nom;Ville\nA;Dijon\n")
    monkeypatch.undo()
    with pytest.raises(EssaimError, match=str(table.MOST_ROWS)):
        read_table(b"Nom;Ville\n" + b"A;B\n" * (table.MOST_ROWS + 1))


def test_directories_of_other_platforms() -> None:
    element = {"id": "a", "name": "La Ruche", "geo": {"latitude": 47.3, "longitude": 5.0}}
    element |= {
        "address": {"streetAddress": "1 rue X", "addressLocality": "Dijon"},
        "categories": ["Tiers-lieu", "Café"],
    }
    found = read_table(json.dumps({"data": [element]}).encode())
    row = dict(zip(found.headings, found.rows[0].cells, strict=True))
    assert (row["Nom"], row["Commune"], row["Latitude"], row["SIRET"]) == ("La Ruche", "Dijon", "47.3", "")
    profile = {"linked_schemas": ["organizations_schema-v1.0.0"], "name": "La Ruche", "unique_id": "local-la-ruche"}
    found = read_table(json.dumps(profile | {"primary_url": "https://ruche.example"}).encode())
    row = dict(zip(found.headings, found.rows[0].cells, strict=True))
    assert (row["SIRET"], row["Site web"]) == ("local-la-ruche", "https://ruche.example")


def test_letters_of_columns() -> None:
    assert [letters(number) for number in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
