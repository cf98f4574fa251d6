"""The site in a real browser: axe on every page, wide and narrow, light and dark, by keyboard, without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page

from essaim.web.accounts.demo import PASSWORD
from tests.web.matrix import ADMINISTRATOR, MATRIX, PUBLIC, SIGNED_IN

pytestmark = pytest.mark.django_db(transaction=True)

SLUG = "dijon-metropole"
NOT_A_PAGE = {
    "directory:points",
    "directory:file",
    "directory:feed",
    "directory:profile",
    "directory:catalogue",
    "territory_download",
    "revision",
    "sheet_picture",
    "authority_style",
    "authority_logo",
    "switch_language",
    "account_export",
    "map_contours",
}
FORMS_ONLY = {
    "authority_revoke",
    "authority_withdraw",
    "mfa_download_recovery_codes",
    "revision_undo",
    "claim_withdraw",
}


def addresses() -> list[tuple[str, str]]:
    """Every page that can be read with a bare visit, and a few that need more than their address."""
    from essaim.web.accounts.models import User

    administrator = User.objects.get(email="administration@demo.example").pk
    known = {"slug": SLUG, "pk": administrator}
    found = [
        (name, reverse(name, kwargs={key: known.get(key, value) for key, value in arguments.items()}))
        for name, (who, arguments) in MATRIX.items()
        if who in (PUBLIC, SIGNED_IN, ADMINISTRATOR) and name not in NOT_A_PAGE | FORMS_ONLY
    ]
    return [*found, ("results", "/territoires/?q=dijon"), ("nothing", "/territoires/?q=zzzz"), ("missing", "/nowhere/")]


def sign_in(page: Page) -> None:
    page.goto("/compte/login/")
    page.fill("#id_login", "administration@demo.example")
    page.fill("#id_password", PASSWORD)
    page.locator("section[aria-labelledby=by-password] button").click()
    page.wait_for_url("**/compte/")


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("signed_in", [False, True])
def test_axe_finds_nothing_and_nothing_overflows(context: BrowserContext, scheme: str, signed_in: bool) -> None:
    page = context.new_page()
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    if signed_in:
        sign_in(page)
    read, faults = 0, []
    for name, address in addresses():
        answer = page.goto(address)
        assert answer is not None
        if not signed_in and "/compte/login/" in page.url and name != "account_login":
            continue
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            found = Axe().run(page)
            if found.violations_count:
                faults.append(f"{name} {width} {scheme}\n{found.generate_report()}")
            if page.evaluate("document.documentElement.scrollWidth") > width:
                faults.append(f"{name} overflows at {width}")
        read += 1
    assert not faults, "\n".join(faults)
    assert read > 10


def test_by_keyboard_from_the_home_page_to_an_explained_figure(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("dijon metropole")
    page.keyboard.press("Enter")
    page.wait_for_url("**/territoires/?q=*")
    page.locator(".result a", has_text="Dijon Métropole").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/242100410/")
    summary = page.locator(".key-figure summary").first
    summary.focus()
    assert summary.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.locator(".key-figure details").first.get_attribute("open") is not None
    assert page.locator(".key-figure .explain").first.is_visible()


def test_everything_works_without_javascript(browser: Browser, site: str) -> None:
    without = browser.new_context(base_url=site, locale="fr-FR", java_script_enabled=False)
    page = without.new_page()
    sign_in(page)
    assert page.locator("h1").inner_text() == "Mon compte"
    page.goto(f"/collectivites/{SLUG}/membres/")
    page.get_by_role("link", name="Inviter une personne").click()
    page.get_by_role("button", name="Envoyer l'invitation").click()
    assert page.locator(".field.faulty input").get_attribute("aria-invalid") == "true"
    page.locator(".summary a").first.click()
    page.fill("#id_email", "someone@new.example")
    page.get_by_role("button", name="Envoyer l'invitation").click()
    assert page.get_by_text("L'invitation est partie.").is_visible()
    page.goto("/territoires/intercommunalite/242100410/")
    page.select_option("#perimeter", "wide")
    page.get_by_role("button", name="Appliquer").click()
    assert "perimeter=wide" in page.url
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    without.close()


def test_the_browser_has_nothing_to_say_about_the_policy(context: BrowserContext) -> None:
    """A blocked style or script would be told in the console; nothing is asked of another machine."""
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type in ("error", "warning") else None)
    page.on(
        "request",
        lambda request: (
            told.append(request.url)
            if "127.0.0.1" not in request.url and "localhost" not in request.url and not request.url.startswith("data:")
            else None
        ),
    )
    for address in ("/", "/territoires/intercommunalite/242100410/", f"/collectivites/{SLUG}/", "/guide-de-style/"):
        page.goto(address)
    assert told == []


def test_the_colours_of_an_authority_are_those_of_its_pages(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/")
    ours = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--main')")
    page.goto(f"/collectivites/{SLUG}/")
    theirs = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--main')")
    assert theirs.strip() == "#7a1f3d" != ours.strip()
