"""The file of known head-counts: tolerant where it can be, precise where it cannot."""

import datetime as dt
from pathlib import Path

import pytest

from essaim.observatory.errors import EssaimError
from essaim.observatory.estimation.known import KnownCounts, read_known_counts

ON = dt.date(2026, 11, 1)
SIRETS = ("99990001200017", "99990002000010", "99990003800012")
HEADER = "siret,count,concept,date,source,who,public"


def read(folder: Path, text: str, encoding: str = "utf-8") -> KnownCounts:
    path = folder / "known.csv"
    path.write_bytes(text.encode(encoding))
    return read_known_counts(path, ON)


def test_french_columns_semicolons_spaces_and_windows_encoding(tmp_path: Path) -> None:
    text = (
        f"Source;SIRET;Effectif;Unité;Date;Qui;Public\nenquête {SIRETS[0]};{SIRETS[0][:3]} {SIRETS[0][3:]}"
        ";1 250;salariés;31/12/2025;Léa;non\n\n"
    )
    held = read(tmp_path, text, "cp1252").held[SIRETS[0]]
    assert (held.count, held.concept, held.date, held.public) == (1250, "employees", dt.date(2025, 12, 31), False)
    assert held.source.startswith("enquête")


def test_the_newest_that_holds_is_kept_and_the_others_are_told(tmp_path: Path) -> None:
    rows = [
        f"{SIRETS[0]},100,posts,2024-12-31,report,me,yes",
        f"{SIRETS[0]},120,posts,2025,report,me,yes",
        f"{SIRETS[1]},9,posts,2023-10-31,report,me,yes",
        f"{SIRETS[2]},7,FTE,2025-12-31,report,me,yes",
    ]
    known = read(tmp_path, "\n".join([HEADER, *rows]))
    assert known.held.keys() == {SIRETS[0]}
    assert known.held[SIRETS[0]].count == 120
    assert [row.siret for row in known.expired] == [SIRETS[1]]
    assert [row.siret for row in known.other_concept] == [SIRETS[2]]


def test_three_years_to_the_day(tmp_path: Path) -> None:
    known = read(tmp_path, f"{HEADER}\n{SIRETS[0]},1,,2023-11-01,s,,\n{SIRETS[1]},1,,2026-11-02,s,,")
    assert known.held.keys() == {SIRETS[0]}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("99990001200018,1,,2025,s,,", "invalid SIRET"),
        (f"{SIRETS[0]},about 10,,2025,s,,", "head-count not understood"),
        (f"{SIRETS[0]},-4,,2025,s,,", "head-count not understood"),
        (f"{SIRETS[0]},4,hours,2025,s,,", "unknown concept"),
        (f"{SIRETS[0]},4,,31/13/2025,s,,", "date not understood"),
        (f"{SIRETS[0]},4,,2025,,,", "no source"),
        (f"{SIRETS[0]},4,,2025,s,,perhaps", "neither yes nor no"),
        (f"{SIRETS[1]},4,,2025,s,,", "same SIRET and date as on line 2"),
    ],
)
def test_a_wrong_line_names_the_file_the_line_and_the_remedy(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(EssaimError, match=message) as raised:
        read(tmp_path, f"{HEADER}\n{SIRETS[1]},1,,2025,s,,\n{row}\n")
    assert "known.csv, line 3: " in str(raised.value)
    assert "→" in str(raised.value)


def test_missing_columns_and_a_missing_file_say_so(tmp_path: Path) -> None:
    with pytest.raises(EssaimError, match="columns missing: date, source"):
        read(tmp_path, "siret,count\n")
    with pytest.raises(EssaimError, match="cannot be opened"):
        read_known_counts(tmp_path / "absent.csv", ON)
