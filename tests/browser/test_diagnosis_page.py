"""The page of a diagnosis in a real browser: axe, narrow and wide, light and dark, by keyboard, on paper."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from essaim.observatory.diagnosis.diagnose import diagnose
from essaim.observatory.reference.geography import find_territory
from essaim.observatory.report.page import as_html
from essaim.observatory.store.reader import open_store
from tests.browser.accessibility import faults_of


@pytest.fixture(scope="session")
def address(small_store_folder: Path, workshop_folder: Path) -> str:
    with open_store(small_store_folder) as store:
        page = as_html(diagnose(store, find_territory("Dijon Métropole"), "wide"), "fr")
    path = workshop_folder / "diagnosis.html"
    path.write_bytes(page)
    return path.as_uri()


def test_axe_finds_nothing_and_nothing_overflows(blank: Page, address: str) -> None:
    blank.goto(address)
    for details in blank.locator("details").all():
        details.evaluate("element => element.open = true")
    faults = faults_of(blank)
    assert not faults, "\n".join(faults)


def test_the_keyboard_alone_reaches_content_tables_and_details(blank: Page, address: str) -> None:
    blank.goto(address)
    blank.keyboard.press("Tab")
    assert blank.evaluate("document.activeElement.getAttribute('href')") == "#content"
    blank.keyboard.press("Enter")
    assert blank.evaluate("document.activeElement.id") == "content"
    reached = set()
    for _ in range(12):
        blank.keyboard.press("Tab")
        reached.add(blank.evaluate("document.activeElement.tagName"))
    assert {"DIV", "SUMMARY"} <= reached
    blank.locator("summary").first.focus()
    blank.keyboard.press("Enter")
    assert blank.locator("details").first.get_attribute("open") is not None


def test_it_prints_on_a4_with_its_notice(blank: Page, address: str) -> None:
    blank.goto(address)
    blank.emulate_media(media="print")
    assert blank.locator(".notice").is_visible()
    assert blank.pdf(format="A4").startswith(b"%PDF")
