"""The workbook: numbers that can be computed with, gaps that stay gaps, and where everything comes from."""

import io
import zipfile

from odfdo import Document

from essaim.observatory.diagnosis.diagnose import diagnose
from essaim.observatory.reference.geography import find_territory, territory
from essaim.observatory.report.sheet import chapters
from essaim.observatory.report.spreadsheet import as_ods
from essaim.observatory.store.reader import Store


def sheets(content: bytes) -> dict[str, list[list[object]]]:
    book = Document(io.BytesIO(content))
    return {table.name: [list(row) for row in table.get_values()] for table in book.body.tables}


def test_a_sheet_for_each_chapter_and_one_that_says_where_it_is_from(small_store: Store) -> None:
    diagnosis = diagnose(small_store, find_territory("Dijon Métropole"))
    found = sheets(as_ods(diagnosis, "en"))
    assert list(found) == ["Read me", *(chapter.title.en[:31] for chapter in chapters(diagnosis))]
    about = found["Read me"]
    assert about[0][0] == "Demonstration data"
    assert any("Dijon Métropole" in row for row in about)
    assert any(source["sha256"] in row for source in small_store.manifest["sources"] for row in about)


def test_cells_hold_the_numbers_of_the_figures(small_store: Store) -> None:
    diagnosis = diagnose(small_store, find_territory("Dijon Métropole"))
    jobs = diagnosis.find("W3")
    assert jobs is not None
    [row] = [
        row for row in sheets(as_ods(diagnosis, "en"))["Weight of the ESS"] if row[0] == "Salaried posts in the ESS"
    ]
    assert [float(str(cell)) for cell in row[1:4]] == [jobs.value, jobs.low, jobs.high]


def test_a_missing_value_is_an_empty_cell(small_store: Store) -> None:
    [(code,)] = small_store.rows(
        "select min(code) from weights where level = 'commune' and perimeter = 'wide' and employers = 0"
    )
    found = sheets(as_ods(diagnose(small_store, territory("commune", code)), "en"))
    [row] = [row for row in found["Weight of the ESS"] if row[0] == "Share of the ESS in salaried employment"]
    assert row[1] is None


def test_it_is_an_open_document_that_begins_with_its_type(small_store: Store) -> None:
    content = as_ods(diagnose(small_store, find_territory("FR")), "fr")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
