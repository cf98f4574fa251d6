"""What a page does wrong for whoever reads it: what axe finds, and what is wider than the screen."""

from collections.abc import Sequence
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (1280, 320)
# A scheme changes the colours of the design and nothing else: once a page was read whole in light, it is read in dark
# for what colours do. Axe takes several seconds for a long page.
ASKED: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}},
}


def faults_of(page: Page, widths: Sequence[int] = WIDTHS, schemes: Sequence[str] = tuple(ASKED)) -> list[str]:
    """What is wrong with the page as it stands, in each scheme and width; it is left in the first of each."""
    told = []
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            found = Axe().run(page, options={"resultTypes": ["violations"]} | ASKED[scheme])
            where = f"{page.url} {width} {scheme}"
            told += [f"{where}\n{found.generate_report()}"] if found.violations_count else []
            wide = page.evaluate("document.documentElement.scrollWidth")
            told += [f"{where} overflows: {wide}"] if wide > width else []
    page.emulate_media(color_scheme=schemes[0])  # type: ignore[arg-type]
    page.set_viewport_size({"width": widths[0], "height": 900})
    return told
