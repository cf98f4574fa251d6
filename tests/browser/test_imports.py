"""Imports and proposals in a real browser: the whole way without JavaScript, axe on each page, names while typing."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from essaim.observatory.directory.query import Query
from essaim.observatory.reference.geography import find_territory
from essaim.web.contributions.apps import ContributionsConfig
from essaim.web.imports.tables.delimited import written
from essaim.web.territories.stores import current_index
from tests.browser.accessibility import faults_of
from tests.browser.people import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

IMPORTS = "/collectivites/dijon-metropole/imports/"


def old_directory(folder: Path) -> Path:
    found = (one for one in current_index().every(Query(territory=find_territory("commune:21231"))) if one.name)
    first, second = next(found), next(found)
    rows = [
        ["Structure", "SIRET", "Ville", "Objet", "Courriel"],
        [str(first.name), first.head_office.siret.lstrip("0"), "Dijon", "Nous réparons.", "a@b.example"],
        [str(second.name).title(), "", "Dijon", "Même nom, même commune.", ""],
        ["Zinzolin Qwertz", "", "Chenôve", "Un atelier partagé.", "pas une adresse"],
        ["Sans commune", "8,52E+13", "", "", ""],
    ]
    path = folder / "annuaire.csv"
    path.write_text("".join(written(rows)), encoding="utf-8")
    return path


@pytest.mark.slow
def test_from_a_file_to_its_result_with_nothing_that_axe_finds(context: BrowserContext, tmp_path: Path) -> None:
    page = context.new_page()
    sign_in(page, "mission")
    page.goto(IMPORTS)
    seen = faults_of(page)
    page.set_input_files("input[type=file]", old_directory(tmp_path))
    page.get_by_role("button", name="Lire le fichier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Que dit chaque colonne ?")
    seen += faults_of(page)
    page.get_by_role("button", name="Vérifier les lignes").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("ce que l'import ferait")
    seen += faults_of(page)
    page.get_by_role("button", name="Importer").click()
    expect(page.get_by_text("C'est importé.")).to_be_visible()
    seen += faults_of(page)
    assert not seen, "\n".join(seen)


def test_the_same_without_javascript(browser: Browser, site: str, tmp_path: Path) -> None:
    context = browser.new_context(base_url=site, locale="fr-FR", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "mission")
    page.goto(IMPORTS)
    page.set_input_files("input[type=file]", old_directory(tmp_path))
    for button in ("Lire le fichier", "Vérifier les lignes", "Importer", "Annuler tout l'import"):
        page.get_by_role("button", name=button).click()
    expect(page.get_by_text("L'import est annulé.")).to_be_visible()
    context.close()


def test_names_already_there_are_shown_while_one_types(context: BrowserContext) -> None:
    ContributionsConfig.create("essaim.web.contributions").populate()
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.goto("/contribuer/proposer/")
    near = page.locator("[data-similar]")
    expect(near).to_have_attribute("aria-live", "polite")
    page.locator("#id_name").press_sequentially("repair cafe des taneries", delay=5)
    link = near.get_by_role("link", name="Repair café des Tanneries")
    expect(link).to_be_visible(timeout=30_000)  # the first question waits for names and outlines to be read
    assert not faults_of(page)
    page.fill("#id_name", "xq")
    expect(link).to_have_count(0)
    assert told == []
