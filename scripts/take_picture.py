"""Takes the picture of the README: the top of the demonstration's page (synthetic data, and it says so)."""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).parents[1] / "docs" / "images" / "diagnosis.png"


def main(page: Path) -> None:
    """`page` is what `make demo` wrote: var/demo/dijon-metropole.html."""
    chromium = os.environ.get("ESSAIM_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        view = browser.new_page(viewport={"width": 1180, "height": 1000})
        view.goto(page.resolve().as_uri())
        view.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
