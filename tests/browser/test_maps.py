"""Maps in a real browser: drawn, by keyboard, light and dark, framed, without JavaScript or WebGL; what they weigh."""

import gzip
import io
import json
import random
import string
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from essaim.web.directory import mapping
from essaim.web.directory.mapping import AT_ONCE

pytestmark = pytest.mark.django_db(transaction=True)

EMBED = "/integration/carte/?territoire=242100410&locked=1"
LIST = "/annuaire/?territoire=242100410"
STRUCTURES = "**/annuaire/points.geojson*"
# Bytes over the network, compressed: of a page with its map, and without.
MOST_WITH, MOST_WITHOUT = 1_000_000, 300_000


def ready(page: Page, address: str = EMBED, state: str = "ready") -> None:
    page.goto(address)
    expect(page.locator("[data-map]")).to_have_attribute("data-state", state, timeout=20_000)
    if state == "ready":
        expect(page.locator(".map-stops button").first).to_be_attached(timeout=20_000)


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that hears whatever the browser complains about, violations of the policy among others."""
    page = context.new_page()
    page.emulate_media(reduced_motion="reduce")
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda fault: told.append(str(fault)))
    page.on("request", lambda request: told.append(request.url) if _is_foreign(request.url) else None)
    yield page
    page.unroute_all(behavior="ignoreErrors")  # what is still on its way is not weighed
    # Software drawing is slow, and the browser says so of pictures that are read back.
    assert [one for one in told if "GPU stall" not in one and "GL Driver" not in one] == []


def _is_foreign(address: str) -> bool:
    return not address.startswith(("data:", "blob:", "http://127.0.0.1", "http://localhost"))


def feature(name: str, lon: float, lat: float, family: str = "association") -> dict[str, object]:
    told = {"name": name, "family": family, "page": f"/territoires/?q={name}", "where": "Dijon"}
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": told}


def answered(page: Page, features: list[dict[str, object]]) -> None:
    """These structures instead of those of the store."""
    body = json.dumps({"type": "FeatureCollection", "features": features})
    page.route(STRUCTURES, lambda route: route.fulfill(body=body, content_type="application/geo+json"))


def drawn(page: Page) -> set[str]:
    """The colours that cover a place on the map, as #rrggbb."""
    picture = Image.open(io.BytesIO(page.locator(".map-canvas canvas").screenshot())).convert("RGB")
    counted = picture.getcolors(picture.width * picture.height) or []
    return {f"#{red:02x}{green:02x}{blue:02x}" for many, (red, green, blue) in counted if many > 20}


def tokens(page: Page, *names: str) -> set[str]:
    """Colours of the page, by the names of its design."""
    style = "getComputedStyle(document.documentElement)"
    return {page.evaluate(f"{style}.getPropertyValue('--{name}').trim()") for name in names}


def test_it_draws_twenty_thousand_structures_in_clusters_that_add_up(page: Page) -> None:
    spots = [
        (4.9 + (number * 7919 % 3000) / 10_000, 47.23 + (number * 104_729 % 1700) / 10_000) for number in range(20_000)
    ]
    answered(page, [feature(f"S{number}", *spot) for number, spot in enumerate(spots)])
    ready(page)
    told = [one.get_attribute("aria-label") or "" for one in page.locator(".map-stops button").all()]
    counted = sum(int("".join(sign for sign in name if sign.isdigit())) for name in told if "agrandir" in name)
    assert counted + sum("agrandir" not in name for name in told) == 20_000
    assert 5 < len(told) < 120


def test_by_keyboard_from_a_cluster_to_the_page_of_a_structure(page: Page) -> None:
    answered(page, [feature("Alpha", 5.0, 47.3), feature("Beta", 5.001, 47.3), feature("Gamma", 5.1, 47.34, "mutual")])
    ready(page)
    stops = page.locator(".map-stops button")
    expect(stops).to_have_count(2)
    assert [stop.get_attribute("tabindex") for stop in stops.all()] == ["0", "-1"]
    page.locator("canvas").focus()
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.map-stops') !== null"):
            break
    focused = page.locator(".map-stops button:focus")
    expect(focused).to_have_attribute("aria-label", "Gamma, Dijon")
    assert focused.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    page.keyboard.press("ArrowRight")
    expect(focused).to_have_attribute("aria-label", "2 structures\u00a0: agrandir")
    page.keyboard.press("Enter")
    expect(stops.first).to_have_attribute("aria-label", "Alpha, Dijon", timeout=10_000)
    expect(focused).to_have_attribute("aria-label", "Alpha, Dijon")
    page.keyboard.press("Enter")
    link = page.locator(".map-sheet a")
    expect(link).to_be_focused()
    assert link.get_attribute("href") == "/territoires/?q=Alpha"
    assert page.locator(".map-sheet p").last.inner_text() == "Associations · Dijon"
    page.keyboard.press("Escape")
    expect(page.locator(".map-sheet")).to_have_count(0)
    expect(focused).to_have_attribute("aria-label", "Alpha, Dijon")


@pytest.mark.parametrize(("count", "opened"), [(7, "fan"), (60, "list")])
def test_structures_of_one_address_open_out_around_it_or_as_a_list(page: Page, count: int, opened: str) -> None:
    answered(page, [feature(f"S{number}", 5.04, 47.32) for number in range(count)])
    ready(page)
    page.locator(".map-stops button").focus()
    page.keyboard.press("Enter")
    if opened == "fan":
        expect(page.locator(".map-stops button")).to_have_count(count + 1, timeout=10_000)
        page.locator(".map-stops button", has=page.locator("xpath=self::*[@aria-label='S3, Dijon']")).focus()
        page.keyboard.press("Enter")
        expect(page.locator(".map-sheet a")).to_have_text("S3 (nouvelle fenêtre)")
    else:
        expect(page.locator(".map-list li a")).to_have_count(count)
        assert page.locator(".map-list a").first.get_attribute("href") == "/territoires/?q=S0"


def test_a_click_opens_a_structure_and_text_is_never_markup(page: Page) -> None:
    answered(page, [feature("<img src=x onerror=alert(1)>", 5.04, 47.32)])
    ready(page)
    spot = page.locator(".map-stops button").evaluate(
        "one => { const r = one.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2] }"
    )
    page.mouse.click(*spot)
    expect(page.locator(".map-sheet a")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator(".map-sheet img").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_with_the_map_drawn_and_a_structure_open(page: Page, scheme: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    answered(page, [feature("Alpha", 4.92, 47.3, "mutual"), feature("Beta", 5.2, 47.3, "mutual")])
    ready(page)
    page.locator(".map-stops button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".map-sheet")).to_be_visible()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # The ground, what is around it, the border of the territory, and the badge of a mutual.
    wanted = tokens(page, "card", "sunken", "main-text", "s3")
    assert wanted <= drawn(page)


def test_the_map_follows_light_and_dark(page: Page) -> None:
    answered(page, [])
    page.goto(EMBED)
    expect(page.locator("[data-map]")).to_have_attribute("data-state", "ready", timeout=20_000)
    page.wait_for_timeout(500)
    light = tokens(page, "card", "sunken")
    assert light <= drawn(page)
    assert not tokens(page, "s3") & drawn(page)  # no mutual is there
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(1500)
    dark = tokens(page, "card", "sunken")
    assert not dark & light
    assert dark <= drawn(page)
    assert not light & drawn(page)


def test_without_javascript_the_list_says_the_same(browser: Browser, site: str) -> None:
    without = browser.new_context(base_url=site, locale="fr-FR", java_script_enabled=False)
    page = without.new_page()
    page.goto(EMBED)
    expect(page.locator(".map-note").first).to_be_visible()
    assert "La liste dit la même chose" in page.locator(".map-note").first.inner_text()
    first = page.locator(".embed-list li").first.inner_text()
    page.get_by_role("link", name="Suivante").click()
    assert page.locator(".embed-list li").first.inner_text() != first
    asked = parse_qs(urlsplit(page.url).query)
    assert (asked["locked"], asked["territoire"]) == (["1"], ["242100410"])
    page.goto(f"{EMBED}&vue=carte")
    page.get_by_role("link", name="En liste").click()
    assert page.locator(".embed-list li").count() == 20
    without.close()


def test_without_webgl_or_data_a_sentence_says_so(page: Page) -> None:
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    ready(page, state="no-webgl")
    expect(page.locator("[data-when=no-webgl]")).to_be_visible()
    assert page.locator(".embed-list li").count() == 20


def test_data_that_cannot_be_had_leave_the_list_and_a_sentence(context: BrowserContext) -> None:
    page = context.new_page()
    page.route(STRUCTURES, lambda route: route.fulfill(status=503, body=""))
    ready(page, state="failed")
    expect(page.locator("[data-when=failed]")).to_be_visible()


@pytest.fixture
def town(site: str, tmp_path: Path) -> Iterator[str]:
    """The page of another site, which frames what the generator gives."""
    frame = f'<!doctype html><title>A town</title><iframe src="{site}{EMBED}" width="900" height="640"></iframe>'
    (tmp_path / "town.html").write_text(frame, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/town.html"
    server.shutdown()
    server.server_close()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing is told of what was asked."""


def test_framed_elsewhere_it_draws_and_leaves_no_cookie(context: BrowserContext, town: str) -> None:
    page = context.new_page()
    page.goto(town)
    framed = page.frame_locator("iframe")
    expect(framed.locator("[data-map]")).to_have_attribute("data-state", "ready", timeout=20_000)
    assert framed.locator("form, select").count() == 0
    assert context.cookies() == []


def weighed(page: Page) -> dict[str, int]:
    """What each file that a page asks for weighs, compressed as the site compresses it; filled as the page goes."""
    weights: dict[str, int] = {}

    def weigh(route: Route) -> None:
        answer = route.fetch()
        weights[route.request.url] = len(gzip.compress(answer.body(), 6))
        route.fulfill(response=answer)

    page.route("**/*", weigh)
    return weights


@pytest.mark.parametrize("address", [EMBED, LIST])
def test_a_page_with_its_map_stays_light(page: Page, address: str) -> None:
    weights = weighed(page)
    ready(page, address)
    assert any("map-worker" in one for one in weights)
    assert any("points.geojson" in one for one in weights)
    assert sum(weights.values()) < MOST_WITH, weights


def test_the_most_points_that_come_unasked_weigh_no_more(page: Page) -> None:
    """Names and places as varied as they come: letters drawn at random compress less than any name."""
    draw = random.Random(2026)
    names = ["".join(draw.choices(string.ascii_uppercase, k=13)) for _ in range(AT_ONCE)]
    spots = [(round(draw.uniform(4.9, 5.2), 5), round(draw.uniform(47.2, 47.4), 5)) for _ in names]
    body = json.dumps({"features": [feature(name, *spot) for name, spot in zip(names, spots, strict=True)]})
    weights = weighed(page)
    ready(page, LIST)
    ours = {one: size for one, size in weights.items() if "points.geojson" not in one}
    assert sum(ours.values()) + len(gzip.compress(body.encode(), 6)) < MOST_WITH, ours


def test_a_narrow_page_asks_for_nothing_of_the_map_before_it_is_seen(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    weights = weighed(page)
    page.goto(LIST)
    page.wait_for_load_state("networkidle")
    assert sum(weights.values()) < MOST_WITHOUT, weights
    assert not any("map-drawing" in one or "points.geojson" in one for one in weights)
    expect(page.locator("[data-map]")).to_be_hidden()
    page.get_by_role("navigation", name="Affichage").get_by_role("link", name="Carte").click()
    expect(page.locator("[data-map]")).to_have_attribute("data-state", "ready", timeout=20_000)
    expect(page.locator("#liste")).to_be_hidden()


def test_the_switch_of_a_narrow_page_needs_no_javascript(browser: Browser, site: str) -> None:
    without = browser.new_context(
        base_url=site, locale="fr-FR", java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    page = without.new_page()
    page.goto(LIST)
    switch = page.get_by_role("navigation", name="Affichage")
    seen = {"Liste": "#liste", "Carte": "#carte", "Filtres": "#filtres"}
    for name in ("Liste", "Carte", "Filtres", "Liste"):
        if page.url.endswith(LIST) is False or name != "Liste":
            switch.get_by_role("link", name=name).click()
        assert [one for one, id_ in seen.items() if page.locator(id_).is_visible()] == [name]
    page.locator("#carte").get_by_text("La carte demande JavaScript.")
    without.close()


def test_a_card_shows_where_it_is_and_a_moved_map_asks_the_list_again(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    ready(page, LIST)
    figure, cards = page.locator("[data-map]"), page.locator("#liste [data-card]")
    features = json.loads(page.request.get(f"{page.url.replace('/annuaire/', '/annuaire/points.geojson')}").body())
    pages = [one["properties"]["page"] for one in features["features"]]
    for card in (cards.nth(0), cards.nth(3)):
        places = pages.count(card.locator("a").first.get_attribute("href"))
        card.hover()
        expect(figure).to_have_attribute("data-pointed", str(places))
    ring = tokens(page, "ink")
    assert len(pages) > 0
    page.locator("h1").hover()
    expect(figure).to_have_attribute("data-pointed", "0")
    plain = drawn(page)
    card = next(one for one in cards.all() if one.locator("a").first.get_attribute("href") in pages)
    card.locator("a").first.focus()  # by keyboard as by pointer
    expect(figure).not_to_have_attribute("data-pointed", "0")
    page.wait_for_timeout(400)
    assert ring <= drawn(page)
    assert not ring & plain

    search = page.get_by_role("link", name="Chercher dans cette zone")
    expect(search).to_be_hidden()
    total = page.locator("#found").inner_text()
    page.locator(".map-canvas canvas").focus()
    page.keyboard.press("Equal")
    page.keyboard.press("Equal")
    expect(search).to_be_visible(timeout=10_000)
    search.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**zone=*")
    assert page.locator("#found").inner_text() != total
    assert page.locator(".chip-off", has_text="Zone de la carte").count() == 1
    shared = page.url
    page.goto(shared)
    assert page.url == shared
    page.locator(".chip-off", has_text="Zone de la carte").click()
    assert page.locator("#found").inner_text() == total


def test_a_heavy_map_comes_when_it_is_asked_for(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mapping, "AT_ONCE", 10)
    weights = weighed(page)
    ready(page, EMBED, state="waiting")
    assert not any("points.geojson" in one for one in weights)
    page.get_by_role("button", name="Afficher la carte").click()
    expect(page.locator("[data-map]")).to_have_attribute("data-state", "ready", timeout=20_000)
    expect(page.locator(".map-canvas canvas")).to_be_focused()


def test_the_generator_shows_what_it_gives(page: Page) -> None:
    page.goto("/integration/")
    page.fill("#ou", "Dijon Métropole")
    page.locator("summary", has_text="Famille").click()
    page.check("#famille-cooperative")
    page.get_by_role("button", name="Faire le code").click()
    assert "famille=cooperative" in page.locator("#html").input_value()
    page.locator(".embed-preview").scroll_into_view_if_needed()  # a map comes when it is seen
    framed = page.frame_locator(".embed-preview")
    expect(framed.locator("[data-map]")).to_have_attribute("data-state", "ready", timeout=20_000)
    assert {one.inner_text() for one in framed.locator(".map-family").all()} == {"Coopératives"}
