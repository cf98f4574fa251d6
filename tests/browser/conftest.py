"""A real browser: Debian's Chromium, or the one that ESSAIM_CHROMIUM names."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from essaim.web.accounts.demo import populate

# Playwright runs an event loop in this thread; Django's database calls here are the tests' own, and synchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = os.environ.get("ESSAIM_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
QUIET = (
    "--no-sandbox",  # the suite may run as root, in a container
    "--use-gl=angle",  # WebGL drawn by the processor: maps are tested wherever the suite runs
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
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


@pytest.fixture
def site(live_server: LiveServer, small_store_folder: Path, settings: Settings, tmp_path: Path) -> str:
    settings.ESSAIM_STORE = small_store_folder
    settings.MEDIA_ROOT = tmp_path
    settings.DEMO = True
    call_command("createcachetable", verbosity=0)
    populate()
    return live_server.url


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    made = browser.new_context(base_url=site, locale="fr-FR", java_script_enabled=True)
    yield made
    made.close()
