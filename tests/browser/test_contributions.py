"""What people write, from hand to hand in a browser: claimed, filled, accepted, undone; two sheets made one."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from essaim.web.contributions import demo
from essaim.web.contributions.models import Sheet
from tests.browser.people import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

People = Callable[[str], Page]
HOURS = "le samedi de 9 h à 12 h"


@pytest.fixture
def people(browser: Browser, site: str) -> Iterator[People]:
    """A page for each person, without JavaScript: nothing here needs it."""
    demo.populate()
    opened = []

    def page_of(login: str) -> Page:
        context = browser.new_context(base_url=site, locale="fr-FR", java_script_enabled=False)
        opened.append(context)
        page = context.new_page()
        sign_in(page, login)
        return page

    yield page_of
    for context in opened:
        context.close()


def into_the_queue(officer: Page) -> None:
    officer.goto("/collectivites/dijon-metropole/")
    officer.get_by_role("link", name="contributions attendent").click()


def test_claimed_filled_accepted_shown_then_undone(people: People) -> None:
    speaker, officer = people("visite"), people("mission")
    sheet = Sheet.objects.get(claims__author__email="visite@demo.example", claims__proof="authority")
    address = f"/annuaire/{sheet.key}/"

    into_the_queue(officer)
    waiting = officer.locator(".waiting", has_text="J'en suis la trésorière")
    waiting.get_by_role("button", name="Accepter").click()
    expect(officer.get_by_text("C'est accepté.")).to_be_visible()

    speaker.goto(address)
    expect(speaker.get_by_role("link", name="revendiquer")).to_have_count(0)
    speaker.get_by_role("link", name="Compléter la fiche").click()
    speaker.get_by_label("Horaires").fill(HOURS)
    speaker.get_by_role("button", name="Envoyer").click()
    speaker.goto(address)
    expect(speaker.get_by_text(HOURS)).to_have_count(0)  # it waits

    into_the_queue(officer)
    waiting = officer.locator(".waiting", has_text=HOURS)
    expect(waiting.locator("ins")).to_contain_text(HOURS)
    waiting.get_by_role("button", name="Accepter").click()
    speaker.goto(address)
    expect(speaker.get_by_text(HOURS)).to_be_visible()

    officer.goto(address)
    officer.get_by_role("link", name="Historique").click()
    change = officer.locator("article", has_text=HOURS).first
    change.get_by_role("button", name="Annuler ce changement").click()
    speaker.goto(address)
    expect(speaker.get_by_text(HOURS)).to_have_count(0)


def test_two_sheets_are_told_apart_then_made_one(people: People) -> None:
    officer = people("mission")
    officer.goto("/collectivites/dijon-metropole/")
    officer.get_by_role("link", name="Doublons").click()
    pairs = officer.locator(".result")
    told = [one.inner_text() for one in pairs.all()]
    assert len(told) == len(set(told)) > 1
    pair = pairs.filter(has_text="(collectif)").first
    pair.get_by_role("link").click()
    officer.wait_for_url("**/doublons/local-*/**")
    gone, stays = (one.get_attribute("href") or "" for one in officer.get_by_role("link", name="Voir sa page").all())
    officer.get_by_role("button", name="Réunir").click()
    expect(officer.get_by_text("Les deux fiches n'en font plus qu'une.")).to_be_visible()
    officer.goto(gone)
    officer.wait_for_url(f"**{stays}")
    expect(officer.get_by_text("Le même groupe, avant son immatriculation")).to_be_visible()
