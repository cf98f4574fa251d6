"""A real browser: Debian's Chromium, or the one that ESSAIM_CHROMIUM names."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = os.environ.get("ESSAIM_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
QUIET = (
    "--no-sandbox",  # the suite may run as root, in a container
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker holds the browser."""
    for item in items:
        if "/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.fail("no Chromium: install Debian's package chromium, or set ESSAIM_CHROMIUM to its path")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield launched
        launched.close()


@pytest.fixture
def blank(browser: Browser) -> Iterator[Page]:
    """A page that may go nowhere but to this machine."""
    context = browser.new_context()
    page = context.new_page()
    refused: list[str] = []
    page.on("request", lambda request: refused.append(request.url) if _is_foreign(request.url) else None)
    yield page
    context.close()
    assert refused == []


def _is_foreign(address: str) -> bool:
    return not address.startswith(("file:", "data:", "about:", "http://127.0.0.1", "http://localhost"))
