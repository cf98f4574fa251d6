"""`classify` on lists as people keep them: any separator, any spreadsheet's damage, any heading in use."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.observatory.errors import EssaimError
from essaim.observatory.perimeter.evidence import Unit, classify
from essaim.observatory.perimeter.listing import OUTPUT, classify_file
from essaim.observatory.perimeter.rules import PERIMETERS, TAGS, bits, decide
from essaim.observatory.reference.tables import read_table
from tests.test_cli import essaim

SCOP = "552100554"


def listing(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "list.csv"
    path.write_bytes(text.encode(encoding))
    return path


def results(folder: Path, path: Path) -> list[dict[str, str]]:
    classify_file(path, folder / "out.csv")
    text = (folder / "out.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    "headings",
    [
        ("siren", "denomination", "categorie_juridique", "naf"),
        ("N° SIREN", "Raison sociale", "Catégorie juridique", "Code APE"),
        ("SIRET", "Nom", "Forme juridique", "APE"),
        ("siren", "denominationUniteLegale", "categorieJuridiqueUniteLegale", "activitePrincipaleUniteLegale"),
    ],
)
def test_columns_are_found_by_their_usual_names(tmp_path: Path, separator: str, headings: tuple[str, ...]) -> None:
    text = separator.join(headings) + "\n" + separator.join([SCOP, "ATELIER", "5458", "62.01Z"]) + "\n"
    [row] = results(tmp_path, listing(tmp_path, text))
    assert list(row) == list(OUTPUT)
    assert (row["siren"], row["famille"], row["sous_famille"]) == (SCOP, "cooperative", "worker_cooperative")
    assert (row["perimetre_strict"], row["perimetre_legal"], row["perimetre_elargi"]) == ("1", "1", "1")
    assert "5458" in row["motif_fr"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_whatever_the_spreadsheet_saved_it_as(tmp_path: Path, encoding: str) -> None:
    text = "siren;dénomination;catégorie juridique\n" + f"{SCOP};Coopérative d'été;5458\n"
    [row] = results(tmp_path, listing(tmp_path, text, encoding))
    assert row["denomination"] == "Coopérative d'été"


@pytest.mark.parametrize(
    ("damaged", "siren"),
    [
        ("552 100 554", SCOP),
        ("552100554.0", SCOP),
        ("5510028", None),
        ("12345674", "012345674"),
        ("5,521E+08", None),
        ("5.52100554E+8", None),
        ("552100555", None),
        ("", None),
    ],
)
def test_identifiers_are_repaired_or_reported_and_never_guessed(
    tmp_path: Path, damaged: str, siren: str | None
) -> None:
    path = listing(tmp_path, f'siren;cj\n"{damaged}";9220\n')
    [row] = results(tmp_path, path)
    assert row["identifiant_lu"] == damaged
    assert row["siren"] == (siren or "")
    assert row["a_verifier"]
    # The form alone decides: an unreadable number loses nothing of the rest.
    assert row["perimetre_strict"] == "1"


def test_ragged_rows_blank_lines_and_line_breaks_in_cells_lose_nothing(tmp_path: Path) -> None:
    text = f'siren,denomination,cj\n{SCOP},"SUR\nDEUX LIGNES",5458\n{SCOP}\n\n{SCOP},NOM,5458,de trop\n'
    rows = results(tmp_path, listing(tmp_path, text))
    assert [row["perimetre_strict"] for row in rows] == ["1", "0", "1"]
    assert [row["ligne"] for row in rows] == ["3", "4", "6"]


def test_cells_that_a_spreadsheet_would_run_are_written_as_text(tmp_path: Path) -> None:
    text = 'siren;denomination;cj\n=1+1;"=HYPERLINK(""x"")";9220\n+33;-SUM(A1);9220\n@x;@y;9220\n'
    for row in results(tmp_path, listing(tmp_path, text)):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"PK\x03\x04\x00\x00", "not a text file"),
        (b"nom;ville\nA;B\n", "no column of SIREN"),
    ],
)
def test_a_file_that_cannot_be_a_list_is_refused_with_the_remedy(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(EssaimError, match=said) as caught:
        classify_file(path, tmp_path / "out.csv")
    assert caught.value.message("en").startswith("list.csv")
    assert not (tmp_path / "out.csv").exists()
    assert essaim("classify", path).exit_code == 1


def test_a_header_alone_is_a_list_of_nothing(tmp_path: Path) -> None:
    assert classify_file(listing(tmp_path, "siren;cj\n"), None).rows == 0


def test_ceased_units_are_told_apart_and_left_out_of_the_agreement(tmp_path: Path) -> None:
    text = f"siren;cj;etat;insee_ess_flag\n{SCOP};5458;A;O\n{SCOP};5458;C;O\n"
    path = listing(tmp_path, text)
    outcome = classify_file(path, None)
    assert outcome.ceased == 1
    assert {one.both for one in outcome.agreements if one.witness == "insee_flag"} == {1}
    assert "ceased" in outcome.summary("en")
    said = essaim("classify", path, "--agreement").output
    assert "ESS flag in Sirene: both 1" in said


def test_without_any_witness_the_agreement_says_so(tmp_path: Path) -> None:
    assert "Nothing to compare" in essaim("classify", listing(tmp_path, "cj\n9220\n"), "--agreement").output


FORMS = [row["code"] for row in read_table("legal_forms")]
units = st.builds(
    Unit,
    siren=st.none(),
    name=st.sampled_from(["", "SCIC DU COIN", "COOPERATIVE D'ACTIVITE"]),
    legal_form=st.sampled_from([*FORMS, "4321", None]),
    activity=st.sampled_from(["94.99Z", "94.91Z", "84.11Z", None]),
    nomenclature=st.sampled_from(["NAFRev2", "NAFRev1", None]),
    insee_flag=st.sampled_from([True, False, None]),
    in_ess_france=st.sampled_from([True, False, None]),
    in_esus=st.sampled_from([True, False, None]),
    siae_kinds=st.sampled_from([None, (), ("ACI",), ("SEP",)]),
)


@given(units)
def test_perimeters_are_nested_for_any_unit(unit: Unit) -> None:
    found = classify(unit)
    inside = [found.is_in(perimeter) for perimeter in ("strict", "legal", "wide")]
    assert inside == sorted(inside)
    assert found.is_in("wide") == bool(found.decision.perimeters)


@given(units)
def test_a_unit_is_in_by_its_form_a_flag_or_a_list_and_never_by_the_ess_france_list_alone(unit: Unit) -> None:
    found = classify(unit)
    told = {one.tag for one in found.evidence if one.holds}
    if found.is_in("wide"):
        assert told & {"form", "esus", "siae"} or {"insee_flag", "commercial"} <= told
    if unit.legal_form == "1000" and not told & {"esus", "siae"}:
        assert not found.is_in("wide")


@given(st.integers(0, bits(TAGS)))
def test_every_decision_names_its_rule(tags: int) -> None:
    decision = decide(tags)
    assert (decision.rule is None) == (decision.tier == 0)
    assert set(decision.perimeters) <= PERIMETERS.keys()
