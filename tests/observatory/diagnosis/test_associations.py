"""Declarations of associations (D7): registers written row by row, as they come, and territories under local law."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.observatory.diagnosis.diagnose import Diagnosis, diagnose
from essaim.observatory.diagnosis.provenance import provenance
from essaim.observatory.errors import EssaimError
from essaim.observatory.reference.geography import find_territory
from essaim.observatory.report.explaining import render_provenance
from essaim.observatory.report.sentences import sentences
from essaim.observatory.report.sheet import chapters
from essaim.observatory.store.build import build
from essaim.observatory.store.doctor import examine
from essaim.observatory.store.reader import Store, open_store
from tests.stocks import establishment, unit, write
from tests.stores import examples

DIJON, CHENOVE, BEAUNE, DOLE, STRASBOURG, TOUL = "21231", "21166", "21054", "39198", "67482", "54528"
SIREN = "012345674"
HEADINGS = (
    "id",
    "titre",
    "date_creat",
    "date_disso",
    "dir_civilite",
    "objet_social1",
    "adrs_codeinsee",
    "position",
    "maj_time",
)
NEVER = "0001-01-01"
Line = dict[str, str]


def association(rank: int, commune: str = DIJON, created: str = "2023-04-05", **others: str) -> Line:
    """One row of the register; the name and the title of a person are there to be left alone."""
    return {
        "id": f"W21{rank:07d}",
        "titre": "ÉCOLE DE MADAME DURAND",
        "date_creat": created,
        "date_disso": NEVER,
        "dir_civilite": "PM",
        "objet_social1": "011075",
        "adrs_codeinsee": commune,
        "position": "A",
        "maj_time": "2023-05-01 10:00:00",
    } | others


LATER = association(9_999_999, created="2026-02-03")  # of the current year: those before it are whole


def text(rows: Iterable[Line], headings: Iterable[str] = HEADINGS) -> str:
    lines = [";".join(f'"{heading}"' for heading in headings)]
    lines += [";".join(f'"{row[heading]}"' for heading in headings) for row in rows]
    return "\n".join(lines) + "\n"


def stock(folder: Path, rows: Iterable[Line]) -> Path:
    """One employer in Dijon, and a register of associations in one file."""
    places = [establishment(f"{SIREN}00001", DIJON)]
    return write(folder / "stock", [unit(SIREN, 9220)], places, lists={"rna_waldec.csv": text(rows)})


def opened(folder: Path, rows: Iterable[Line]) -> Store:
    build(stock(folder, rows), folder / "store")
    return open_store(folder / "store")


def told(store: Store, name: str = DIJON) -> Diagnosis:
    return diagnose(store, find_territory(name))


def count(diagnosis: Diagnosis, **breakdown: str) -> float | None:
    figure = diagnosis.find("D7", **breakdown)
    assert figure is not None, breakdown
    return figure.value


def rejects(store: Store) -> dict[str, int]:
    return {one["reason"]: one["rows"] for one in store.manifest["rejects"] if one["source"] == "rna"}


def test_declarations_and_dissolutions_by_year_and_theme(tmp_path: Path) -> None:
    rows = [
        association(1, created="2021-01-01"),
        association(2, created="2025-12-31", objet_social1="006000"),
        association(3, created="2023-06-01", date_disso="2024-02-01", position="D"),
        association(4, created="2019-06-01", date_disso="2022-02-01", position="D"),  # declared before these years
        association(5, CHENOVE, created="2023-06-01", objet_social1="999999"),
        association(6, created="2026-03-01"),  # of a year that is not over
        association(7, BEAUNE, created="2023-06-01", objet_social1=""),
    ]
    with opened(tmp_path, rows) as store:
        dijon, whole = told(store), told(store, "departement:21")
        assert {year: count(dijon, measure="declared", year=str(year)) for year in range(2021, 2026)} == {
            2021: 1, 2022: 0, 2023: 1, 2024: 0, 2025: 1
        }  # fmt: skip
        assert (count(dijon, measure="dissolved", year="2024"), count(dijon, measure="dissolved")) == (1, 2)
        assert (count(dijon, measure="declared", theme="011"), count(dijon, measure="declared", theme="006")) == (2, 1)
        assert count(whole, measure="declared") == 5
        assert count(whole, measure="declared", theme="_U") == 2
        assert rejects(store) == {}


@pytest.mark.slow
def test_the_rate_needs_twenty_declarations(tmp_path: Path) -> None:
    with opened(tmp_path, [LATER, *(association(rank) for rank in range(19))]) as store:
        rate = told(store).find("D7", measure="rate")
        assert rate is not None
        assert rate.value is None
        assert rate.reason is not None
        assert "fewer than 20" in rate.reason.en
    with opened(tmp_path / "more", [LATER, *(association(rank) for rank in range(20))]) as store:
        dijon = told(store)
        people = find_territory(DIJON).population
        assert people
        assert count(dijon, measure="rate") == pytest.approx(1000 * 20 / 5 / people, abs=1e-4)


@pytest.mark.slow
def test_a_dirty_register_is_read_for_what_it_is_and_counted(tmp_path: Path) -> None:
    rows = [
        association(1, id="W2B2007117"),  # the third character may be a letter
        association(2, id="w212000002", adrs_codeinsee=f" {DIJON} "),
        association(3, id="W2120000X3"),
        association(4, id=""),
        association(5, created="2022-01-01", maj_time="2022-01-02 00:00:00"),
        association(5, created="2024-01-01", maj_time="2024-01-02 00:00:00"),  # said again, better
        association(6, created=NEVER),
        association(7, created="0000-00-00"),
        association(8, created="2031-01-01"),
        association(9, "0"),
        association(10, "99999"),
        association(11, position="S"),
        association(12, created="", date_disso="2023-01-01"),  # since when is not known, until when is
        association(13, "1004", objet_social1="6000"),  # a spreadsheet ate the first zeros
        LATER,
    ]
    with opened(tmp_path, rows) as store:
        dijon = told(store)
        assert count(dijon, measure="declared") == 3
        assert count(dijon, measure="declared", year="2024") == 1
        assert count(dijon, measure="declared", year="2022") == 0
        assert count(dijon, measure="dissolved", year="2023") == 1
        assert count(told(store, "01004"), measure="declared", theme="006") == 1
        assert rejects(store) == {
            "number_malformed": 2,
            "number_repeated": 1,
            "declaration_undated": 3,
            "declaration_to_come": 1,
            "commune_unknown": 2,
            "deleted": 1,
        }


@pytest.mark.slow
def test_files_of_departements_in_latin_1_are_read_together(tmp_path: Path) -> None:
    folder = stock(tmp_path, [])
    (folder / "rna_waldec.csv").unlink()
    for code, commune in (("21", DIJON), ("39", DOLE)):
        written = text([association(int(code), commune), LATER]).encode("latin-1")
        (folder / f"rna_waldec_20260901_dpt_{code}.csv").write_bytes(written)
    build(folder, tmp_path / "store")
    with open_store(tmp_path / "store") as store:
        assert count(told(store), measure="declared") == 1
        assert count(told(store, DOLE), measure="declared") == 1
        assert "DURAND" not in str(store.rows("select * from associations"))
    findings = [one.text.en for one in examine(tmp_path / "store", folder)]
    assert any("2 file(s)" in finding for finding in findings)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda whole: whole[:-30], "stops in the middle of its last line"),
        (lambda whole: whole.replace('"date_creat"', '"date_x"'), "missing column(s) date_creat"),
        (lambda whole: whole.replace('"adrs_codeinsee"', '"code"'), "missing column(s) adrs_codeinsee"),
        (lambda _: "", "this file is empty"),
    ],
)
def test_a_damaged_register_is_refused_by_name(tmp_path: Path, damage, said: str) -> None:  # type: ignore[no-untyped-def]
    folder = stock(tmp_path, [association(rank) for rank in range(30)])
    path = folder / "rna_waldec.csv"
    path.write_text(damage(path.read_text()), encoding="utf-8")
    with pytest.raises(EssaimError) as refused:
        build(folder, tmp_path / "store")
    assert said in refused.value.message("en")
    assert "rna_waldec.csv" in refused.value.message("en")


def test_a_register_without_themes_and_dissolutions_is_still_counted(tmp_path: Path) -> None:
    folder = stock(tmp_path, [])
    kept = ("id", "date_creat", "adrs_codeinsee")
    (folder / "rna_waldec.csv").write_text(text([association(1), LATER], kept), encoding="utf-8")
    build(folder, tmp_path / "store")
    with open_store(tmp_path / "store") as store:
        assert count(told(store), measure="declared", theme="_U") == 1
        assert count(told(store), measure="dissolved") == 0


def test_what_merged_since_is_counted_in_the_commune_of_today(tmp_path: Path) -> None:
    """39474 was merged into 39576 in 2025; Paris is declared by arrondissement."""
    rows = [association(1, "39576"), association(2, "39474"), association(3, "75118"), LATER]
    with opened(tmp_path, rows) as store:
        assert count(told(store, "39576"), measure="declared") == 2
        assert count(told(store, "75056"), measure="declared") == 1


def test_a_territory_under_local_law_is_not_told_and_says_why(tmp_path: Path) -> None:
    """Strasbourg; an intercommunality of both laws; a région that is told without it. The row of Strasbourg is counted
    as set aside."""
    rows = [association(1, STRASBOURG), association(2, TOUL), LATER]
    rows += [association(10 + rank, f"{code}{place}") for rank, (code, place) in enumerate(ELSEWHERE)]
    straddling = "200070738"  # communes of Meurthe-et-Moselle and of Moselle
    with opened(tmp_path, rows) as store:
        assert rejects(store) == {"local_law": 1}
        for name in (STRASBOURG, f"intercommunality:{straddling}", "departement:67"):
            figure = told(store, name).find("D7", measure="rate")
            assert figure is not None
            assert figure.value is None
            assert figure.reason is not None
            assert "local law (1908)" in figure.reason.en
        [sentence] = [one for one in sentences(told(store, STRASBOURG), "demography") if "loi de 1908" in one.fr]
        assert "not known" in sentence.en
        grand_est = told(store, "region:44")
        figure = grand_est.find("D7", measure="declared")
        assert figure is not None
        assert figure.value == 1 + len(ELSEWHERE)
        assert figure.denominator is not None
        assert figure.denominator.en.startswith("without Moselle, Bas-Rhin and Haut-Rhin")
        assert "collectivit" not in figure.denominator.en
        assert any("hors Moselle, Bas-Rhin et Haut-Rhin" in one.fr for one in sentences(grand_est, "demography"))


# One commune in each other département of Grand Est: the register covers them all.
ELSEWHERE = (("08", "105"), ("10", "387"), ("51", "454"), ("52", "121"), ("55", "029"), ("88", "160"))


def test_a_departement_that_the_register_lacks_is_not_nought(tmp_path: Path) -> None:
    with opened(tmp_path, [LATER]) as store:
        dole = told(store, DOLE).find("D7", measure="rate")
        assert dole is not None
        assert dole.reason is not None
        assert "no association of a département" in dole.reason.en
        region = told(store, "region:27").find("D7", measure="declared")
        assert region is not None
        assert region.denominator is not None
        assert region.denominator.en.startswith("without 7 départements or collectivities of which")


@pytest.mark.slow
def test_years_that_the_register_does_not_know_whole_are_not_told(tmp_path: Path) -> None:
    """Of unknown date, its last declaration being of 2024: 2024 may not be over."""
    with opened(tmp_path, [association(1, created="2022-06-01"), association(2, created="2024-03-01")]) as store:
        years = {one.breakdown.get("year") for one in told(store).own("D7")} - {None}
        assert years == {"2021", "2022", "2023"}
    with opened(tmp_path / "old", [association(1, created="2019-06-01")]) as store:
        figure = told(store).find("D7", measure="rate")
        assert figure is not None
        assert figure.value is None


def test_the_report_tells_associations_in_both_languages_and_explains_them(tmp_path: Path) -> None:
    rows = [association(rank, created=f"202{1 + rank % 5}-02-03") for rank in range(25)]
    rows.append(LATER)
    with opened(tmp_path, rows) as store:
        dijon = told(store)
        [sentence] = [one for one in sentences(dijon, "demography") if "associations" in one.fr and "soit" in one.fr]
        assert "25 associations ont été déclarées" in sentence.fr
        assert "25 associations were declared" in sentence.en
        shown = {row.label.en for chapter in chapters(dijon) for grid in chapter.grids for row in grid.rows}
        assert {"Associations declared in 2023", "Sports, outdoor activities"} <= shown
        behind = provenance(store, dijon, "D7")
        assert [source["id"] for source in behind.sources] == ["rna", "official_geography"]
        assert behind.rows == ()
        assert "D7 · Créations d'associations" in render_provenance(behind, "text", "fr").decode()


def test_a_store_without_the_register_says_how_to_have_it(tmp_path: Path) -> None:
    folder = stock(tmp_path, [])
    (folder / "rna_waldec.csv").unlink()
    build(folder, tmp_path / "store")
    with open_store(tmp_path / "store") as store:
        [sentence] = [one for one in sentences(told(store), "demography") if "essaim fetch rna" in one.fr]
        assert sentence.en.startswith("Declarations of associations are not known")


registers = st.lists(
    st.tuples(
        st.sampled_from([DIJON, CHENOVE, BEAUNE, DOLE, "39576", "39474"]),
        st.integers(2018, 2027),
        st.sampled_from(["006000", "011075", "", "777000"]),
        st.sampled_from([NEVER, "2023-01-01"]),
    ),
    max_size=40,
)


@pytest.mark.slow
@settings(max_examples=examples(8))
@given(registers)
def test_communes_add_up_to_intercommunalities_and_to_departements(drawn: list[tuple[str, int, str, str]]) -> None:
    rows = [
        association(rank, commune, f"{year}-05-06", objet_social1=theme, date_disso=gone)
        for rank, (commune, year, theme, gone) in enumerate(drawn)
    ]
    with TemporaryDirectory() as folder, opened(Path(folder), rows) as store:
        totals = {
            level: store.rows(
                "select year, theme, sum(declared), sum(dissolved) from associations where level = ?"
                " group by year, theme order by year, theme",
                [level],
            )
            for level in ("commune", "intercommunality", "departement", "region", "france")
        }
    assert all(total == totals["commune"] for total in totals.values())
    assert sum(declared for *_, declared, _ in totals["commune"]) == sum(2021 <= year <= 2026 for _, year, *_ in drawn)
    assert sum(dissolved for *_, dissolved in totals["commune"]) == sum(gone != NEVER for *_, gone in drawn)
