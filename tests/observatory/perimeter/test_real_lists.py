"""The perimeters on real lists: counts found a second way, and the figures of the method page."""

import csv
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from essaim.observatory.perimeter.listing import classify_file
from essaim.observatory.perimeter.rules import INTEGRATION_KINDS, PERIMETERS, VERSION, rules
from essaim.observatory.reference.tables import read_table
from essaim.observatory.sources import CARDS
from essaim.observatory.sources.staging import stage
from tests.observatory.perimeter.lists import units_in

Real = Callable[[str], Path]
PAGE = (Path(__file__).parents[3] / "docs/method/perimeter.md").read_text(encoding="utf-8")
DIGITAL, SUPPLIERS = "ess_digital_units/legal_units.csv", "sirene_paris_suppliers/legal_units.csv"
STRUCTURES = "siae/siae_2020.csv"
FORMS = {row["code"]: row for row in read_table("legal_forms")}
CORE = {code for code, row in FORMS.items() if row["core"] == "1"}
COMMERCIAL = {code for code, row in FORMS.items() if row["commercial"] == "1"}
EXCLUDED = {row["code"] for row in read_table("naf_exclusions") if row["nomenclature"] == "NAFRev2"}
LISTED_ON = "2023-11-20"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(mark: str) -> str:
    """The part of the page between two marks."""
    found = re.search(rf"<!-- {mark} -->\n(.*)\n<!-- /{mark} -->", PAGE, re.S)
    assert found, mark
    return found[1]


def cells_of(mark: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in written(mark).splitlines()[2:]]


@pytest.fixture
def digital(real_data: Real) -> list[dict[str, str]]:
    """The active units of the list."""
    return [row for row in rows_of(real_data(DIGITAL)) if row["active"] == "True"]


def perimeters_of(row: dict[str, str]) -> set[str]:
    """A plain reading of the three definitions."""
    form, flagged = row["categorie_juridique"].zfill(4), row["insee_ess_flag"] == "O"
    strict = form in CORE and row["naf"] not in EXCLUDED
    legal = form in CORE or row["in_esus_list"] == "1" or (flagged and form in COMMERCIAL)
    return {name for name, held in {"strict": strict, "legal": legal, "wide": legal}.items() if held}


def test_the_digital_units_are_classified_as_a_plain_reading_of_the_rules_says(
    real_data: Real, digital: list[dict[str, str]]
) -> None:
    outcome = classify_file(real_data(DIGITAL), None)
    assert outcome.rows == 1832
    assert outcome.ceased == 1832 - len(digital)
    assert outcome.by_perimeter == Counter(name for row in digital for name in perimeters_of(row))
    assert outcome.unreadable == []
    assert outcome.repeated == 0
    found = {unit.unit.siren: unit for unit in units_in(real_data(DIGITAL))}
    for row in digital:
        assert set(found[row["siren"]].decision.perimeters) == perimeters_of(row)


def test_the_table_of_agreement_of_the_page_is_what_the_real_list_gives(real_data: Real) -> None:
    found = classify_file(real_data(DIGITAL), None).agreements
    assert cells_of("agreement") == [one.cells("en") for one in found]


def test_the_table_of_lists_of_the_page_is_what_the_real_lists_give(real_data: Real) -> None:
    outcomes = [classify_file(real_data(name), None) for name in (DIGITAL, SUPPLIERS)]
    told = [
        [one.rows, one.ceased, one.without_form, *(one.by_perimeter[name] for name in PERIMETERS)] for one in outcomes
    ]
    assert [row[1:] for row in cells_of("lists")] == [[str(number) for number in row] for row in told]


def kinds_of(row: dict[str, str]) -> list[str]:
    """The kinds of disagreement of one active unit, from its raw cells."""
    form, flag, listed = (
        row["categorie_juridique"].zfill(4),
        row["insee_ess_flag"] == "O",
        row["in_ess_france_list"] == "1",
    )
    core, company, approved = form in CORE, form in COMMERCIAL, row["in_esus_list"] == "1"
    family, late = FORMS[form]["family"], row["date_creation"] > LISTED_ON
    kinds = {
        "Company with the flag, without approval": company and flag and not approved,
        "Company with the flag and the approval": company and flag and approved,
        "Company approved ESUS, without the flag": company and approved and not flag,
        "Co-operative without the flag": core and family == "cooperative" and not flag,
        "Association without the flag": core and family == "association" and not flag,
        "Statutory unit absent from the list, created after it": core and not listed and late,
        "Statutory unit absent from the list, older": core and not listed and not late,
        "In the list, commercial company without flag nor approval": listed and company and not flag and not approved,
        "In the list, another legal form": listed and not company and not core,
        "Statutory form, excluded activity": core and row["naf"] in EXCLUDED,
        "Flag on a form neither statutory nor commercial": flag and not core and not company,
    }
    return [kind for kind, held in kinds.items() if held]


def test_the_kinds_of_disagreement_of_the_page_are_those_of_the_real_units(digital: list[dict[str, str]]) -> None:
    by_kind = {kind: [row for row in digital if kind in kinds_of(row)] for kind, *_ in cells_of("kinds")}
    assert {kind: int(number) for kind, number, _ in cells_of("kinds")} == {
        kind: len(rows) for kind, rows in by_kind.items()
    }
    assert {kind for row in digital for kind in kinds_of(row)} <= by_kind.keys()
    why = {kind: reason for kind, _, reason in cells_of("kinds")}
    flagged = by_kind["Company with the flag, without approval"]
    assert f"Only {sum(row['in_ess_france_list'] == '1' for row in flagged)} are" in why[kinds_of(flagged[0])[0]]
    family = Counter(
        FORMS[row["categorie_juridique"]]["family"] for row in digital if row["categorie_juridique"] in CORE
    )
    assert f"Of {family['cooperative']}." in why["Co-operative without the flag"]
    assert f"Of {family['association']:,}." in why["Association without the flag"]
    years = sorted(row["date_creation"][:4] for row in by_kind["Co-operative without the flag"])
    assert f"between {years[0]} and {years[-1]}" in why["Co-operative without the flag"]
    young = [row["date_creation"] >= "2018" for row in by_kind["Association without the flag"]]
    assert young.count(False) == 1
    older = by_kind["Statutory unit absent from the list, older"]
    assert all(row["insee_ess_flag"] == "O" for row in older)
    assert (
        f"{sum(row['date_creation'] >= '2023' for row in older)} were created in 2023"
        in why["Statutory unit absent from the list, older"]
    )


def test_the_official_search_is_compared_on_the_page(digital: list[dict[str, str]]) -> None:
    """Annuaire des entreprises: "ESS" when in the ESS France list or flagged."""
    theirs = {row["siren"] for row in digital if row["insee_ess_flag"] == "O" or row["in_ess_france_list"] == "1"}
    ours = {row["siren"] for row in digital if "legal" in perimeters_of(row)}
    text = " ".join(PAGE.split())
    assert f"{len(ours & theirs):,} units are so in both, {len(theirs - ours)} there only" in text
    assert f"{len(ours - theirs)} here only (ESUS without the flag)" in text
    assert f"ESUS list holds {sum(row['in_esus_list'] == '1' for row in digital)} of these units" in text
    assert f"the {len(digital):,} active units" in text


def test_the_page_restates_the_tables_rightly() -> None:
    core = Counter(FORMS[code]["family"] for code in CORE)
    for label, family in (("Co-operatives", "cooperative"), ("Associations", "association"), ("Mutuals", "mutual")):
        assert f"| {label} | {core[family]} |" in PAGE
    assert f"| Foundations | {core['foundation']} |" in PAGE
    grades = Counter(FORMS[code]["grade"] for code in CORE)
    text = " ".join(PAGE.split())
    assert f"official text ({grades['A']} of the {len(CORE)}), B seen on real rows ({grades['B']})" in text
    assert f"documentation ({grades['C']}), D to be confirmed ({grades['D']})" in text
    excluded = Counter(row["grade"] for row in read_table("naf_exclusions"))
    assert f"{excluded['C']} are of grade C, {excluded['D']} of grade D" in text
    assert f"now `{VERSION}`" in text
    assert {rule.name for rule in rules()} == set(re.findall(r"^\| `(\w+)` \|", PAGE, re.M))
    for kind in INTEGRATION_KINDS:
        assert re.search(rf"\b{kind}\b", text)


def test_the_suppliers_of_paris(real_data: Real, tmp_path: Path) -> None:
    rows = rows_of(real_data(SUPPLIERS))
    active = [row for row in rows if row["etat"] == "A"]
    core = [row for row in active if row["forme_juridique"] in CORE]
    outside = Counter(row["activite_principale"] for row in core if row["activite_principale"] in EXCLUDED)
    outcome = classify_file(real_data(SUPPLIERS), tmp_path / "out.csv")
    assert outcome.rows == len(rows) == 5635
    assert outcome.by_perimeter == {
        "strict": len(core) - outside.total(),
        "legal": len(core),
        "wide": len(core),
    }
    by_family = Counter(FORMS[row["forme_juridique"]]["family"] for row in core)
    assert {family: outcome.by_family[family] for family in by_family} == by_family
    assert outcome.without_form == sum(not row["forme_juridique"] for row in rows)
    assert outcome.ceased == len(rows) - len(active)
    assert f"{outside.total()} associations are in *legal* and out of *strict*" in PAGE
    assert all(activity in PAGE for activity in outside)
    assert outcome.agreements == []  # neither flag nor list: nothing to compare, and nothing is said


def test_what_the_register_withholds_is_never_shown(real_data: Real, tmp_path: Path) -> None:
    path = real_data(SUPPLIERS)
    assert "[NON-DIFFUSIBLE]" in path.read_text(encoding="utf-8")
    classify_file(path, tmp_path / "out.csv")
    assert "NON-DIFFUSIBLE" not in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")


def test_a_supplier_without_legal_form_is_outside_for_want_of_evidence(real_data: Real) -> None:
    unknown = [unit for unit in units_in(real_data(SUPPLIERS)) if unit.form is None]
    assert len(unknown) == 344
    for unit in unknown:
        assert unit.unit.legal_form is None
        assert unit.sentence("en").startswith(
            "Outside the three perimeters, for want of evidence: legal form not given"
        )


def test_every_decision_on_real_units_is_explained_in_both_languages(real_data: Real) -> None:
    for unit in units_in(real_data(DIGITAL)):
        for language in ("fr", "en"):
            sentence = unit.sentence(language)  # type: ignore[arg-type]
            assert sentence.endswith(".")
            assert unit.unit.legal_form
            assert unit.unit.legal_form in sentence
            assert "{" not in sentence


def test_work_integration_structures_are_wide_whatever_is_known_of_them(real_data: Real) -> None:
    """No legal form in this list: 12 SIRET on two rows, units with several structures, keys that are wrong."""
    path = real_data(STRUCTURES)
    rows = rows_of(path)
    outcome = classify_file(path, None)
    assert outcome.rows == len(rows) == 3827
    assert len(outcome.unreadable) == 2
    assert outcome.repaired == 11
    assert outcome.repeated == 357
    assert outcome.by_perimeter == {"wide": 3470}
    kinds = Counter(kind for unit in units_in(path) for kind in unit.unit.siae_kinds or ())
    assert kinds == Counter(row["kind"] for row in rows)
    activities = [unit.unit.activity for unit in units_in(path)]
    assert activities.count(None) == 69
    assert all(re.fullmatch(r"\d\d\.\d\d[A-Z]", activity) for activity in activities if activity)


def test_work_integration_structures_are_staged_as_they_come(real_data: Real, tmp_path: Path) -> None:
    staged = stage(CARDS["siae"], real_data(STRUCTURES), tmp_path)
    assert staged.rows == 3827
    assert staged.malformed == 0
    assert staged.headings == {"siret": "siret", "kind": "kind"}
    assert "coords" in staged.ignored
