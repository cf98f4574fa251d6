"""The site in a real browser: axe on every page, wide and narrow, light and dark, by keyboard, without JavaScript."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext

from essaim.web.contributions import demo
from tests.browser.accessibility import WIDTHS, faults_of
from tests.browser.people import sign_in
from tests.web.matrix import IN_DIJON, MATRIX, PUBLIC, STATE

pytestmark = pytest.mark.django_db(transaction=True)

SLUG = "dijon-metropole"
# What is a page by its address (files end otherwise), but answers with something else.
NOT_A_PAGE = {"revision", "switch_language", "account_export", "sheet_picture", "actor_similar"}
# Pages that an address of the matrix alone does not show.
ELSEWHERE = [
    ("results", "/territoires/?q=dijon"),
    ("nothing", "/territoires/?q=zzzz"),
    ("missing", "/nowhere/"),
    ("structure", f"/annuaire/{IN_DIJON}/"),
    ("list", "/annuaire/?territoire=242100410"),
    ("empty list", "/annuaire/?q=zzzz&territoire=21231"),
    ("embed", "/integration/carte/?territoire=242100410&famille=mutual&locked=1"),
    ("code of an embed", "/integration/?territoire=242100410&famille=mutual&locked=1"),
]
FORMS_ONLY = {
    "show_again",
    "label_withdraw",
    "authority_revoke",
    "authority_withdraw",
    "mfa_download_recovery_codes",
    "revision_undo",
    "claim_withdraw",
    "authority_changes_tick",
    "unfollow",
    "following_mails",
    "token_revoke",
    "import_give_up",
    "import_undo",
}


def addresses(signed_in: bool) -> list[tuple[str, str]]:
    """Every page that is read with a bare visit: the public ones, or those that ask for somebody of Dijon."""
    from essaim.web.accounts.models import User
    from essaim.web.contributions.models import Sheet

    administrator = User.objects.get(email="administration@demo.example").pk
    local = Sheet.objects.live().local().first()
    assert local is not None
    known = {"slug": SLUG, "pk": administrator, "local": local.key}
    found = []
    for name, (who, arguments) in MATRIX.items():
        mine = who not in (PUBLIC, STATE) if signed_in else who == PUBLIC
        if mine and name not in NOT_A_PAGE | FORMS_ONLY:
            address = reverse(name, kwargs={key: known.get(key, value) for key, value in arguments.items()})
            found += [(name, address)] if address.endswith("/") else []
    return found if signed_in else [*found, *ELSEWHERE]


# What reads alike in both languages is read once: French in both schemes and widths, English for its words.
SEEN = [("fr-FR", WIDTHS, ("light", "dark")), ("en-GB", (1280,), ("light",))]


@pytest.mark.slow
@pytest.mark.parametrize(("language", "widths", "schemes"), SEEN, ids=["french", "english"])
@pytest.mark.parametrize("signed_in", [False, True], ids=["anonymous", "signed-in"])
def test_axe_finds_nothing_and_nothing_overflows(
    browser: Browser, site: str, language: str, widths: tuple[int, ...], schemes: tuple[str, ...], signed_in: bool
) -> None:
    demo.populate()
    faults = []
    with browser.new_context(base_url=site, locale=language) as context:
        page = context.new_page()
        if signed_in:
            sign_in(page)
        pages = addresses(signed_in)
        for name, address in pages:
            page.goto(address)
            assert signed_in is False or "/compte/login/" not in page.url, name
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            faults += [f"{name} {fault}" for fault in faults_of(page, widths, schemes)]
    assert not faults, "\n".join(faults)
    assert len(pages) > 20


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
