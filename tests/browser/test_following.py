"""Following and checking in a real browser: by keyboard, without JavaScript, readable by all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django import Settings

from essaim.web.following.actions.refreshing import refresh
from essaim.web.following.models import Change, Check, Follow
from tests.browser.accessibility import faults_of
from tests.browser.people import sign_in
from tests.versions import CLOSED, MOVED, SAME
from tests.web.following.conftest import Stores

pytestmark = pytest.mark.django_db(transaction=True)

OFFICER = "/collectivites/dijon-metropole/changements/"
DIJON = "/territoires/commune/21231/changements/"


@pytest.fixture
def changed(site: str, two_versions: tuple[Path, Path], settings: Settings, tmp_path: Path) -> str:
    """A site that has seen a second version."""
    stores = Stores(tmp_path / "store", *two_versions)
    stores.root.mkdir()
    settings.ESSAIM_STORE, settings.ESSAIM_INDEX = stores.root, tmp_path / "index"
    for version in (stores.before, stores.now):
        stores.publish(version)
        refresh()
    return site


@pytest.fixture
def plain(browser: Browser, changed: str) -> Iterator[Page]:
    """Without JavaScript, signed in as the policy officer of Dijon Métropole."""
    context = browser.new_context(base_url=changed, locale="fr-FR", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "mission")
    yield page
    context.close()


def press(page: Page, name: str) -> None:
    """Reach a button by the keyboard alone, and press it."""
    button = page.get_by_role("button", name=name, exact=True).first
    for _ in range(80):
        page.keyboard.press("Tab")
        if button.evaluate("one => one === document.activeElement"):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name} is not reached by the keyboard")


def test_following_and_stopping_by_keyboard_without_javascript(plain: Page) -> None:
    plain.goto(f"/annuaire/{SAME}/")
    press(plain, "Suivre")
    expect(plain.get_by_role("button", name="Suivi : arrêter")).to_be_visible()
    assert Follow.objects.get().target == SAME
    press(plain, "Suivi : arrêter")
    expect(plain.get_by_role("button", name="Suivre", exact=True)).to_be_visible()
    assert not Follow.objects.exists()


def test_ticking_by_keyboard_without_javascript(plain: Page) -> None:
    plain.goto(f"{OFFICER}?nature=closed")
    press(plain, f"Vérifié Fermeture, NAME {CLOSED}")
    assert Check.objects.get().change.key == CLOSED
    expect(plain.get_by_text("Rien à vérifier")).to_be_visible()
    plain.goto(f"{OFFICER}?nature=moved")
    press(plain, f"Cocher les {Change.objects.filter(kind='moved').count()} de cette nature")
    assert Check.objects.filter(change__key=MOVED).exists()


@pytest.mark.slow
@pytest.mark.usefixtures("changed")
def test_axe_finds_nothing_and_nothing_overflows(context: BrowserContext) -> None:
    page = context.new_page()
    sign_in(page, "mission")
    page.goto(f"/suivi/suivre/?genre=structure&cible={SAME}")
    page.get_by_role("button", name="Suivre", exact=True).click()
    faults = []
    follow = f"/suivi/suivre/?genre=structure&cible={MOVED}"
    for address in (
        OFFICER,
        f"{OFFICER}?etat=tous",
        DIJON,
        f"/annuaire/{CLOSED}/",
        f"/annuaire/{MOVED}/",
        "/suivi/",
        follow,
    ):
        page.goto(address)
        faults += faults_of(page)
    assert not faults, "\n".join(faults)
