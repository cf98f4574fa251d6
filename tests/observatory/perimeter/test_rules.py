"""The three perimeters: nested, the same in SQL and in Python, and able to say why."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.observatory.perimeter.evidence import Unit, classify
from essaim.observatory.perimeter.rules import INTEGRATION_KINDS, PERIMETERS, TAGS, bits, decide, every_decision
from essaim.observatory.reference.tables import read_table
from essaim.observatory.store.reader import Store

forms = st.sampled_from([row["code"] for row in read_table("legal_forms")]) | st.none()
naf = st.sampled_from([row["code"] for row in read_table("naf_rev2")]) | st.none()
perhaps = st.booleans() | st.none()
units = st.builds(
    Unit,
    siren=st.none(),
    name=st.text(max_size=30) | st.none(),
    legal_form=forms,
    activity=naf,
    nomenclature=st.just("NAFRev2"),
    insee_flag=perhaps,
    in_ess_france=perhaps,
    in_esus=perhaps,
    siae_kinds=st.none() | st.sampled_from([*INTEGRATION_KINDS, "SEP"]).map(lambda kind: (kind,)),
)


@given(units)
def test_strict_is_in_legal_and_legal_in_wide(unit: Unit) -> None:
    found = classify(unit)
    if found.is_in("strict"):
        assert found.is_in("legal")
    if found.is_in("legal"):
        assert found.is_in("wide")


@given(units)
def test_more_evidence_never_takes_a_unit_out_of_the_law(unit: Unit) -> None:
    """Being flagged or approved can only widen: evidence of belonging is never held against a unit."""
    with_more = Unit(**(vars(unit) | {"insee_flag": True, "in_esus": True}))
    for perimeter in ("legal", "wide"):
        if classify(unit).is_in(perimeter):
            assert classify(with_more).is_in(perimeter)


def test_every_possible_set_of_tags_is_decided_and_nested() -> None:
    decisions = every_decision()
    assert [tags for tags, _, _ in decisions] == list(range(2 ** len(TAGS)))
    for tags, tier, rule in decisions:
        names = decide(tags).perimeters
        assert names == tuple(PERIMETERS)[len(PERIMETERS) - len(names) :]
        assert bool(rule) == (tier > 0)


@pytest.mark.parametrize(
    ("tags", "perimeters"),
    [
        (["form"], ("strict", "legal", "wide")),
        (["form", "excluded_activity"], ("legal", "wide")),
        (["commercial"], ()),
        (["commercial", "insee_flag"], ("legal", "wide")),
        (["insee_flag"], ()),
        (["esus"], ("legal", "wide")),
        (["siae"], ("wide",)),
        (["ess_france"], ()),
        (["commercial", "ess_france"], ()),
        ([], ()),
    ],
)
def test_the_published_definitions(tags: list[str], perimeters: tuple[str, ...]) -> None:
    assert decide(bits(tags)).perimeters == perimeters


def test_the_sentence_names_rule_source_and_date_in_both_languages() -> None:
    unit = Unit("552100554", "ATELIER", "5458", "62.01Z", "NAFRev2", insee_flag=True, in_ess_france=False, in_esus=None)
    found = classify(unit, {"sirene_legal_units": "2026-11", "ess_france_list": "2023-11-20"})
    english, french = found.sentence("en"), found.sentence("fr").replace("\u00a0", " ")
    assert "legal form 5458" in english
    assert "flag O in Sirene, 2026-11" in english
    assert "not in the ESS France list of 2023-11-20" in english
    assert "ESUS" not in english  # not consulted: nothing is said
    assert "marquage ESS « O » dans Sirene, 2026-11" in french
    assert "absente de la liste ESS France du 2023-11-20" in french


def test_a_source_without_a_date_says_so() -> None:
    found = classify(Unit(None, legal_form="9220", in_ess_france=True))
    assert "in the ESS France list (undated)" in found.sentence("en")
    assert "dans la liste ESS France (sans date)" in found.sentence("fr")


@given(units)
def test_every_decision_can_be_said(unit: Unit) -> None:
    found = classify(unit)
    for language in ("fr", "en"):
        sentence = found.sentence(language)  # type: ignore[arg-type]
        assert sentence.endswith(".")
        assert not re.search(r"[{}\[\]]|None", sentence)


def test_sql_and_python_decide_alike(small_store: Store) -> None:
    """Every legal unit of the demonstration directory, classified again by the functions."""
    rows = small_store.rows(
        "select siren, name, legal_form, activity, nomenclature, insee_flag, in_ess_france, in_esus, siae_kinds,"
        " tier, family, subfamily, rule from legal_units where diffusible"
    )
    assert len(rows) > 10_000
    differing = [row for row in rows if _decided(row) != (row[9], row[10], row[11], row[12])]
    assert differing == []


def _decided(row: tuple[Any, ...]) -> tuple[int, str, str, str]:
    siren, name, form, activity, nomenclature, flag, ess_france, esus, kinds = row[:9]
    known = {"insee_flag": flag == "O", "in_ess_france": ess_france, "in_esus": esus}
    unit = Unit(siren, name, form, activity, nomenclature, siae_kinds=tuple((kinds or "").split()), **known)
    found = classify(unit)
    return found.decision.tier, found.family, found.subfamily, found.decision.rule.name if found.decision.rule else ""


def test_natural_persons_never_enter_the_directory(small_store: Store) -> None:
    """Legal form 1000 counts among employers, and nowhere else."""
    persons = "select count(*) from legal_units where legal_form = '1000' or legal_form like '2%'"
    assert small_store.rows(persons) == [(0,)]
    assert small_store.rows("select count(*) from establishments where legal_form = '1000'") == [(0,)]
    assert not classify(Unit(None, legal_form="1000", insee_flag=True, in_ess_france=True)).decision.perimeters
