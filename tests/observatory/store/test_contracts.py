"""Public contracts: one row for each contract and holder of the directory, its last version, an amount never attributed
that is not."""

import csv
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.observatory.reference.identifiers import is_siren
from tests.observatory.store.received import AIDE, BATIR, BUYER, OTHER_SITE, SIRET_BATIR, contract, made, rows, told
from tests.stores import Shared, examples

pytestmark = pytest.mark.usefixtures("few_communes")

ATTRIBUTED = "select siren, sum(amount) from contracts where amount_kind = 'whole' group by siren order by siren"

GOLDEN = [
    # A firm contract of a sole holder.
    contract(),
    # Three versions: the last one counts; its date is that of the change, the contract is of the year of the first.
    contract(number="V", montant="10000", donneesActuelles="false"),
    contract(number="V", montant="12000", modification_id="1", dateNotification="2024-09-01", donneesActuelles="false"),
    contract(number="V", montant="15000", modification_id="2", dateNotification="2025-02-01"),
    # Three holders, one of whom the register does not know: the amount is nobody's.
    contract(number="H", montant="90000"),
    contract(number="H", montant="90000", titulaire_id=SIRET_BATIR),
    contract(number="H", montant="90000", titulaire_id=""),
    # Two establishments of one holder are one holder.
    contract(number="E", montant="41000"),
    contract(number="E", montant="41000", titulaire_id="01234567400027"),
    # A framework: a ceiling; a contract under it: firm.
    contract(number="F", montant="400000", techniques="Accord-cadre, Catalogue électronique"),
    contract(number="F1", montant="42000", techniques="Accord-cadre", idAccordCadre="F"),
    contract(number="F2", montant="4000000", nature="ACCORD-CADRE"),
    contract(number="F3", montant="43000", nature="MARCHE SUBSEQUENT"),
    # Told by two sources under two establishments of the buyer: one contract, the later publication.
    contract(number="D.1", montant="60000"),
    contract(
        number="D_1", montant="61000", acheteur_id=OTHER_SITE, datePublicationDonnees="2024-04-01", sourceDataset="aife"
    ),
    # Told by two sources under one number: the holders are those of one source, not of both.
    contract(number="S", montant="70000", titulaire_id=SIRET_BATIR),
    contract(number="S", montant="70000", datePublicationDonnees="2024-04-01", sourceDataset="aife"),
    # Damaged numbers: head of a SIRET whose end is a postcode, lost zero, separators.
    contract(number="M1", montant="44000", titulaire_id="01234567421000"),
    contract(number="M2", montant="45000", titulaire_id="1234567400019"),
    contract(number="M3", montant="46000", titulaire_id="012 345 674 00019"),
    contract(number="M4", montant="47000", titulaire_id="1,23E+13"),
    # No version in force: withdrawn.
    contract(number="W", donneesActuelles="false"),
    # Amounts that are none.
    contract(number="A1", montant="10"),
    contract(number="A2", montant="999999"),
    contract(number="A3", montant="12311111111"),
    contract(number="A4", montant=""),
    contract(number="A5", montant="0"),
    # A change that does not say the amount again keeps it.
    contract(number="K", montant="48000", donneesActuelles="false"),
    contract(number="K", montant="", modification_id="1", dateNotification="2024-10-01"),
    # Reserved; and outside the directory, or hidden in it.
    contract(number="R", montant="49000", considerationsSociales="Clause sociale, Marché réservé"),
    contract(number="P", titulaire_id="01234570800015"),
    contract(number="X", titulaire_id="55208131766522"),
]
EXPECTED = {
    # By number: amount, holders, kind of amount, whether it is a framework.
    "2024-01": (50000, 1, "whole", False),
    "V": (15000, 1, "whole", False),
    "H": (90000, 3, "shared", False),
    "E": (41000, 1, "whole", False),
    "F": (400000, 1, "ceiling", True),
    "F1": (42000, 1, "whole", False),
    "F2": (4000000, 1, "ceiling", True),
    "F3": (43000, 1, "whole", False),
    "D_1": (61000, 1, "whole", False),
    "S": (70000, 1, "whole", False),
    "M1": (44000, 1, "whole", False),
    "M2": (45000, 1, "whole", False),
    "M3": (46000, 1, "whole", False),
    "A1": (10, 1, "symbolic", False),
    "A2": (999999, 1, "fictitious", False),
    "A3": (12311111111, 1, "fictitious", False),
    "A4": (None, 1, "missing", False),
    "A5": (0, 1, "missing", False),
    "K": (48000, 1, "whole", False),
    "R": (49000, 1, "whole", False),
}


@pytest.fixture(scope="module")
def golden(shared: Shared) -> Path:
    return shared("contracts", lambda part: made(part, GOLDEN)) / "store"


def test_each_contract_is_told_once_with_what_its_amount_means(golden: Path) -> None:
    found = rows(golden, f"select uid, amount, holders, amount_kind, framework from contracts where siren = '{AIDE}'")
    by_number = {str(uid)[14:]: tuple(rest) for uid, *rest in found}
    assert len(found) == len(by_number)
    assert by_number == EXPECTED
    assert rows(golden, f"select uid, amount_kind from contracts where siren = '{BATIR}'") == [(f"{BUYER}H", "shared")]


def test_the_date_is_that_of_the_first_version_and_the_change_is_told_apart(golden: Path) -> None:
    [(notified, updated, months, buyer, cpv)] = rows(
        golden,
        "select cast(notified as varchar), cast(updated as varchar), months, buyer, cpv from contracts"
        f" where uid = '{BUYER}V'",
    )
    assert (notified, updated) == ("2024-03-01", "2025-02-01")
    assert (months, buyer, cpv) == (24, "VILLE DE DIJON", "77310000")
    assert rows(golden, "select updated from contracts where uid like '%2024-01'") == [(None,)]
    assert rows(golden, "select uid from contracts where reserved") == [(f"{BUYER}R",)]


def test_what_is_set_aside_or_repaired_is_counted(golden: Path) -> None:
    assert told(golden, "rejects", "decp") == {
        "identifier_missing": 1,
        "identifier_digits_lost": 1,
        "contract_withdrawn": 1,
        "contract_repeated": 1,
    }
    assert told(golden, "repairs", "decp") == {
        "siren_kept_without_establishment": 1,
        "leading_zeros_restored": 1,
        "separators_removed": 1,
    }


def test_neither_those_hidden_nor_those_outside_the_directory_nor_any_name_of_a_holder_are_kept(golden: Path) -> None:
    assert rows(golden, "select distinct siren from contracts order by siren") == [(AIDE,), (BATIR,)]
    [(told_in_full,)] = rows(golden, "select string_agg(cast(contracts as varchar)) from contracts")
    assert "NOM DE PERSONNE" not in str(told_in_full)


def test_rows_of_one_version_that_disagree_attribute_nothing(tmp_path: Path) -> None:
    disagreeing = [contract(montant="50000"), contract(montant="60000", titulaire_id="01234567400027")]
    assert rows(made(tmp_path, disagreeing), "select holders, amount_kind from contracts") == [(1, "disputed")]


def test_without_the_file_the_table_is_empty(tmp_path: Path) -> None:
    store = made(tmp_path)
    assert rows(store, "select count(*) from contracts") == [(0,)]
    assert rows(store, "select count(*) from subsidies") == [(0,)]


def test_a_file_without_the_newer_columns_takes_the_last_date(tmp_path: Path) -> None:
    newer = ("modification_id", "donneesActuelles", "sourceDataset", "techniques", "nature", "idAccordCadre")
    older = [
        {name: value for name, value in row.items() if name not in newer}
        for row in (contract(montant="50000"), contract(montant="70000", dateNotification="2025-01-05"))
    ]
    assert rows(made(tmp_path, older), "select amount, cast(notified as varchar) from contracts") == [
        (70000, "2024-03-01")
    ]


@pytest.mark.slow
@given(order=st.permutations(GOLDEN), repeated=st.lists(st.sampled_from(GOLDEN), max_size=12))
@settings(max_examples=examples(8))
def test_sums_depend_neither_on_the_order_of_rows_nor_on_rows_said_twice(
    golden: Path, order: list[dict[str, str]], repeated: list[dict[str, str]]
) -> None:
    with TemporaryDirectory() as folder:
        other = made(Path(folder), [*order, *repeated])
        assert rows(other, ATTRIBUTED) == rows(golden, ATTRIBUTED)
        assert rows(other, "from contracts") == rows(golden, "from contracts")


def test_real_contracts_are_counted_and_summed_as_plain_python_does(
    real_data: Callable[[str], Path], tmp_path: Path
) -> None:
    with real_data("decp/works_2024H2.csv").open(encoding="utf-8", newline="") as file:
        real = list(csv.DictReader(file))
    sirens = sorted({row["titulaire_id"][:9] for row in real if is_siren(row["titulaire_id"][:9])})[::7]
    store = made(tmp_path, real, sirens=sirens)
    of_contract: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in real:
        of_contract[row["uid"]].append(row)
    contracts, attributed, known = 0, 0.0, set(sirens)
    for versions in of_contract.values():
        day = max(row["dateNotification"] for row in versions)
        last = [row for row in versions if row["dateNotification"] == day]
        holders = {row["titulaire_id"][:9] for row in last}
        contracts += len(holders & known)
        amounts = {float(row["montant"]) for row in last}
        if len(holders) == 1 and holders <= known and len(amounts) == 1:
            attributed += amounts.pop()
    [(found, summed)] = rows(
        store, "select count(*), sum(amount) filter (where amount_kind in ('whole', 'fictitious')) from contracts"
    )
    set_aside = told(store, "rejects", "decp").get("contract_repeated", 0)
    assert contracts > 500
    assert found == contracts - set_aside
    assert summed == pytest.approx(attributed, rel=0.02 if set_aside else 1e-9)
