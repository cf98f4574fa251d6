"""Urssaf's private employers, from a hand-written file whose every number is known."""

from pathlib import Path

import pytest

from essaim.observatory.report.dynamics import curves, findings
from essaim.observatory.report.numbers import amount
from essaim.observatory.report.sentences import sentences
from essaim.observatory.report.sheet import chapters
from tests.observatory.diagnosis.test_trends import diagnosed, told, why

pytestmark = pytest.mark.usefixtures("few_communes")

HEADER = (
    "code_region;champ_ess;famille_ess;secteur_na88;annee;nombre_d_etablissements;effectifs_salaries_moyens;"
    "masse_salariale\n"
)
# Région, family, division, year, employees, payroll.
ROWS = (
    ("27", "Associations", "88", 2015, "1000", "20000000"),
    ("27", "Associations", "93", 2015, "200", "4000000"),
    ("27", "Coopératives", "47", 2015, "300", "9000000"),
    ("27", "Hors ESS", "47", 2015, "8500", "267000000"),
    ("27", "Associations", "88", 2024, "1100", "26000000"),
    ("27", "Associations", "93", 2024, "220", "5000000"),
    ("27", "Coopératives", "47", 2024, "330", "11000000"),
    ("27", "Hors ESS", "47", 2024, "8350", "378000000"),
    ("53", "Mutuelles", "65", 2024, "50", "2000000"),
    ("53", "Hors ESS", "47", 2024, "50", "1000000"),
)


def urssaf(*rows: tuple[str, str, str, int, str, str]) -> dict[str, str]:
    lines = [
        f"{region};x;{family};{division};{year};1;{who};{pay}" for region, family, division, year, who, pay in rows
    ]
    return {"urssaf_ess_regions.csv": HEADER + "\n".join(lines) + "\n"}


def test_a_region_has_its_payroll_and_private_jobs(tmp_path: Path) -> None:
    found = diagnosed(tmp_path, "region:27", urssaf(*ROWS))
    assert told(found, "W5") == 42_000_000
    assert told(found, "W5", family="association") == 31_000_000
    assert told(found, "W5", measure="payroll_share") == pytest.approx(0.1)
    assert told(found, "D1", field="ess_private", measure="change") == pytest.approx(0.1)
    assert told(found, "D1", field="private", measure="change") == pytest.approx(0)
    assert told(found, "D2", field="ess_private", year="2024") == pytest.approx(110)
    assert told(found, "D2", field="private", measure="jobs", year="2015") == 10_000
    payroll = found.find("W5")
    assert payroll is not None
    assert (payroll.kind, payroll.period, payroll.sources) == ("published", "Urssaf 2024", ("urssaf_ess",))
    edition = next(one["vintage"] for one in found.store["sources"] if one["id"] == "urssaf_ess")
    assert payroll.dates.published == edition
    moved = found.find("D1", field="private", measure="change")
    assert moved is not None
    assert moved.period == "Urssaf 2015–2024"
    assert moved.denominator is not None
    assert moved.denominator.en == "mean employees of 2015, private without agriculture"


def test_france_is_the_sum_of_regions_in_years_that_have_them_all(tmp_path: Path) -> None:
    found = diagnosed(tmp_path, "FR", urssaf(*ROWS))
    assert told(found, "W5") == 44_000_000
    assert "urssaf" in why(found, "D1", field="private", measure="change").lower()  # one year alone has both régions


def test_a_departement_that_is_a_region_has_what_is_published_of_it(tmp_path: Path) -> None:
    found = diagnosed(tmp_path, "departement:976", urssaf(*(("06", *row[1:]) for row in ROWS if row[0] == "27")))
    assert told(found, "W5") == 42_000_000
    assert told(found, "D1", field="ess_private", measure="change") == pytest.approx(0.1)


def test_a_withheld_division_makes_no_sum(tmp_path: Path) -> None:
    held = [row if row[1:4] != ("Associations", "93", 2024) else (*row[:4], "", "") for row in ROWS]
    found = diagnosed(tmp_path, "region:27", urssaf(*held))
    assert "withholds" in why(found, "W5")
    assert "two whole years" in why(found, "D1", field="ess_private", measure="change")
    assert told(found, "W5", family="cooperative") == 11_000_000


def test_a_family_of_an_unknown_name_is_counted_and_its_year_not_told(tmp_path: Path) -> None:
    odd = (*ROWS, ("27", "Autres", "94", 2024, "10", "200000"))
    found = diagnosed(tmp_path, "region:27", urssaf(*odd))
    payroll = found.find("W5")
    assert payroll is not None
    assert payroll.period == "Urssaf 2015"
    rejects = [(one["reason"], one["rows"]) for one in found.store["rejects"] if one["source"] == "urssaf_ess"]
    assert rejects == [("family_unknown", 1)]


@pytest.mark.parametrize(("of", "reason"), [("Dijon", "by région"), ("Côte-d'Or", "by région"), ("Mayotte", "Mayotte")])
def test_elsewhere_it_says_why_there_is_none(tmp_path: Path, of: str, reason: str) -> None:
    found = diagnosed(tmp_path, of if of != "Mayotte" else "region:06", urssaf(*ROWS))
    assert reason in why(found, "W5")
    assert reason in why(found, "D1", field="ess_private", measure="change")


def test_the_report_of_a_region_tells_them(tmp_path: Path) -> None:
    found = diagnosed(tmp_path, "region:27", urssaf(*ROWS))
    assert any("42" in one.en and "10.0%" in one.en for one in sentences(found, "weight"))
    assert any("+10.0%" in one.en for one in findings.dynamics(found))
    assert [chart.title for chart in curves.dynamics(found, "en") if chart and "Urssaf" in chart.title]
    titles = [grid.title.en for chapter in chapters(found) for grid in chapter.grids]
    assert "Private jobs, base 100 (Urssaf)" in titles


def test_a_commune_shows_those_of_its_region_beside(tmp_path: Path) -> None:
    found = diagnosed(tmp_path, "Dijon", urssaf(*ROWS))
    [weight] = [chapter for chapter in chapters(found) if chapter.id == "weight"]
    rows = {row.label.en: [one.value if one else None for one in row.figures] for row in weight.grids[0].rows}
    assert rows["Share of the private payroll"][0] is None
    assert any(value is not None for value in rows["Share of the private payroll"])
    titles = [grid.title.en for chapter in chapters(found) for grid in chapter.grids]
    assert "Private jobs, base 100 (Urssaf)" not in titles, "nothing but dashes: the table of changes says why"


@pytest.mark.parametrize(
    ("euros", "french", "english"),
    [(4_213_000_000, "4 213 M€", "4,213 M€"), (1_240_000, "1,2 M€", "1.2 M€"), (42_000, "42 000 €", "42,000 €")],
)
def test_payrolls_are_written_as_budgets_are(euros: float, french: str, english: str) -> None:
    assert amount(euros, "euros", "fr").replace("\u202f", " ").replace("\u00a0", " ") == french
    assert amount(euros, "euros", "en").replace("\u00a0", " ") == english
