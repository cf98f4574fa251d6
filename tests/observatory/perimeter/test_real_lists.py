"""The perimeters on real lists: counts found a second way, and the table of the method page."""

import csv
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from essaim.observatory.perimeter.agreement import as_markdown
from essaim.observatory.perimeter.listing import classify_file, units_in
from essaim.observatory.reference.tables import read_table

Real = Callable[[str], Path]
PAGE = Path(__file__).parents[3] / "docs/method/perimeter.md"
DIGITAL, SUPPLIERS = "ess_digital_units/legal_units.csv", "sirene_paris_suppliers/legal_units.csv"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def core_and_excluded() -> tuple[set[str], set[str], set[str]]:
    forms = read_table("legal_forms")
    excluded = {row["code"] for row in read_table("naf_exclusions") if row["nomenclature"] == "NAFRev2"}
    core = {row["code"] for row in forms if row["core"] == "1"}
    return core, {row["code"] for row in forms if row["commercial"] == "1"}, excluded


def test_the_digital_units_are_classified_as_a_plain_reading_of_the_rules_says(real_data: Real) -> None:
    path = real_data(DIGITAL)
    core, commercial, excluded = core_and_excluded()
    expected: Counter[str] = Counter()
    rows = rows_of(path)
    for row in rows:
        form, flagged = row["categorie_juridique"].zfill(4), row["insee_ess_flag"] == "O"
        strict = form in core and row["naf"] not in excluded
        legal = form in core or row["in_esus_list"] == "1" or (flagged and form in commercial)
        expected.update({"strict": strict, "legal": legal, "wide": legal})
    outcome = classify_file(path, None)
    assert outcome.rows == len(rows) == 1832
    assert outcome.by_perimeter == expected
    assert outcome.unreadable == []
    assert outcome.ceased == 286


def test_the_table_of_the_method_page_is_what_the_real_list_gives(real_data: Real) -> None:
    found = as_markdown(classify_file(real_data(DIGITAL), None).agreements)
    written = re.search(r"<!-- agreement -->\n(.*)\n<!-- /agreement -->", PAGE.read_text(encoding="utf-8"), re.S)
    assert written
    assert written[1] == found


def test_the_suppliers_of_paris(real_data: Real, tmp_path: Path) -> None:
    path = real_data(SUPPLIERS)
    core, _, excluded = core_and_excluded()
    rows = rows_of(path)
    expected = sum(row["forme_juridique"] in core and row["activite_principale"] not in excluded for row in rows)
    outcome = classify_file(path, tmp_path / "out.csv")
    assert outcome.rows == len(rows) == 5635
    assert outcome.by_perimeter["strict"] == expected
    assert outcome.by_family["association"] == sum(
        row["forme_juridique"].startswith("92") for row in rows if row["forme_juridique"] in core
    )
    assert outcome.without_form == sum(not row["forme_juridique"] for row in rows)
    assert outcome.ceased == sum(row["etat"] != "A" for row in rows)


def test_what_the_register_withholds_is_never_shown(real_data: Real, tmp_path: Path) -> None:
    path = real_data(SUPPLIERS)
    assert "[NON-DIFFUSIBLE]" in path.read_text(encoding="utf-8")
    classify_file(path, tmp_path / "out.csv")
    assert "NON-DIFFUSIBLE" not in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")


def test_every_decision_on_real_units_is_explained_in_both_languages(real_data: Real) -> None:
    for _, unit in units_in(real_data(DIGITAL)):
        for language in ("fr", "en"):
            sentence = unit.sentence(language)  # type: ignore[arg-type]
            assert sentence.endswith(".")
            assert unit.unit.legal_form in sentence
            assert "{" not in sentence
