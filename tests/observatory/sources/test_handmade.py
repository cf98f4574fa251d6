"""Files kept by hand: what a spreadsheet or a conversion did is undone where it can be told; nothing is invented."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.observatory.errors import EssaimError
from essaim.observatory.sources import CARDS
from essaim.observatory.sources.handmade import decoded, first_period, plain_amount, tidy
from essaim.observatory.sources.staging import find_editions

CARD = CARDS["scdl_subsidies"]
SPACES = ("", " ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("47800.20", "47800.20"),
        ("47800,20", "47800.20"),
        ("1 234,50 €", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1.234.567", "1234567"),
        ("12 500 EUR", "12500"),
        ("2 500 euros", "2500"),
        ("-200", "-200"),
        ("97.38%", "97.38"),
        ("1,234", ""),  # a thousand, or one and a bit?
        ("2,43E+05", ""),
        ("à préciser", ""),
        ("10 000 / an", ""),
        ("1,2,3", ""),
        ("", ""),
    ],
)
def test_amounts_are_read_where_they_can_be_told(typed: str, read: str) -> None:
    assert plain_amount(typed) == read


@given(
    amount=st.decimals(0, 10**9, places=2),
    thousands=st.sampled_from(SPACES),
    decimal=st.sampled_from(",."),
    sign=st.sampled_from(("", " €", "€", " EUR")),
)
def test_an_amount_typed_as_people_do_is_that_amount(amount: Decimal, thousands: str, decimal: str, sign: str) -> None:
    typed = f"{amount:,.2f}".replace(",", thousands).replace(".", decimal) if decimal == "," else f"{amount:.2f}"
    assert Decimal(plain_amount(typed + sign)) == amount


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_a_day_is_read_in_both_orders_and_in_a_period(day: date) -> None:
    for typed in (f"{day:%Y-%m-%d}", f"{day:%d/%m/%Y}", f"{day:%Y-%m-%d}/2101-01-01", f"{day:%Y-%m-%d}_2101-01-01"):
        assert first_period(typed) == day.isoformat()
    assert first_period(str(day.year)) == str(day.year)


@pytest.mark.parametrize("typed", ["", "2024-13-45", "32/12/2024", "printemps 2024", "12", "20241"])
def test_what_is_no_day_is_none(typed: str) -> None:
    assert first_period(typed) == ""


@given(st.text(alphabet="abcéèêçôûàœ’–€« »ÉÀ 1", max_size=30))
def test_text_survives_every_encoding_it_may_have_had(text: str) -> None:
    written = text.encode()
    assert decoded(written) == text
    assert decoded(b"\xe9 " + text.encode("cp1252")) == f"é {text}"
    once_more = written.decode("cp1252", errors="ignore").encode()
    if once_more.decode("utf-8").encode("cp1252", errors="ignore") == written:
        assert decoded(once_more) == text


def escaped(byte: int) -> bytes:
    """The six bytes that a conversion made of one byte of Windows-1252: `<e9>` taken for a number of 31 bits."""
    number = int.from_bytes(f"<{byte:02x}>".encode(), "little")
    return bytes([0xFC | number >> 30, *(0x80 | number >> shift & 63 for shift in (24, 18, 12, 6, 0))])


@given(st.sampled_from("éèàçêô€œ«»"))
def test_characters_that_no_codec_accepts_are_given_back(sign: str) -> None:
    written = b"ann" + escaped(sign.encode("cp1252")[0]) + "é".encode()
    assert decoded(written) == f"ann{sign}é"
    assert escaped(0xE9).hex() == "fcbe8e9694bc"


def test_records_of_another_width_are_counted_and_blank_lines_are_nothing(tmp_path: Path) -> None:
    path = tmp_path / "subventions.csv"
    path.write_text("montant;objet;inconnu\n100;a;\n\n;;\n200;b\n300;c;d;e\n400;d;\n", encoding="utf-8")
    read = tidy(path, CARD, tmp_path)
    with read.path.open(encoding="utf-8", newline="") as file:
        assert [row["amount"] for row in csv.DictReader(file)] == ["100", "400"]
    assert (read.malformed, [one.line for one in read.samples]) == (2, [5, 6])
    assert read.ignored == ("inconnu",)


@pytest.mark.parametrize("content", [b"", b"nom;objet\na;b\n"])
def test_a_file_without_amounts_is_refused_with_its_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "subventions_x.csv"
    path.write_bytes(content)
    with pytest.raises(EssaimError, match=r"subventions_x\.csv.*montant"):
        tidy(path, CARD, tmp_path)


def test_every_file_is_an_edition_whatever_its_year(tmp_path: Path) -> None:
    names = ["subventions_a_2024.csv", "subventions_b_2024.csv", "scdl_subventions.csv"]
    for name in names:
        (tmp_path / name).write_bytes(b"montant\n1\n")
    assert sorted(path.name for path in find_editions(CARD, tmp_path)) == sorted(names)
