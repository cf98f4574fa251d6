"""Staging: whatever form a file takes, it is read by column name, or refused with file, line and remedy."""

import csv
import zipfile
from pathlib import Path

import duckdb
import pytest

from essaim.observatory.errors import EssaimError
from essaim.observatory.sources import CARDS
from essaim.observatory.sources.staging import Staged, find_file, stage

CARD = CARDS["sirene_establishments"]
HEADINGS = [column.names[0] for column in CARD.columns]
ROW = {
    "siren": "012345674",
    "siret": "01234567400017",
    "statutDiffusionEtablissement": "O",
    "dateCreationEtablissement": "2001-02-03",
    "trancheEffectifsEtablissement": "11",
    "anneeEffectifsEtablissement": "2024",
    "etablissementSiege": "true",
    "codeCommuneEtablissement": "21231",
    "dateDebut": "2008-01-01",
    "etatAdministratifEtablissement": "A",
    "enseigne1Etablissement": "L'ATELIER, « CÔTÉ COUR »",
    "activitePrincipaleEtablissement": "88.99B",
    "nomenclatureActivitePrincipaleEtablissement": "NAFRev2",
    "caractereEmployeurEtablissement": "O",
}


def write_csv(path: Path, headings: list[str], rows: int = 50, encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, headings, extrasaction="ignore", restval="")
        writer.writeheader()
        writer.writerows([ROW] * rows)
    return path


def staged(path: Path, tmp_path: Path) -> Staged:
    work = tmp_path / "work"
    work.mkdir(exist_ok=True)
    return stage(CARD, path, work)


def read(found: Staged) -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        return connection.execute("select * from read_parquet(?)", [str(found.parquet)]).fetchall()


def test_columns_are_found_by_name_in_any_order_and_case(tmp_path: Path) -> None:
    shuffled = [heading.upper() for heading in reversed(HEADINGS)] + ["colonneInconnue"]
    path = tmp_path / "StockEtablissement_utf8.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(shuffled)
        writer.writerow([ROW.get(heading, "") for heading in reversed(HEADINGS)] + ["?"])
    found = staged(path, tmp_path)
    assert found.rows == 1
    assert found.headings["siret"] == "SIRET"
    assert found.ignored == ("colonneInconnue",)
    assert found.missing == ()


def test_an_older_edition_lacks_the_new_column_and_says_so(tmp_path: Path) -> None:
    older = [heading for heading in HEADINGS if "NAF25" not in heading]
    found = staged(write_csv(tmp_path / "StockEtablissement_utf8.csv", older), tmp_path)
    assert found.missing == ("activity_2025",)
    assert found.rows == 50


def test_a_missing_column_is_named_with_the_remedy(tmp_path: Path) -> None:
    without = [heading for heading in HEADINGS if heading != "codeCommuneEtablissement"]
    path = write_csv(tmp_path / "StockEtablissement_utf8.csv", without)
    told = r"StockEtablissement_utf8\.csv, line 1: .*codeCommuneEtablissement(.|\n)*Download"
    with pytest.raises(EssaimError, match=told):
        staged(path, tmp_path)


def test_the_real_separator_is_recognised(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "StockEtablissement_utf8.csv", HEADINGS)
    text = path.read_text(encoding="utf-8").replace("L'ATELIER, « CÔTÉ COUR »", "ATELIER").replace(",", ";")
    path.write_text("\ufeff" + text, encoding="utf-8")
    assert staged(path, tmp_path).rows == 50


def test_windows_1252_under_the_name_of_utf8_is_told(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "StockEtablissement_utf8.csv", HEADINGS, encoding="cp1252")
    with pytest.raises(EssaimError, match=r"not in UTF-8(.|\n)*iconv"):
        staged(path, tmp_path)


def test_a_file_cut_in_the_middle_of_a_line_is_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "StockEtablissement_utf8.csv", HEADINGS)
    path.write_bytes(path.read_bytes()[:-70])
    with pytest.raises(EssaimError, match="incomplete"):
        staged(path, tmp_path)


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "StockEtablissement_utf8.csv"
    path.write_bytes(b"")
    with pytest.raises(EssaimError, match="empty"):
        staged(path, tmp_path)


def test_a_few_malformed_lines_are_counted_and_sampled(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "StockEtablissement_utf8.csv", HEADINGS, rows=5000)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[2500] = "012345674,too,short\n"
    path.write_text("".join(lines), encoding="utf-8", newline="")
    found = staged(path, tmp_path)
    assert (found.rows, found.malformed) == (4999, 1)
    assert [sample.line for sample in found.samples] == [2501]


def test_an_extra_cell_on_every_line_is_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "StockEtablissement_utf8.csv", HEADINGS)
    first, *lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([first, *(f"{line},extra" for line in lines)]) + "\n", encoding="utf-8")
    with pytest.raises(EssaimError, match="50 unreadable lines"):
        staged(path, tmp_path)


def test_the_one_csv_of_a_zip_is_read(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "inside.csv", HEADINGS)
    archive = tmp_path / "StockEtablissement_utf8.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.write(path, "StockEtablissement_utf8.csv")
        file.writestr("DS_FLORES_A17_2024_metadata.csv", "a companion that is known")
    found = staged(archive, tmp_path)
    assert found.rows == 50
    assert len(read(found)) == 50


def test_a_zip_with_two_files_is_refused_by_name(tmp_path: Path) -> None:
    archive = tmp_path / "StockEtablissement_utf8.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("one.csv", "a\n1\n")
        file.writestr("two.csv", "a\n2\n")
    with pytest.raises(EssaimError, match=r"holds 2: one\.csv, two\.csv"):
        staged(archive, tmp_path)


@pytest.mark.parametrize("kept", [0.2, 0.9])
def test_a_cut_zip_is_told(tmp_path: Path, kept: float) -> None:
    archive = tmp_path / "StockEtablissement_utf8.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("one.csv", "a\n1\n" * 500)
    archive.write_bytes(archive.read_bytes()[: int(archive.stat().st_size * kept)])
    with pytest.raises(EssaimError, match="zip archive is incomplete"):
        staged(archive, tmp_path)


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.99])
def test_a_cut_parquet_is_told(tmp_path: Path, kept: float) -> None:
    path = tmp_path / "StockEtablissement_utf8.parquet"
    source = write_csv(tmp_path / "all.csv", HEADINGS)
    with duckdb.connect() as connection:
        connection.execute(f"copy (from read_csv('{source}', all_varchar = true)) to '{path}' (format parquet)")
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    with pytest.raises(EssaimError, match="Parquet file is incomplete"):
        staged(path, tmp_path)


def test_parquet_is_preferred_and_the_newest_edition_wins(tmp_path: Path) -> None:
    for name in ("StockEtablissement_utf8.csv", "StockEtablissement_utf8.parquet"):
        (tmp_path / name).write_bytes(b"x")
    for name in ("DS_FLORES_A17_2023_CSV_FR.zip", "DS_FLORES_A17_2024_CSV_FR.zip", "DS_FLORES_A5_2024_CSV_FR.zip"):
        (tmp_path / name).write_bytes(b"x")
    establishments = find_file(CARD, tmp_path)
    flores = find_file(CARDS["flores"], tmp_path)
    assert establishments is not None
    assert flores is not None
    assert (establishments.suffix, flores.name) == (".parquet", "DS_FLORES_A17_2024_CSV_FR.zip")


def test_every_card_says_what_its_reader_must_know() -> None:
    for source, card in CARDS.items():
        assert card.id == source
        assert all((card.title.fr, card.title.en, card.producer, card.licence, card.cadence.fr, card.secrecy.fr))
        assert card.page.startswith("https://")
        assert card.columns
        assert all(file.address.startswith("https://") for file in card.files)


def test_an_older_encoding_is_read_where_the_card_knows_it_and_its_copy_is_not_kept(tmp_path: Path) -> None:
    """The register of associations was published in ISO-8859-1, with columns that tell of persons."""
    path, work = tmp_path / "rna_waldec_dpt_21.zip", tmp_path / "work"
    work.mkdir()
    lines = "id;titre;date_creat;adrs_codeinsee\nW212000001;CHEZ RENÉE;2020-01-02;21231\n"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("rna_waldec_dpt_21.csv", lines.encode("latin-1"))
    found = stage(CARDS["rna"], path, work)
    assert read(found) == [("W212000001", "2020-01-02", "21231")]
    assert [one.name for one in work.iterdir()] == [found.parquet.name]
