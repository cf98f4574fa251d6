"""The map with many structures, in a real browser: what it weighs, when it is there, how evenly it moves."""

import contextlib
import gzip
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SIZES = (1_000, 5_000, 20_000)
PAGE = "/integration/carte/?territoire=242100410&vue=carte"
# Software drawing: a machine with a graphics card is faster.
FLAGS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
FRAMES = """async () => {
    const canvas = document.querySelector(".map-canvas canvas");
    const times = [];
    let last = performance.now(), going = true;
    const tick = (now) => { times.push(now - last); last = now; if (going) requestAnimationFrame(tick); };
    requestAnimationFrame(tick);
    for (const [code, keyCode] of [["Equal", 187], ["ArrowLeft", 37], ["ArrowRight", 39], ["Minus", 189]]) {
        canvas.dispatchEvent(new KeyboardEvent("keydown", { code, keyCode, bubbles: true }));
        await new Promise((then) => setTimeout(then, 700));
    }
    going = false;
    return times.slice(2);
}"""


def structures(count: int) -> bytes:
    """As many points, spread over Dijon Métropole; a tenth of them share the address of another."""
    features = []
    for number in range(count):
        place = number - number % 10 if number % 10 == 1 else number
        lon, lat = 4.9 + (place * 7919 % 3000) / 10_000, 47.23 + (place * 104_729 % 1700) / 10_000
        told = {"name": f"Structure {number}", "family": ("association", "cooperative", "mutual")[number % 3]}
        told |= {"page": f"/annuaire/{number:09d}/", "where": "Dijon"}
        features.append(
            {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": told}
        )
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")).encode()


def as_markdown(store: Path) -> str:
    """A table, one line a size."""
    from playwright.sync_api import sync_playwright

    lines = [
        "| structures | data kB | page in all kB | drawn after ms | frame, median ms | frame, p95 ms |",
        "|---|---|---|---|---|---|",
    ]
    with served(store) as site, sync_playwright() as playwright:
        chromium = os.environ.get("ESSAIM_CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for count in SIZES:
            told = _measured(browser, site, structures(count))
            lines.append(f"| {count:,} | " + " | ".join(f"{one:.0f}" for one in told) + " |")
        browser.close()
    return "\n".join(lines)


def _measured(browser: Any, site: str, body: bytes) -> tuple[float, ...]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    weights: list[int] = []

    def answer(route: Any) -> None:
        if "points.geojson" in route.request.url:
            weights.append(len(gzip.compress(body, 6)))
            route.fulfill(body=body, content_type="application/geo+json")
            return
        got = route.fetch()
        weights.append(len(gzip.compress(got.body(), 6)))
        route.fulfill(response=got)

    page.route("**/*", answer)
    start = time.perf_counter()
    page.goto(site + PAGE)
    page.locator(".map-stops button").first.wait_for(state="attached", timeout=60_000)
    drawn = (time.perf_counter() - start) * 1000
    frames = page.evaluate(FRAMES)
    page.close()
    tail = statistics.quantiles(frames, n=20)[-1]
    return len(gzip.compress(body, 6)) / 1000, sum(weights) / 1000, drawn, statistics.median(frames), tail


@contextlib.contextmanager
def served(store: Path) -> Iterator[str]:
    """The site on a free port of this machine, while it is measured."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as data:
        environment = os.environ | {"ESSAIM_STORE": str(store.resolve()), "ESSAIM_DATA": data}
        command = [sys.executable, "-m", "essaim", "serve", "--port", str(port), "--workers", "3"]
        running = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        try:
            _await(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            running.terminate()
            running.wait(20)


def _await(port: int) -> None:
    for _ in range(120):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.5)
    raise TimeoutError(port)
