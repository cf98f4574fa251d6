"""Every legal form with every evidence, through the build's SQL and through the functions: the same decision."""

from itertools import product
from pathlib import Path

import duckdb
import pytest

from essaim.observatory.perimeter.evidence import Classified, Unit, classify
from essaim.observatory.perimeter.rules import TAGS, every_decision
from essaim.observatory.reference.tables import read_table
from essaim.observatory.store.build import build
from essaim.observatory.store.reader import open_store
from tests import stocks

# Natural persons and their groupings are left out of the directory by the build, whatever a list says of them.
FORMS = [row["code"] for row in read_table("legal_forms") if row["sphere"] not in ("natural", "group")]
FLAGS = ("O", "N", "")
ACTIVITIES = (("88.99B", "NAFRev2"), ("94.91Z", "NAFRev2"), ("91.3A", "NAFRev1"), ("94.91Y", "NAF2025"))
KINDS = ("", "ACI", "SEP", "EI SEP")
NAMES = ("ATELIER", "SCIC DU COIN", "COOPERATIVE D'ACTIVITE ET D'EMPLOI")


def siren_of(number: int) -> str:
    """A made-up SIREN: nine digits with their key."""
    head = f"{number:08d}"
    doubled = sum(sum(divmod(int(digit) * (2 if place % 2 else 1), 10)) for place, digit in enumerate(head))
    return head + str(-doubled % 10)


def every_unit() -> list[Unit]:
    evidence = product(FORMS, FLAGS, (False, True), (False, True), KINDS, ACTIVITIES)
    return [
        Unit(
            siren_of(10_000_000 + number),
            NAMES[number % len(NAMES)],
            form,
            activity,
            nomenclature,
            insee_flag=flag == "O",
            in_ess_france=listed,
            in_esus=approved,
            siae_kinds=tuple(kinds.split()),
        )
        for number, (form, flag, listed, approved, kinds, (activity, nomenclature)) in enumerate(evidence)
    ]


def stock_of(units: list[Unit], folder: Path) -> Path:
    rows = [
        stocks.unit(
            str(one.siren),
            int(one.legal_form or 0),
            str(one.name),
            economieSocialeSolidaireUniteLegale="O" if one.insee_flag else "",
            activitePrincipaleUniteLegale=one.activity,
            nomenclatureActivitePrincipaleUniteLegale=one.nomenclature,
        )
        for one in units
    ]
    lists = {
        "liste_esus.csv": ["SIREN", *(one.siren for one in units if one.in_esus)],
        "liste_ess_france.csv": ["SIREN", *(one.siren for one in units if one.in_ess_france)],
        "siae.csv": ["siret,kind", *(f"{one.siren}00010,{kind}" for one in units for kind in one.siae_kinds or ())],
    }
    places = [stocks.establishment(f"{units[0].siren}00010")]
    return stocks.write(
        folder, rows, places, lists={name: "\n".join(map(str, one)) + "\n" for name, one in lists.items()}
    )


def decided(found: Classified) -> tuple[int, str, str, str]:
    rule = found.decision.rule
    return found.decision.tier, rule.name if rule else "", found.family, found.subfamily


@pytest.mark.slow
def test_the_build_and_the_functions_decide_alike_on_every_form_with_every_evidence(tmp_path: Path) -> None:
    units = every_unit()
    build(stock_of(units, tmp_path / "stock"), tmp_path / "store")
    with open_store(tmp_path / "store") as store:
        rows = store.rows("select siren, tier, rule, family, subfamily from legal_units")
    built = {siren: tuple(decision) for siren, *decision in rows}
    expected = {str(one.siren): decided(classify(one)) for one in units}
    assert len(expected) == len(units) > 40_000
    # The directory keeps what is in a perimeter, or has to be looked at: the flag or the list without the rest.
    reviewed = {str(one.siren) for one in units if one.insee_flag or one.in_ess_france}
    kept = {siren for siren, decision in expected.items() if decision[0] > 0} | reviewed
    assert {siren for siren in kept if built.get(siren) != expected[siren]} == set()
    assert built.keys() == kept


def test_the_table_that_sql_joins_holds_the_three_published_formulas() -> None:
    with duckdb.connect() as connection:
        connection.execute("create table decisions (tags integer, tier integer, rule varchar)")
        connection.executemany("insert into decisions values (?, ?, ?)", every_decision())
        tier_of = dict(connection.execute("select tags, tier from decisions").fetchall())
    assert len(tier_of) == 128
    for tags, tier in tier_of.items():
        has = {name: bool(tags & tag.bit) for name, tag in TAGS.items()}
        strict = has["form"] and not has["excluded_activity"]
        legal = has["form"] or has["esus"] or (has["insee_flag"] and has["commercial"])
        wide = legal or has["siae"]
        assert (tier == 1, 0 < tier <= 3, 0 < tier <= 4) == (strict, legal, wide)
