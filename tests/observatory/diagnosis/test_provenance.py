"""From any figure back to its definition, sources, rules and rows."""

import csv
import io
import json
from pathlib import Path

import pytest

from essaim.observatory.diagnosis.diagnose import diagnose
from essaim.observatory.diagnosis.provenance import COLUMNS, provenance
from essaim.observatory.errors import UsageError
from essaim.observatory.reference.geography import find_territory
from essaim.observatory.report.explaining import FORMS, render_provenance
from essaim.observatory.store.reader import Store
from tests.test_cli import essaim


@pytest.mark.parametrize("perimeter", ["strict", "legal", "wide"])
@pytest.mark.parametrize("indicator", ["W1", "W1+", "W2"])
def test_the_rows_are_those_that_were_counted(small_store: Store, indicator: str, perimeter: str) -> None:
    diagnosis = diagnose(small_store, find_territory("Dijon Métropole"), perimeter)
    figure = diagnosis.find(indicator)
    assert figure is not None
    told = provenance(small_store, diagnosis, indicator)
    assert len(told.rows) == figure.value
    assert len({row[0] for row in told.rows}) == len(told.rows)
    assert sum(count for _, count in told.band_years) == len(told.rows)


def test_the_rules_are_those_of_the_perimeter(small_store: Store) -> None:
    dijon = find_territory("Dijon Métropole")
    strict = provenance(small_store, diagnose(small_store, dijon), "W2")
    wide = provenance(small_store, diagnose(small_store, dijon, "wide"), "W2")
    assert [rule.name for rule in strict.rules] == ["statutory_core"]
    assert {rule.tier for rule in wide.rules} > {1}


def test_sources_come_with_licence_and_checksum_and_what_was_set_aside(small_store: Store) -> None:
    told = provenance(small_store, diagnose(small_store, find_territory("Dijon Métropole")), "W6")
    assert {source["id"] for source in told.sources} == {"sirene_establishments", "sirene_legal_units", "flores"}
    assert all(source["licence"] and len(source["sha256"]) == 64 for source in told.sources)
    assert {reject["source"] for reject in told.rejects} <= {source["id"] for source in told.sources}


def test_what_is_withheld_is_counted_and_not_named(small_store: Store) -> None:
    told = provenance(small_store, diagnose(small_store, find_territory("21"), "wide"), "W2")
    withheld = {
        siret
        for (siret,) in small_store.rows("select siret from establishments where not diffusible and departement = '21'")
    }
    named = {row[0]: row[1] for row in told.rows}
    assert withheld
    assert all(named[siret] is None for siret in withheld & named.keys())


def test_every_indicator_of_every_form_can_be_explained(small_store: Store) -> None:
    diagnosis = diagnose(small_store, find_territory("Chenôve"), "wide")
    for indicator in dict.fromkeys(figure.indicator for figure in diagnosis.figures):
        if diagnosis.own(indicator):
            told = provenance(small_store, diagnosis, indicator)
            for form in FORMS:
                for language in ("fr", "en"):
                    assert render_provenance(told, form, language)  # type: ignore[arg-type]


def test_an_indicator_that_is_not_there_is_refused_with_those_that_are(small_store: Store) -> None:
    with pytest.raises(UsageError, match="W6"):
        provenance(small_store, diagnose(small_store, find_territory("FR")), "X9")


def test_the_command_explains_in_words_in_json_and_in_rows(small_store_folder: Path) -> None:
    called = ("diagnose", "Chenôve", "--store", small_store_folder, "--explain", "W1", "--format")
    words = essaim(*called, "text")
    assert words.exit_code == 0
    assert "Rules applied" in words.output
    content = json.loads(essaim(*called, "json").stdout)
    rows = list(csv.DictReader(io.StringIO(essaim(*called, "csv").stdout_bytes.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == len(content["rows"]) == content["figures"][0]["value"]
    assert list(rows[0]) == list(COLUMNS)
    assert essaim(*called, "pdf").exit_code == 2
    assert essaim(*called[:-2], "X9").exit_code == 2
