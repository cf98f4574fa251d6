"""The printed report: whole for any territory, tagged, in both languages, the same bytes for the same run."""

import io
import json
import re

import pytest
from pypdf import PageObject, PdfReader

from essaim.observatory.diagnosis.diagnose import Diagnosis, diagnose
from essaim.observatory.language import Language
from essaim.observatory.reference.geography import find_territory, territory
from essaim.observatory.report.document import document, run_code
from essaim.observatory.report.numbers import shown
from essaim.observatory.report.printed import as_pdf, as_summary
from essaim.observatory.report.sentences import sentences
from essaim.observatory.report.summary import summary
from essaim.observatory.report.tables import SYNTHETIC
from essaim.observatory.store.reader import Store

FOOTER = 60  # points from the foot of the page
TITLES = {"fr": "L’économie sociale et solidaire", "en": "The social and solidarity economy"}


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def smallest(store: Store) -> Diagnosis:
    """A commune without a single employer."""
    [(code,)] = store.rows(
        "select min(code) from weights where level = 'commune' and perimeter = 'wide' and employers = 0"
    )
    return diagnose(store, territory("commune", code))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_says_what_it_is_on_its_cover_and_on_every_page(small_store: Store, language: Language) -> None:
    diagnosis = diagnose(small_store, find_territory("Dijon Métropole"))
    content = as_pdf(diagnosis, language)
    reader = PdfReader(io.BytesIO(content))
    assert reader.metadata is not None
    assert reader.metadata.title == f"{TITLES[language]}{' : ' if language == 'fr' else ': '}Dijon Métropole"
    assert reader.root_object["/Lang"] == language
    texts = pages(content)
    assert run_code(diagnosis) in texts[0]
    notice = {"fr": "Données de démonstration", "en": "Demonstration data"}[language]
    assert all(notice in text for text in texts)
    assert all(run_code(diagnosis) in text for text in texts[1:])


def test_it_is_tagged_and_claims_pdf_ua(small_store: Store) -> None:
    content = as_pdf(diagnose(small_store, find_territory("Dijon Métropole")), "fr")
    root = PdfReader(io.BytesIO(content)).root_object
    assert bool(root["/MarkInfo"]["/Marked"])
    assert "/StructTreeRoot" in root
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def test_every_indicator_shown_is_explained_and_every_source_named(small_store: Store) -> None:
    diagnosis = diagnose(small_store, find_territory("Dijon Métropole"), "wide")
    told = document(diagnosis, "en")
    shown = {figure.indicator for figure in diagnosis.figures if figure.territory == diagnosis.territory}
    assert {one["id"] for one in told["indicators"]} == shown
    assert len(told["sources"]) == len([*diagnosis.store["sources"], *diagnosis.store["editions"]])
    text = " ".join(pages(as_pdf(diagnosis, "en")))
    for one in told["indicators"]:
        assert one["id"] in text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_commune_without_employer_has_a_complete_and_truthful_report(small_store: Store, language: Language) -> None:
    diagnosis = smallest(small_store)
    text = " ".join(pages(as_pdf(diagnosis, language)))
    nothing = {"fr": "Aucun établissement employeur", "en": "No ESS employer establishment"}[language]
    assert nothing in text
    assert diagnosis.territory.name.replace("'", "’") in text
    assert "None" not in text
    assert "nan" not in text.split()


@pytest.mark.parametrize("name", ["FR", "Côte-d'Or", "Chenôve"])
def test_any_level_can_be_printed(small_store: Store, name: str) -> None:
    assert as_pdf(diagnose(small_store, find_territory(name)), "fr").startswith(b"%PDF")


def test_the_same_run_gives_the_same_bytes(small_store: Store) -> None:
    diagnosis = diagnose(small_store, find_territory("Chenôve"))
    assert as_pdf(diagnosis, "fr") == as_pdf(diagnosis, "fr")


def test_the_tree_is_plain_data(small_store: Store) -> None:
    told = document(diagnose(small_store, find_territory("Dijon Métropole")), "fr")
    assert json.loads(json.dumps(told)) == told
    assert [one["title"] for one in told["chapters"][:3]] == ["Le territoire", "Poids de l'ESS", "Comparaisons"]
    for chapter in told["chapters"]:
        for table in chapter["tables"]:
            assert all(len(row["cells"]) == len(table["columns"]) for row in table["rows"])


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", ["Dijon Métropole", "Chenôve", "FR", "nobody"])
def test_the_summary_is_one_page_for_any_territory(small_store: Store, name: str, language: Language) -> None:
    diagnosis = smallest(small_store) if name == "nobody" else diagnose(small_store, find_territory(name))
    [text] = pages(as_summary(diagnosis, language))
    for wanted in (diagnosis.territory.name, run_code(diagnosis), SYNTHETIC.in_(language)):
        assert wanted.replace("'", "’") in text
    assert "None" not in text


def test_the_summary_quotes_the_figures_of_the_report(small_store: Store) -> None:
    diagnosis = diagnose(small_store, find_territory("Dijon Métropole"))
    short, whole = summary(diagnosis, "fr"), document(diagnosis, "fr")
    assert short["key_figures"] == whole["key_figures"]
    assert short["lead"] == whole["lead"]
    share = diagnosis.find("W6")
    assert shown(share, "fr") in short["lead"]
    assert all(one in whole["takeaways"] for one in short["takeaways"])
    assert not {one["text"] for one in short["takeaways"]} & {*short["cautions"]}


def test_what_is_quoted_reads_as_french_is_written(small_store: Store) -> None:
    """Between one number and another, a rank among how many, acronyms that have no plural, no word that repeats."""
    told = document(diagnose(small_store, find_territory("Dijon Métropole")), "fr")
    between = {one["name"]: one["between"] for one in told["key_figures"]}
    assert " et " in between["Postes salariés de l'ESS"]
    assert "\u00a0à\u00a0" not in " ".join(between.values())
    ranked = document(diagnose(small_store, find_territory("CC Ouche et Montagne")), "fr")["key_figures"]
    assert "rang, sur " in next(one["between"] for one in ranked if one["name"].startswith("Rang"))
    said = [one for chapter in told["chapters"] for one in chapter["sentences"]]
    assert any("De 2022 à 2024, l'emploi salarié" in one for one in said)
    actors = next(one for one in said if one.startswith("On y compte"))
    assert "ESAT" in actors
    assert "Établissement et service" not in actors
    assert not [one for one in said if " :" in one or " ;" in one]


def test_a_column_that_holds_nothing_is_left_out_where_another_holds_something(small_store: Store) -> None:
    """Below the région the ESS is not followed: why is said once, above the tables of years."""
    told = document(diagnose(small_store, find_territory("Dijon Métropole")), "en")
    [dynamics] = [one for one in told["chapters"] if one["title"] == "Change over time"]
    [table] = [one for one in dynamics["tables"] if one["title"] == "Jobs, base 100"]
    assert all("All employers" in column["measure"] for column in table["columns"])
    assert any("below the région" in reason for one in dynamics["tables"] for reason in one["reasons"])


def test_parts_below_the_whole_are_named_from_the_lowest(small_store: Store) -> None:
    diagnosis = diagnose(small_store, find_territory("Dijon Métropole"))
    [told] = [one.en for one in sentences(diagnosis, "comparisons") if one.en.startswith("A share surely below")]
    shares = [float(share) for share in re.findall(r"\(([\d.]+)%\)", told)]
    assert shares == sorted(shares)
    assert len(shares) > 1


@pytest.mark.parametrize("place", ["Dijon Métropole", "Côte-d'Or", "FR"])
def test_charts_and_tables_stay_in_their_chapter(small_store: Store, place: str) -> None:
    """They may be set in another order than told, where a page has room for them, and never in another chapter."""
    diagnosis = diagnose(small_store, find_territory(place))
    told = document(diagnosis, "en")
    text = plain(" ".join(pages(as_pdf(diagnosis, "en"))[2:]))
    starts = [text.index(plain(f"{number}{one['title']}")) for number, one in enumerate(told["chapters"], 3)]
    assert starts == sorted(starts)
    for one, start, end in zip(told["chapters"], starts, [*starts[1:], len(text)], strict=True):
        for piece in (*one["charts"], *one["tables"]):
            assert plain(piece["title"]) in text[start:end], (one["title"], piece["title"])


@pytest.mark.parametrize("place", ["Dijon Métropole", "Côte-d'Or", "CC Ouche et Montagne", "FR"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_page_is_left_half_empty(small_store: Store, place: str, language: Language) -> None:
    """But the cover and the last."""
    content = as_pdf(diagnose(small_store, find_territory(place)), language)
    empty = [below_the_text(page) for page in PdfReader(io.BytesIO(content)).pages[1:-1]]
    assert all(part < 0.45 for part in empty), empty


def plain(text: str) -> str:
    """Without spaces nor hyphens, which lines are broken at."""
    return re.sub(r"[\s\u00ad-]", "", text.replace("'", "’"))


def below_the_text(page: PageObject) -> float:
    """The part of the page that nothing is written on, above its footer."""
    heights: list[float] = []

    def seen(text: str, matrix: list[float], place: list[float], *_: object) -> None:
        if text.strip():
            heights.append(place[5] * matrix[3] + matrix[5])

    page.extract_text(visitor_text=seen)
    return min(one for one in heights if one > FOOTER) / float(page.mediabox.height)
