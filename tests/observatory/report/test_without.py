"""A diagnosis holds whatever is missing: each optional source in turn, and territories where next to nothing is."""

import json
import os
from pathlib import Path

import pytest

from essaim.demo.stock import SOURCES, write_stock
from essaim.observatory.diagnosis.diagnose import Diagnosis, diagnose
from essaim.observatory.reference.geography import find_territory, parents_of
from essaim.observatory.report.document import document
from essaim.observatory.report.page import as_html
from essaim.observatory.report.preface import WITHOUT, preface
from essaim.observatory.report.printed import as_pdf, as_summary
from essaim.observatory.sources import CARDS
from essaim.observatory.store.build import build
from essaim.observatory.store.reader import Store, open_store
from tests.stocks import establishment, unit, write
from tests.stores import Shared

BELFORT, SIREN = "90", "012345674"
NOTHING_SAID = ("None", "nan", "inf", "{", "}")


@pytest.fixture(scope="session")
def tiny_stock(shared: Shared) -> Path:
    """The demonstration stock of one small département. Read it, never change it."""
    return shared("belfort-stock", lambda part: write_stock(part, departements=(BELFORT,)))


def without(stock: Path, source: str, folder: Path) -> Path:
    """The same files but those of one source."""
    folder.mkdir()
    left_out = {name for name, of in SOURCES.items() if of == source}
    assert left_out
    for file in stock.iterdir():
        if file.name not in left_out and file.is_file():
            os.link(file, folder / file.name)
    return folder


def told(diagnosis: Diagnosis) -> str:
    """Everything that the report says, in both languages; nothing of it may be the name of a missing value."""
    words = [json.dumps(document(diagnosis, language), ensure_ascii=False) for language in ("fr", "en")]
    for passage in (*[one["text"] for one in document(diagnosis, "fr")["preface"]], *_sentences(diagnosis)):
        assert not [one for one in NOTHING_SAID if one in passage.split()], passage
        assert "  " not in passage
    return " ".join(words)


def _sentences(diagnosis: Diagnosis) -> list[str]:
    return [sentence for chapter in document(diagnosis, "fr")["chapters"] for sentence in chapter["sentences"]]


def test_what_a_document_lacks_is_told_of_every_optional_source() -> None:
    received = {"decp", "scdl_subsidies"}  # amounts of structures: no figure of a territory rests on them
    assert set(WITHOUT) == {id_ for id_, card in CARDS.items() if not card.required} - received


@pytest.mark.parametrize("source", sorted(WITHOUT))
def test_a_missing_source_takes_its_figures_away_with_a_sentence(tiny_stock: Path, tmp_path: Path, source: str) -> None:
    build(without(tiny_stock, source, tmp_path / "stock"), tmp_path / "store")
    with open_store(tmp_path / "store") as store:
        commune = find_territory("90010")
        parents = parents_of(commune)
        for territory in (commune, *parents.values()):
            diagnosis = diagnose(store, territory)
            lacking = {one.title.en: one.text for one in preface(diagnosis)}["What this document lacks"]
            assert WITHOUT[source].fr in lacking.fr
            assert WITHOUT[source].en in lacking.en
            told(diagnosis)
            assert as_html(diagnosis, "fr")
        assert as_pdf(diagnose(store, parents["intercommunality"]), "fr").startswith(b"%PDF")


def test_a_document_that_lacks_nothing_does_not_say_so(small_store: Store) -> None:
    titles = [one.title.en for one in preface(diagnose(small_store, find_territory("Dijon Métropole")))]
    assert "What this document lacks" not in titles


@pytest.mark.slow
@pytest.mark.parametrize("employees", ["12", "NN"])
def test_a_country_of_one_establishment_has_its_reports(tmp_path: Path, employees: str) -> None:
    """One association in one commune, employer or not, and nothing else, with the two required files alone."""
    stock = write(tmp_path / "stock", [unit(SIREN, 9220)], [establishment(f"{SIREN}00001", "21231", employees)])
    build(stock, tmp_path / "store")
    with open_store(tmp_path / "store") as store:
        for name in ("Dijon", "Dijon Métropole", "departement:21", "FR", "Chenôve", "Mayotte", "75056"):
            diagnosis = diagnose(store, find_territory(name))
            told(diagnosis)
            assert as_html(diagnosis, "en")
        for name in ("Dijon", "Chenôve"):
            diagnosis = diagnose(store, find_territory(name))
            assert as_pdf(diagnosis, "fr").startswith(b"%PDF")
            assert as_summary(diagnosis, "en").startswith(b"%PDF")


def test_the_smallest_communes_have_whole_sentences(small_store: Store) -> None:
    """One employer, or none."""
    rows = small_store.rows(
        "select code from weights where level = 'commune' and perimeter = 'wide' and employers <= 1"
        " order by code limit 12"
    )
    assert len(rows) == 12
    for (code,) in rows:
        told(diagnose(small_store, find_territory(code)))
