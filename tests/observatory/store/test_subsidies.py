"""Subsidies: files kept by hand, read for what they say; nothing summed that is not money received."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from essaim.observatory.reference.identifiers import repair
from tests.observatory.store.received import AIDE, BATIR, SIRET_BATIR, as_csv, made, rows, subsidy, told
from tests.stores import Shared

pytestmark = pytest.mark.usefixtures("few_communes")

CLEAN = [
    subsidy(),
    subsidy(),  # twice the same
    subsidy(referenceDecision="R", idBeneficiaire="", rnaBeneficiaire="W212000001", montant="100"),
    subsidy(referenceDecision="P", pourcentageSubvention="0.45", montant="1000"),
    subsidy(referenceDecision="Q", pourcentageSubvention="97.38", montant="1000"),
    subsidy(referenceDecision="N", nature="Aide en nature", montant="500"),
    subsidy(referenceDecision="B", nature="aide en numéraire;aide en nature", montant="600"),
    subsidy(referenceDecision="Z", montant="0"),
    subsidy(referenceDecision="?", montant="à préciser"),
    subsidy(referenceDecision="-", montant="-200"),
    subsidy(referenceDecision="nir", idBeneficiaire="280047555800058"),
    subsidy(referenceDecision="P2", idBeneficiaire="01234570800015"),  # hidden in the directory
    subsidy(referenceDecision="X", idBeneficiaire="55208131766522"),  # outside
]
# What a French spreadsheet makes of it: semicolons, Windows-1252, commas, days of the month first, digits lost.
SPREADSHEET = [
    subsidy(referenceDecision="S1", montant="1 234,50 €", dateConvention="16/12/2022", objet="Été à l'école"),
    subsidy(referenceDecision="S2", montant="2.500,00", dateConvention="2022", idBeneficiaire="012345674"),
    subsidy(referenceDecision="S3", idBeneficiaire="1,23E+13"),
    subsidy(referenceDecision="S4", montant="12,500"),
    subsidy(referenceDecision="S5", dateConvention="NA", datesPeriodeVersement="2021-02-03_2022-02-03", montant="700"),
    subsidy(referenceDecision="S6", objet="ligne\ncoupée", montant="800", idBeneficiaire=SIRET_BATIR),
]


def files() -> dict[str, bytes]:
    mixed = as_csv([subsidy(referenceDecision="E", objet="OBJET", montant="900")], ";").encode()
    # `é` as the six bytes that some conversion made of `<e9>`, and one encoded twice.
    mixed = mixed.replace(b"OBJET", b"f\xfc\xbe\x8e\x96\x94\xbcte de l'\xc3\x83\xc2\xa9cole")
    return {
        "scdl_subventions_dijon.csv": as_csv(CLEAN).encode(),
        "subventions_2022.csv": as_csv(SPREADSHEET, ";").encode("cp1252"),
        "subventions_metropole.csv": b"\xef\xbb\xbf" + mixed,
        "subventions_short.csv": b"Montant;ID b\xe9n\xe9ficiaire;Date convention\r\n1000;012345674;2020-01-01",
    }


@pytest.fixture(scope="module")
def golden(shared: Shared) -> Path:
    return shared("subsidies", lambda part: made(part, subsidies=files())) / "store"


def test_each_subsidy_is_read_for_what_it_says(golden: Path) -> None:
    found = rows(
        golden,
        "select reference, received, nature, year, cast(granted as varchar) from subsidies"
        f" where siren = '{AIDE}' order by reference",
    )
    assert found == [
        ("2024-12", 30000.5, "cash", 2024, "2024-05-02"),
        ("B", 600, "both", 2024, "2024-05-02"),
        ("E", 900, "cash", 2024, "2024-05-02"),
        ("N", 500, "in_kind", 2024, "2024-05-02"),
        ("P", 450, "cash", 2024, "2024-05-02"),
        ("Q", pytest.approx(973.8), "cash", 2024, "2024-05-02"),
        ("R", 100, "cash", 2024, "2024-05-02"),
        ("S1", 1234.5, "cash", 2022, "2022-12-16"),
        ("S2", 2500, "cash", 2022, None),
        ("S5", 700, "cash", 2021, "2021-02-03"),
        (None, 1000, "untold", 2020, "2020-01-01"),
    ]
    assert rows(golden, f"select reference, object from subsidies where siren = '{BATIR}'") == [("S6", "ligne coupée")]


def test_what_is_set_aside_is_counted_by_reason(golden: Path) -> None:
    assert told(golden, "rejects", "scdl_subsidies") == {
        "subsidy_repeated": 1,
        "amount_not_positive": 2,
        "amount_unreadable": 2,
        "identifier_of_a_person": 1,
        "identifier_digits_lost": 1,
    }


def test_broken_characters_are_given_back(golden: Path) -> None:
    objects = {row[0]: row[1] for row in rows(golden, "select reference, object from subsidies")}
    assert objects["S1"] == "Été à l'école"
    assert objects["E"] == "féte de l'école"


def test_names_of_beneficiaries_and_hidden_structures_stay_out(golden: Path) -> None:
    assert rows(golden, "select distinct siren from subsidies order by siren") == [(AIDE,), (BATIR,)]
    [(everything,)] = rows(golden, "select string_agg(cast(subsidies as varchar)) from subsidies")
    assert "NOM DE PERSONNE" not in str(everything)


def test_a_number_of_the_register_of_associations_that_two_units_bear_is_nobodys(tmp_path: Path) -> None:
    by_rna = as_csv([subsidy(idBeneficiaire="", rnaBeneficiaire="W999999999")]).encode()
    store = made(tmp_path, subsidies={"subventions.csv": by_rna})
    assert rows(store, "from subsidies") == []
    assert told(store, "rejects", "scdl_subsidies") == {}


def records(path: Path) -> Iterator[dict[str, str]]:
    """A real file read in the plainest way: as Latin-1, which loses accents and nothing that is counted here."""
    text = path.read_bytes().decode("latin-1").lstrip("ï»¿")
    yield from csv.DictReader(io.StringIO(text, newline=""), delimiter=";")


def test_real_subsidies_are_counted_and_summed_as_plain_python_does(
    real_data: Callable[[str], Path], tmp_path: Path
) -> None:
    path = real_data("subsidies/pays_de_la_loire_mixed_encoding.csv")
    damaged = real_data("subsidies/toulouse_2022_excel_damaged.csv")
    every = [(repair(row["idBeneficiaire"].replace("NA", "")).siren, row) for row in records(path)]
    assert len(every) == 14_600
    sirens = sorted({siren for siren, _ in every if siren})[::5]
    store = made(
        tmp_path, subsidies={"subventions_pdl.csv": path.read_bytes(), "subventions_t.csv": damaged.read_bytes()},
        sirens=sirens,
    )  # fmt: skip
    kept = {
        (siren, *(value for name, value in row.items() if name in COMPARED))
        for siren, row in every
        if siren in set(sirens) and row["montant"] not in ("", "NA") and float(row["montant"]) > 0
    }
    [(found, summed)] = rows(store, "select count(*), sum(amount) from subsidies")
    assert found == len(kept)
    assert found > 1000
    assert summed == pytest.approx(sum(float(amount) for *_, amount, _ in kept))
    set_aside = told(store, "rejects", "scdl_subsidies")
    both = [row["idBeneficiaire"] for file in (path, damaged) for row in records(file)]
    assert set_aside["identifier_digits_lost"] == sum("E" in number and number[:1].isdigit() for number in both)
    # Amounts missing or nil, some of which are loans and guarantees in columns of their own; faulty numbers come first.
    legible = [row for siren, row in every if siren or re.fullmatch(r"\d{9}|\d{14}", row["idBeneficiaire"])]
    nothing = [row for row in legible if row["montant"] in ("", "NA", "0", "0.0")]
    lent = [
        row for row in nothing if any(row[name] not in ("", "NA", "0") for name in ("montantPret", "montantGarantie"))
    ]
    assert set_aside["loan_or_guarantee"] == len(lent)
    assert set_aside["amount_unreadable"] + set_aside["amount_not_positive"] == len(nothing) - len(lent)


# What makes two rows of the file the same subsidy; the amount is the last but one.
COMPARED = ("idAttribuant", "dateConvention", "referenceDecision", "objet", "montant", "nature")
