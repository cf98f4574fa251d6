"""The audit that every page goes through does see what it is for."""

import pytest
from playwright.sync_api import Page

from tests.browser.accessibility import faults_of

PALE = "p { color: #999; background: #aaa }"
PAGE = '<!doctype html><html lang="fr"><title>Page</title><style>{}</style><main><h1>Page</h1><p>Words</p></main>'


@pytest.mark.parametrize(
    ("style", "seen"),
    [
        ("", []),
        (PALE, ["1280 light", "320 light", "1280 dark", "320 dark"]),
        (f"@media (prefers-color-scheme: dark) {{ {PALE} }}", ["1280 dark", "320 dark"]),
        ("@media (max-width: 400px) { p { width: 500px } }", ["320 light", "320 dark"]),
    ],
    ids=["nothing", "everywhere", "in dark", "narrow"],
)
def test_each_fault_is_told_where_it_is(blank: Page, style: str, seen: list[str]) -> None:
    blank.set_content(PAGE.format(style))
    faults = faults_of(blank)
    assert len(faults) == len(seen)
    assert all(where in fault for where, fault in zip(seen, faults, strict=True))


def test_what_is_not_a_colour_is_seen_too(blank: Page) -> None:
    blank.set_content(PAGE.format("").replace("<p>", '<img src="data:,"><p>'))
    assert any("image-alt" in fault for fault in faults_of(blank))
