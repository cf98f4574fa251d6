"""The bundled tables: each says where it comes from, holds together with the others, and the whole stays small."""

import re
from importlib import resources
from itertools import pairwise

import pytest

from essaim.observatory.reference import activities
from essaim.observatory.reference.activities import normalise
from essaim.observatory.reference.legal_forms import family_label, legal_form, subfamily_of
from essaim.observatory.reference.tables import describe_tables, read_table

FOLDER = resources.files("essaim.observatory.reference").joinpath("tables")


def test_every_table_says_its_source_and_date() -> None:
    described = describe_tables()
    on_disk = {entry.name.rsplit(".", 1)[0] for entry in FOLDER.iterdir() if entry.name.endswith(".csv")}
    on_disk |= {f"geography/{entry.name.removesuffix('.parquet')}" for entry in FOLDER.joinpath("geography").iterdir()}
    assert set(described) == on_disk
    for name, entry in described.items():
        assert entry["title_fr"], name
        assert entry["title_en"], name
        assert entry["source"], name
        assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?.*", str(entry["date"])), name


def test_the_whole_stays_under_ten_megabytes() -> None:
    files = [*FOLDER.iterdir(), *FOLDER.joinpath("geography").iterdir()]
    assert sum(len(file.read_bytes()) for file in files if file.is_file()) < 10e6


def test_codes_are_unique() -> None:
    for name in ("legal_forms", "families", "headcount_bands", "naf_rev2", "siae_kinds"):
        codes = [row["code"] for row in read_table(name)]
        assert len(codes) == len(set(codes)), name


def test_every_family_of_a_legal_form_has_a_label_and_a_parent() -> None:
    families = {row["code"]: row["parent"] for row in read_table("families")}
    for row in read_table("legal_forms"):
        if row["family"]:
            assert row["family"] in families, row["code"]
        if row["subfamily"]:
            assert families[row["subfamily"]] == row["family"], row["code"]


def test_bands_follow_each_other_and_hold_their_mean() -> None:
    bands = [row for row in read_table("headcount_bands") if row["code"] not in ("NN", "00")]
    for below, above in pairwise(bands):
        assert int(below["max"]) + 1 == int(above["min"])
    for row in bands:
        assert int(row["min"]) <= float(row["mean"]) <= float(row["max"] or "inf")


def test_the_naf_has_its_published_numbers() -> None:
    """INSEE: 732 sub-classes, 88 divisions, 38, 17 and 5 aggregates."""
    rows = read_table("naf_rev2")
    assert len(rows) == 732
    assert len({row["division"] for row in rows}) == 88
    assert (len({row["a38"] for row in rows}), len({row["a17"] for row in rows}), len({row["a5"] for row in rows})) == (
        38,
        17,
        5,
    )
    for level, column in (("A5", "a5"), ("A17", "a17"), ("A38", "a38"), ("A88", "division")):
        labelled = {row["code"] for row in read_table("naf_levels") if row["level"] == level}
        assert labelled == {row[column] for row in rows}


@pytest.mark.parametrize(
    ("written", "code", "nomenclature"),
    [
        ("62.01Z", "62.01Z", "NAFRev2"),
        ("6201z", "62.01Z", "NAFRev2"),
        (" 94.99Z ", "94.99Z", "NAFRev2"),
        ("92.3A", "92.3A", "older"),
        ("62.10Y", "62.10Y", "NAF2025"),
        ("6210y", "62.10Y", "NAF2025"),
        ("00.00Z", "00.00Z", "older"),
        ("67.04", "67.04", "untold"),
        ("6704", "67.04", "untold"),
    ],
)
def test_an_activity_code_tells_its_nomenclature(written: str, code: str, nomenclature: str) -> None:
    found = normalise(written)
    assert found is not None
    assert (found.code, found.nomenclature) == (code, nomenclature)


@pytest.mark.parametrize("written", ["", "NN", "ABC", "[ND]", "62-01-Z-9"])
def test_what_is_no_activity_code_is_none(written: str) -> None:
    assert normalise(written) is None


def test_aggregates_of_a_sub_class() -> None:
    assert activities.aggregate("88.99B", "A17") == "OQ"
    assert activities.aggregate("88.99B", "A88") == "88"
    assert activities.aggregate("62.10Y", "A17") is None


@pytest.mark.parametrize(
    ("form", "name", "subfamily"),
    [
        ("5458", None, "worker_cooperative"),
        ("5710", "TERRES ET TOITS SCIC", "collective_interest_cooperative"),
        ("5710", "SOCIETE SCICA", ""),
        ("5458", "COOPERATIVE D'ACTIVITE ET D'EMPLOI DU VAL", "activity_employment_cooperative"),
        ("9220", "AIDE SCIC", "declared_association"),
        ("6317", None, "agricultural_cooperative"),
    ],
)
def test_a_sub_family_is_read_from_the_form_or_the_name(form: str, name: str | None, subfamily: str) -> None:
    assert subfamily_of(form, name) == subfamily


def test_the_forms_that_the_law_names_are_core() -> None:
    """Loi n° 2014-856, art. 1, II, 1°: co-operatives, mutuals, foundations, associations."""
    for code in ("5458", "6317", "8210", "9220", "9230", "9300"):
        form = legal_form(code)
        assert form is not None
        assert form.core, code
    for code in ("1000", "5499", "5710", "7210"):
        form = legal_form(code)
        assert form is not None
        assert not form.core, code
    assert legal_form("4321") is None


def test_families_are_named_in_both_languages() -> None:
    assert family_label("cooperative").en == "Co-operatives"
    assert family_label("no such family").fr == "no such family"
