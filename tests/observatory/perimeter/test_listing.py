"""`classify` on lists as people keep them: any separator, any spreadsheet's damage, any heading in use."""

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.observatory.errors import EssaimError
from essaim.observatory.perimeter.evidence import Unit, classify
from essaim.observatory.perimeter.listing import FORMULA, OUTPUT, KnownUnits, classify_file
from essaim.observatory.perimeter.rules import PERIMETERS, TAGS, bits, decide
from essaim.observatory.reference.identifiers import repair
from essaim.observatory.reference.tables import read_table
from tests.observatory.perimeter.lists import units_in
from tests.test_cli import essaim

SCOP, OTHER = "552100554", "242100410"


def listing(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "list.csv"
    path.write_bytes(text.encode(encoding))
    return path


def results(folder: Path, path: Path) -> list[dict[str, str]]:
    classify_file(path, folder / "out.csv")
    text = (folder / "out.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
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
        ("4.4323E+13", None),
        ("123456789.0", None),  # its key is wrong
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


@pytest.mark.parametrize("sign", FORMULA)
def test_cells_that_a_spreadsheet_would_run_are_written_as_text(tmp_path: Path, sign: str) -> None:
    """A name typed by a stranger, or an identifier, must not become a formula of whoever opens the result."""
    text = f'siren;denomination;cj\n"{sign}1+1";"x{sign}HYPERLINK(0)";9220\n1;"{sign}SUM(A1)";9220\n'
    rows = results(tmp_path, listing(tmp_path, text))
    assert len(rows) == 2
    for row in rows:
        assert not any(cell.startswith(FORMULA) for cell in row.values())
    assert rows[0]["denomination"].startswith("x")  # only the first sign matters


@pytest.mark.parametrize(
    ("content", "said", "place"),
    [
        (b"", "empty", "list.csv: "),
        (b"  \n", "empty", "list.csv: "),
        (b"PK\x03\x04\x00\x00", "not a text file", "list.csv: "),
        (b"siren;cj\n" + b"1;9220\n" * 1000 + b"\x00", "not a text file", "list.csv: "),
        (b"nom;ville\nA;B\n", "no column of SIREN", "list.csv, line 1: "),
        (b"\n\nsiren\n1\n", "no column of SIREN", "list.csv, line 1: "),
        (b'siren;nom\n1;"A\n2;B\n3;C\n', "not closed", "list.csv, line 2: "),
        (b'siren;nom\n1;A\n2;"B "C" D"\n', "badly quoted", "list.csv, line 3: "),
        (b'siren;nom\n1;A\n2;"' + b"x" * 200_000 + b'"\n', "badly quoted", "list.csv, line 3: "),
    ],
)
def test_a_file_that_cannot_be_a_list_is_refused_with_line_and_remedy(
    tmp_path: Path, content: bytes, said: str, place: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(EssaimError, match=said) as caught:
        classify_file(path, tmp_path / "out.csv")
    assert caught.value.message("en").startswith(place)
    assert said not in caught.value.message("fr")
    assert ("→" in caught.value.message("en")) == (said != "empty")
    assert not (tmp_path / "out.csv").exists()
    assert essaim("classify", path).exit_code == 1


def test_a_result_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    path = listing(tmp_path, "cj\n9220\n")
    nowhere = essaim("classify", path, "--out", tmp_path / "nowhere" / "out.csv")
    assert nowhere.exit_code == 1
    assert "cannot write the result" in nowhere.output
    onto_itself = essaim("classify", path, "--out", path)
    assert onto_itself.exit_code == 2
    assert "would erase the list" in onto_itself.output
    assert path.read_text(encoding="utf-8") == "cj\n9220\n"


def test_a_header_alone_is_a_list_of_nothing(tmp_path: Path) -> None:
    assert classify_file(listing(tmp_path, "siren;cj\n"), None).rows == 0
    assert results(tmp_path, tmp_path / "list.csv") == []


def test_a_unit_of_several_rows_counts_once_and_keeps_its_rows(tmp_path: Path) -> None:
    text = f"siret;cj;esus\n{SCOP}00013;5458;O\n{SCOP}00021;5458;O\n{SCOP};5458;O\n;9220;N\n;9220;N\n"
    outcome = classify_file(listing(tmp_path, text), None)
    assert (outcome.rows, outcome.repeated, outcome.by_perimeter["strict"]) == (5, 2, 3)
    assert {one.units for one in outcome.agreements} == {3}
    assert "counted once: 2" in outcome.summary("en")
    assert [row["perimetre_strict"] for row in results(tmp_path, tmp_path / "list.csv")] == ["1"] * 5


def test_ceased_units_are_told_apart_and_not_counted(tmp_path: Path) -> None:
    text = f"siren;cj;etat;insee_ess_flag\n{SCOP};5458;A;O\n{OTHER};5458;C;O\n;5458;;O\n;5458;en cours;O\n"
    path = listing(tmp_path, text)
    outcome = classify_file(path, None)
    assert (outcome.ceased, outcome.by_perimeter["strict"]) == (1, 3)  # what is not said to be ceased is not
    assert {one.both for one in outcome.agreements if one.witness == "insee_flag"} == {3}
    assert "ceased" in outcome.summary("en")
    assert results(tmp_path, path)[1]["a_verifier"] == "unité cessée"
    said = essaim("classify", path, "--agreement").output
    assert "ESS flag in Sirene: agreement 100.0%; both 3" in said


def test_without_any_witness_the_agreement_says_so(tmp_path: Path) -> None:
    assert "Nothing to compare" in essaim("classify", listing(tmp_path, "cj\n9220\n"), "--agreement").output


def test_disagreements_are_counted_by_kind(tmp_path: Path) -> None:
    rows = ["9220;94.91Z;O;1", "5710;62.01Z;O;", "6901;62.01Z;O;1", ";;O;", "5458;62.01Z;;1", "9220;94.99Z;;"]
    outcome = classify_file(listing(tmp_path, "cj;naf;ess;esus\n" + "\n".join(rows) + "\n"), None)
    found = {(one.perimeter, one.witness): one for one in outcome.agreements}
    strict = found["strict", "insee_flag"]
    kinds = ("excluded_activity", "commercial_company", "other_form", "unknown_form")
    assert strict.witness_only == dict.fromkeys(kinds, 1)
    assert strict.perimeter_only == {"cooperative": 1, "association": 1}
    assert strict.share == 0
    assert found["legal", "insee_flag"].witness_only == {"unknown_form": 1}
    assert found["legal", "esus"].perimeter_only == {"commercial_company": 1, "association": 1}
    assert ("strict", "ess_france") not in found
    french = strict.line("fr")
    assert "Coopératives 1" in french
    assert "0,0\N{NARROW NO-BREAK SPACE}%" in french


@pytest.mark.parametrize(
    ("cell", "told"),
    [("O", True), ("oui", True), ("1.0", True), ("N", False), ("", False), ("0", False), ("[ND]", None), ("?", None)],
)
def test_a_cell_that_says_neither_yes_nor_no_is_not_a_no(tmp_path: Path, cell: str, told: bool | None) -> None:
    [found] = units_in(listing(tmp_path, f"cj;ess\n5710;{cell}\n"))
    assert found.unit.insee_flag is told
    assert found.is_in("legal") is (told is True)


@pytest.mark.parametrize("marker", ["[ND]", "[NON-DIFFUSIBLE]"])
def test_what_the_register_withholds_is_missing_in_the_result(tmp_path: Path, marker: str) -> None:
    text = f"siren;nom;cj;naf;ess\n{SCOP};{marker};{marker};{marker};{marker}\n"
    [row] = results(tmp_path, listing(tmp_path, text))
    assert not any(marker in cell for cell in row.values())
    assert row["motif_en"] == "Outside the three perimeters, for want of evidence: legal form not given."


@pytest.mark.parametrize(("form", "code"), [("5710.0", "5710"), ("5710 - SAS", "5710"), ("57100", ""), ("SAS", "")])
def test_a_legal_form_is_read_by_its_code(tmp_path: Path, form: str, code: str) -> None:
    [row] = results(tmp_path, listing(tmp_path, f"cj\n{form}\n"))
    assert row["categorie_juridique"] == code


@pytest.mark.parametrize("kinds", ["ACI", "aci", "EI, ACI", "EI;ACI", "ei/aci", " EI  ACI "])
def test_kinds_of_structures_are_read_however_they_are_separated(tmp_path: Path, kinds: str) -> None:
    [row] = results(tmp_path, listing(tmp_path, f'siren,cj,type_siae\n{OTHER},7361,"{kinds}"\n'))
    assert (row["perimetre_legal"], row["perimetre_elargi"], row["regle"]) == ("0", "1", "work_integration")
    assert "ACI structure" in row["motif_en"]


def test_what_the_list_says_comes_before_the_store_which_fills_the_rest(tmp_path: Path) -> None:
    known = KnownUnits(
        {OTHER: ("NAME", "5710", "62.01Z", "NAFRev2", "O", False, True, "EI")},
        {"sirene_legal_units": "2026-11", "esus_list": "2026-01-01"},
    )
    path = listing(tmp_path, f"siren;esus\n{OTHER};non\n{SCOP};oui\n")
    found, unknown = units_in(path, known)
    assert (found.unit.name, found.unit.in_esus, found.unit.insee_flag) == ("NAME", False, True)
    assert found.decision.rule
    assert found.decision.rule.name == "declared_company"
    assert "flag O in Sirene, 2026-11" in found.sentence("en")
    assert "not in the ESUS list (undated)" in found.sentence("en")  # the list says it, and has no date
    assert (unknown.unit.insee_flag, unknown.unit.in_esus) == (False, True)
    partial = KnownUnits(known.units, known.vintages, complete=False)
    assert [unit.unit.insee_flag for unit in units_in(path, partial)] == [True, None]


def test_the_same_list_gives_the_same_bytes_in_either_language(tmp_path: Path) -> None:
    path = listing(tmp_path, f"siren;cj;naf;ess\n{SCOP};5458;62.01Z;O\n{OTHER};5710;62.01Z;\nx;9220;94.91Z;\n")
    written = []
    for turn, language in enumerate(("fr", "en", "fr")):
        ran = subprocess.run(
            [sys.executable, "-m", "essaim", "--lang", language, "classify", path, "--out", tmp_path / f"{turn}.csv"],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={"PYTHONIOENCODING": "utf-8", "PYTHONHASHSEED": str(turn)},
            check=True,
        )
        assert ("3 lignes lues" if language == "fr" else "3 rows read") in ran.stdout
        written.append((tmp_path / f"{turn}.csv").read_bytes())
    assert written[0] == written[1] == written[2]
    rows = list(csv.DictReader(io.StringIO(written[0].decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [row["regle"] for row in rows] == ["statutory_core", "", "statutory_form"]
    assert rows[0]["motif_fr"].startswith("Périmètres strict, légal et élargi")
    assert rows[0]["motif_en"].startswith("Strict, legal and wide perimeters")
    assert rows[2]["a_verifier"] == "ni SIREN ni SIRET"


@given(st.text(alphabet="0123456789 .,E+-'FRW\u00a0", max_size=18))
def test_what_is_read_of_an_identifier_was_in_the_list(raw: str) -> None:
    """Repair never invents: the digits kept follow each other in what was written, leading zeros apart."""
    found = repair(raw)
    digits = "".join(letter for letter in raw if letter.isdigit())
    for kept in (found.siren, found.siret):
        if kept is not None:
            assert kept.lstrip("0") in digits
            assert len(kept) - len(kept.lstrip("0")) <= 3 or kept in digits
    assert (found.siren is None) <= (found.reason is not None)
    assert found.siret is None or found.siret[:9] == found.siren


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
