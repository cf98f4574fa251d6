"""The `essaim` command as its users and their scripts call it."""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from essaim.cli import main
from essaim.observatory.diagnosis.catalogue import catalogue


def essaim(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_diagnose_by_name_gives_one_object_with_the_figures_of_the_catalogue(small_store_folder: Path) -> None:
    ran = essaim("diagnose", "Dijon Métropole", "--store", small_store_folder, "--format", "json")
    assert ran.exit_code == 0
    told = json.loads(ran.stdout)
    assert list(told) == ["territory", "store", "perimeter", "figures"]
    assert told["territory"]["code"] == "242100410"
    assert told["store"]["synthetic"] is True
    assert told["store"]["notice"]["fr"] == "Données de démonstration"
    assert {figure["indicator"] for figure in told["figures"]} <= catalogue().keys()
    known = {source["id"]: source for source in told["store"]["sources"]}
    for figure in told["figures"]:
        assert figure["period"]
        assert all(known[source]["sha256"] for source in figure["sources"])


def test_every_form_bears_the_mark_of_synthetic_data(small_store_folder: Path, tmp_path: Path) -> None:
    for form in ("text", "json", "csv", "html"):
        out = tmp_path / f"diagnosis.{form}"
        ran = essaim("diagnose", "21231", "--store", small_store_folder, "--format", form, "--out", out)
        assert ran.exit_code == 0, ran.output
        assert "Demonstration data" in out.read_text(encoding="utf-8")


def test_peers_may_be_chosen(small_store_folder: Path) -> None:
    called = ("diagnose", "Dijon Métropole", "--store", small_store_folder, "--format", "json", "--peers")
    told = json.loads(essaim(*called, "242500361, CU Le Mans Métropole").stdout)
    shares = {one["territory"]["name"] for one in told["figures"] if one["indicator"] == "W6"}
    assert {"CU Le Mans Métropole", "CU Grand Besançon Métropole"} <= shares
    assert "Rennes Métropole" not in shares
    wrong = essaim(*called, "Dijon")
    assert wrong.exit_code == 2


def test_whom_to_ask_is_a_file_to_fill_in(small_store_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "to-ask.csv"
    ran = essaim("diagnose", "Dijon Métropole", "--store", small_store_folder, "--to-ask", out)
    assert ran.exit_code == 0
    assert len(out.read_text("utf-8-sig").splitlines()) == 11
    nobody = essaim("diagnose", "FR", "--store", small_store_folder, "--to-ask", tmp_path / "none.csv")
    assert nobody.exit_code == 1
    assert not (tmp_path / "none.csv").exists()


def test_the_same_figures_in_json_and_in_csv(small_store_folder: Path) -> None:
    called = ("diagnose", "21", "--store", small_store_folder, "--perimeter", "wide", "--format")
    figures = json.loads(essaim(*called, "json").stdout)["figures"]
    text = essaim(*called, "csv").stdout_bytes.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert len(rows) == len(figures)
    for row, figure in zip(rows, figures, strict=True):
        assert row["indicator"] == figure["indicator"]
        assert (float(row["value"].replace(",", ".")) if row["value"] else None) == figure["value"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["diagnose", "Atlantis"], 1, "Atlantis"),
        (["diagnose", "Saint-Denis"], 1, "93066"),
        (["diagnose", "21231", "--store", "nowhere"], 1, "essaim build"),
        (["diagnose"], 2, "TERRITOIRE"),
        (["diagnose", "21231", "--format", "docx"], 2, "docx"),
        (["build", "--from", "nowhere"], 2, "nowhere"),
        (["build", "--from", ".", "--vintage", "november"], 2, "november"),
        (["classify", "nowhere.csv"], 2, "nowhere.csv"),
        (["fetch", "something"], 2, "something"),
        (["fly"], 2, "fly"),
    ],
)
def test_exit_codes_tell_the_data_from_the_call(
    small_store_folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, said: str
) -> None:
    monkeypatch.setenv("ESSAIM_STORE", str(small_store_folder))
    ran = essaim(*arguments)
    assert ran.exit_code == code, ran.output
    assert said in ran.output
    assert "Traceback" not in ran.output


def test_a_fault_while_writing_leaves_the_file_that_was_there(small_store_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "folder" / "page.html"
    ran = essaim("diagnose", "21231", "--store", small_store_folder, "--format", "html", "--out", out)
    assert ran.exit_code in (0, 1)
    assert "Traceback" not in ran.output
    assert out.exists() == (ran.exit_code == 0)


def test_help_is_in_the_language_asked_for() -> None:
    for language, words in (("fr", "Établit le diagnostic"), ("en", "Makes the ESS diagnosis")):
        ran = subprocess.run(
            [sys.executable, "-m", "essaim", "diagnose", "--help"],
            env={"ESSAIM_LANG": language, "PATH": "", "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert words in ran.stdout


def test_the_whole_way_from_a_folder_to_a_diagnosis(small_stock: Path, tmp_path: Path) -> None:
    """fetch from a mirror, build a territory, doctor, classify from the store, diagnose: as the README tells it."""
    sources, store = tmp_path / "sources", tmp_path / "store"
    fetched = essaim("fetch", "--mirror", small_stock, "--to", sources)
    assert fetched.exit_code == 0, fetched.output
    built = essaim("build", "--from", sources, "--out", store, "--territory", "Dijon Métropole")
    assert built.exit_code == 0, built.output
    assert essaim("doctor", "--store", store, "--from", sources).exit_code == 0
    listing = tmp_path / "list.csv"
    siren = re.search(r"\d{9}", (sources / "liste_esus.csv").read_text(encoding="utf-8"))
    assert siren
    listing.write_text(f"siren\n{siren[0]}\n", encoding="utf-8")
    classified = essaim("classify", listing, "--store", store, "--out", tmp_path / "classified.csv")
    assert classified.exit_code == 0, classified.output
    shown = essaim("diagnose", "Chenôve", "--store", store)
    assert shown.exit_code == 0
    assert "Chenôve" in shown.stdout


def test_the_command_line_does_not_load_what_it_does_not_need() -> None:
    """A cold diagnosis must stay under 0.6 s: heavy imports belong inside the command that needs them."""
    probe = "import sys, essaim.cli; print(sorted({name.split('.')[0] for name in sys.modules}))"
    ran = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    loaded = set(re.findall(r"'(\w+)'", ran.stdout))
    assert not loaded & {"duckdb", "numpy", "rich", "httpx", "jinja2", "pandas", "polars", "pyspark", "scipy", "django"}
