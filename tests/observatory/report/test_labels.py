"""Long names and counts without room: nothing is cut where there is a place to break."""

from hypothesis import given
from hypothesis import strategies as st

from essaim.observatory.report.charts.columns import columns
from essaim.observatory.report.charts.labels import wide, wrapped
from tests.observatory.report.drawn import parsed, words

ROOM = 210


def test_a_long_name_is_cut_at_its_hyphens_and_keeps_all_its_letters() -> None:
    assert wrapped("Bourgogne-Franche-Comté", ROOM, 3, bold=True) == ["Bourgogne-", "Franche-Comté"]
    assert wrapped("Dijon Métropole, tous les employeurs", ROOM, 3, bold=True) == [
        "Dijon Métropole,", "tous les", "employeurs",
    ]  # fmt: skip
    assert wrapped("Saint-Denis", ROOM, 3) == ["Saint-Denis"]  # short enough: as it is written


@given(st.text(st.sampled_from("abcdefgh- "), max_size=60), st.integers(120, 400))
def test_lines_fit_and_no_letter_is_lost_or_moved(name: str, room: int) -> None:
    rows = wrapped(name, room, 99)
    assert all(wide(row) <= room for row in rows)
    if not any("…" in row for row in rows):
        assert "".join(rows).replace(" ", "") == name.replace(" ", "")


def test_counts_without_room_above_their_columns_are_told_in_the_key() -> None:
    few = [(str(year), [(410.0, "410"), (120.0, "120")]) for year in range(2016, 2026)]
    many = [(str(year), [(55_000.0 + year, f"{55_000 + year}"), (15_000.0, "15 000")]) for year in range(2016, 2026)]
    assert "410" in words(parsed(columns("a", "t", ["Births", "Closures"], few)))
    told = words(parsed(columns("b", "t", ["Births", "Closures"], many)))
    assert "Births (57016 – 57025)" in told
    assert "57016" not in told
