"""Identifiers: what is valid, what can be repaired without inventing a digit, and what cannot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.observatory.reference.identifiers import is_rna, is_siren, is_siret, is_vat, repair

DIJON_METROPOLE = "242100410"


def key_of(head: str) -> str:
    """The digit that makes a number pass Luhn."""
    return next(digit for digit in "0123456789" if _luhn(head + digit))


def _luhn(number: str) -> bool:
    doubled = (int(digit) * (2 - (place % 2 == 0)) for place, digit in enumerate(reversed(number)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


sirens = st.integers(1, 99_999_999).map(lambda n: f"{n:08d}" + key_of(f"{n:08d}"))
sirets = st.tuples(sirens, st.integers(1, 9999)).map(
    lambda pair: pair[0] + f"{pair[1]:04d}" + key_of(pair[0] + f"{pair[1]:04d}")
)


@given(sirens)
def test_a_siren_with_its_key_is_valid_and_no_neighbour_is(siren: str) -> None:
    assert is_siren(siren)
    for other in "0123456789":
        if other != siren[-1]:
            assert not is_siren(siren[:-1] + other)


@given(sirets)
def test_a_siret_with_its_key_is_valid(siret: str) -> None:
    assert is_siret(siret)
    assert repair(siret).siren == siret[:9]
    assert repair(siret).siret == siret


@pytest.mark.parametrize("siret", ["35600000023425", "35600000023434", "35600000064592", "35600000000048"])
def test_la_poste_numbers_its_establishments_its_own_way(siret: str) -> None:
    assert is_siret(siret)


def test_the_exception_of_la_poste_is_hers_alone() -> None:
    assert not is_siret("24210041000014")


@given(sirets, st.sampled_from(["{0} {1} {2} {3}", "{0}.{1}.{2}.{3}", "{0}\u00a0{1}\u202f{2}-{3}", '="{0}{1}{2}{3}"']))
def test_separators_are_no_damage(siret: str, shape: str) -> None:
    written = shape.format(siret[:3], siret[3:6], siret[6:9], siret[9:])
    assert repair(written).siret == siret


@given(sirets)
def test_leading_zeros_lost_by_a_spreadsheet_are_given_back(siret: str) -> None:
    as_number = str(int(siret))
    found = repair(as_number)
    if len(siret) - len(as_number) <= 3 and len(as_number) > 9 and not is_vat(as_number):
        assert found.siret == siret
        assert found.repaired == (as_number != siret)


@given(sirens)
def test_a_french_vat_number_holds_its_siren(siren: str) -> None:
    key = (12 + 3 * (int(siren) % 97)) % 97
    assert repair(f"FR{key:02d}{siren}").siren == siren
    # Without its prefix, it is not nine digits of something followed by two.
    bare = repair(f"{key:02d}{siren}")
    assert (bare.siren, bare.siret, bare.repaired) == (siren, None, True)


@pytest.mark.parametrize("raw", ["3.56E+13", "3,56000E+13", "1,23457E+13", "8.80435E+13"])
def test_scientific_notation_has_lost_digits_that_nobody_can_give_back(raw: str) -> None:
    found = repair(raw)
    assert found.siren is None
    assert found.reason is not None


@given(st.text(max_size=30))
def test_nothing_is_ever_invented(raw: str) -> None:
    """Whatever is read is valid, and each of its digits but leading zeros was there."""
    found = repair(raw)
    if found.siren is None:
        assert found.siret is None
        assert found.reason is not None or not raw.strip()
        return
    assert is_siren(found.siren)
    assert found.siren.lstrip("0") in "".join(letter for letter in raw if letter.isdigit())


@given(sirens)
def test_repair_is_stable(siren: str) -> None:
    once = repair(siren)
    assert once.siren == siren
    assert not once.repaired
    assert repair(once.siren).siren == siren


RNA = [("W212001234", True), ("W9A1000123", True), ("212001234", False), ("", False)]


@pytest.mark.parametrize(("number", "valid"), RNA)
def test_rna_numbers(number: str, valid: bool) -> None:
    assert is_rna(number) is valid
