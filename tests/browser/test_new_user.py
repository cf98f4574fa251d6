"""Somebody who comes for the first time, by keyboard alone, with and without JavaScript: from home to a file."""

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from essaim.web.contributions.models import Claim, Revision
from tests.browser.people import code_sent_to, press, reach, write

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "camille@velo.example"


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_from_a_territory_to_a_claim_a_correction_and_a_file(browser: Browser, site: str, javascript: bool) -> None:
    window = {"width": 1280, "height": 900}
    with browser.new_context(base_url=site, locale="fr-FR", java_script_enabled=javascript, viewport=window) as context:
        page = context.new_page()
        _finds_the_territory(page)
        name = _finds_a_bicycle_workshop(page)
        _creates_an_account_and_claims(page)
        _corrects(page, name)
        _takes_the_directory_away(page)


def _finds_the_territory(page: Page) -> None:
    page.goto("/")
    write(page.get_by_label("Votre commune, intercommunalité"), "dijon metropole")
    page.keyboard.press("Enter")
    press(page.get_by_role("link", name="Dijon Métropole", exact=True))
    page.wait_for_url("**/intercommunalite/242100410/")
    press(page.get_by_role("link", name="Voir les structures, une par une"))
    page.wait_for_url("**/annuaire/?territoire=*")


def _finds_a_bicycle_workshop(page: Page) -> str:
    write(page.get_by_label("Que cherchez-vous"), "réparation vélo")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=r*")
    assert page.get_by_label("Où").input_value() == "Dijon Métropole"
    first = page.locator(".structures h3 a").first
    name = first.inner_text()
    assert "VELO" in name
    press(first)
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    return name


def _creates_an_account_and_claims(page: Page) -> None:
    press(page.get_by_role("link", name="C'est ma structure"))
    press(page.get_by_role("link", name="Créez-en un"))
    write(page.get_by_role("textbox", name="E-mail"), ADDRESS)
    press(page.get_by_role("button", name="Créer mon compte"))
    page.wait_for_url("**/confirm-email/")
    write(page.get_by_role("textbox", name="Code"), code_sent_to(ADDRESS))
    page.keyboard.press("Enter")
    page.wait_for_url("**/revendiquer/")  # where the visitor was going
    reach(page.get_by_role("radio", name="Un code par courrier"))
    page.keyboard.press("ArrowDown")
    write(page.get_by_label("Qui vous êtes dans la structure"), "J'en suis la présidente.")
    press(page.get_by_role("button", name="Continuer"))
    expect(page.get_by_role("heading", level=1)).to_have_text("La collectivité va répondre")
    assert Claim.objects.get().author.email == ADDRESS


def _corrects(page: Page, name: str) -> None:
    press(page.get_by_role("navigation", name="Fil d'Ariane").get_by_role("link", name=name))
    press(page.get_by_role("link", name="Signaler une erreur"))
    reach(page.get_by_role("radio").first)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Les horaires ne sont pas les bons")).to_be_checked()
    write(page.get_by_label("Ce qu'il faudrait lire"), "le samedi de 9 h à 12 h")
    press(page.get_by_role("button", name="Envoyer"))
    page.wait_for_url("**/merci/")
    assert Revision.objects.get().after == {"opening": "le samedi de 9 h à 12 h"}


def _takes_the_directory_away(page: Page) -> None:
    press(page.get_by_role("navigation", name="Menu principal").get_by_role("link", name="Annuaire"))
    write(page.get_by_label("Que cherchez-vous"), "réparation vélo")
    write(page.get_by_label("Où"), "Dijon Métropole")
    page.keyboard.press("Enter")
    page.wait_for_url("**ou=Dijon*")
    total = int("".join(sign for sign in page.locator("#found").inner_text() if sign.isdigit()))
    with page.expect_download() as taken:
        press(page.get_by_role("link", name="Tableur (CSV)"))
    text = Path(taken.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert len(rows) == total > 0
    assert {"SIREN", "Nom"} <= rows[0].keys()
