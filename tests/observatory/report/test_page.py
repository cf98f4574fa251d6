"""The page: self-contained, complete, escaped, and saying the same as the figures."""

import re
from html.parser import HTMLParser

import pytest

from essaim.observatory.diagnosis.catalogue import CHAPTERS, catalogue
from essaim.observatory.diagnosis.diagnose import diagnose
from essaim.observatory.language import Language
from essaim.observatory.reference.geography import find_territory, territory
from essaim.observatory.report.page import as_html
from essaim.observatory.report.rendering import FORMS, render
from essaim.observatory.store.reader import Store


class Outline(HTMLParser):
    """Ids, internal links and addresses of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.anchors: set[str] = set()
        self.loaded: list[str] = []
        self.headings: list[int] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if tag == "a" and (given.get("href") or "").startswith("#"):
            self.anchors.add((given["href"] or "")[1:])
        if tag in ("script", "link", "img", "iframe", "source"):
            self.loaded.append(tag)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", ["Dijon Métropole", "Chenôve", "Jura", "FR"])
def test_the_page_is_whole_and_loads_nothing(small_store: Store, name: str, language: Language) -> None:
    page = as_html(diagnose(small_store, find_territory(name)), language).decode()
    outline = Outline(page)
    assert f'<html lang="{language}">' in page
    assert outline.loaded == []
    assert len(outline.ids) == len(set(outline.ids))
    assert outline.anchors <= set(outline.ids)
    assert set(CHAPTERS) <= set(outline.ids)
    assert outline.headings[0] == 1
    assert all(after <= before + 1 for before, after in zip(outline.headings, outline.headings[1:], strict=False))
    assert "url(" not in page
    assert "None" not in page
    assert "nan" not in re.sub(r"<[^>]+>", " ", page).split()


def test_every_indicator_is_explained_in_place(small_store: Store) -> None:
    page = as_html(diagnose(small_store, find_territory("Dijon Métropole"), "wide"), "fr").decode()
    for id_ in catalogue():
        assert f'<span class="id">{id_}</span>' in page


def test_a_commune_without_any_ess_has_a_truthful_page(small_store: Store) -> None:
    [(code,)] = small_store.rows(
        "select min(code) from weights where level = 'commune' and perimeter = 'wide' and employers = 0"
    )
    for form in FORMS:
        for language in ("fr", "en"):
            assert render(diagnose(small_store, territory("commune", code)), form, language)  # type: ignore[arg-type]


def test_the_same_diagnosis_gives_the_same_bytes(small_store: Store) -> None:
    found = find_territory("Dijon Métropole")
    for form in FORMS:
        assert render(diagnose(small_store, found), form, "fr") == render(diagnose(small_store, found), form, "fr")
