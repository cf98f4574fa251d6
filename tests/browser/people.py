"""What people do in a browser: sign in, go by keyboard alone, read the code that was sent to them."""

import re

from django.core import mail
from playwright.sync_api import Locator, Page, expect

from essaim.web.accounts.demo import DOMAIN, PASSWORD

FARTHEST = 250  # presses of Tab, on the longest page


def sign_in(page: Page, login: str = "administration") -> None:
    page.goto("/compte/login/")
    page.fill("#id_login", f"{login}@{DOMAIN}")
    page.fill("#id_password", PASSWORD)
    page.locator("section[aria-labelledby=by-password] button").click()
    page.wait_for_url("**/compte/")


def reach(target: Locator) -> None:
    """Tab until it holds the focus, which must be seen."""
    for _ in range(FARTHEST):
        target.page.keyboard.press("Tab")
        if target.evaluate("one => one === document.activeElement"):
            expect(target).to_be_in_viewport()
            return
    raise AssertionError(f"{target} is out of reach of the keyboard")


def press(target: Locator) -> None:
    """Reach it, and press Enter."""
    reach(target)
    target.page.keyboard.press("Enter")


def write(target: Locator, text: str) -> None:
    """Reach a field, and type instead of what it has."""
    reach(target)
    target.page.keyboard.press("Control+a")
    target.page.keyboard.type(text)


def code_sent_to(address: str) -> str:
    """The code of the last message that this address received."""
    sent = next(one for one in reversed(mail.outbox) if address in one.to)
    found = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", str(sent.body), re.M)
    assert found, sent.body
    return found[1]
