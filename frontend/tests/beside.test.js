import assert from "node:assert/strict";
import test from "node:test";
import { addressIn, askedAgain, zoneOf } from "../src/area.js";
import { pointedIn } from "../src/pointing.js";

const bounds = (west, south, east, north) => ({
  getWest: () => west,
  getSouth: () => south,
  getEast: () => east,
  getNorth: () => north,
});

test("a zone is told as addresses have it, within the world", () => {
  assert.equal(zoneOf(bounds(4.98765, 47.2, 5.1, 47.400049)), "4.9877,47.2000,5.1000,47.4000");
  assert.equal(zoneOf(bounds(-400, -89, 400, 95)), "-180.0000,-89.0000,180.0000,90.0000");
});

test("the address of a list keeps its other criteria", () => {
  const asked = new URL(addressIn("https://essaim.example/annuaire/?famille=mutual&q=a%26b", "1,2,3,4"));
  assert.deepEqual([...asked.searchParams], [["famille", "mutual"], ["q", "a&b"], ["zone", "1,2,3,4"]]);
});

test("the link comes once the map was moved, and then follows it", () => {
  let seen = bounds(1, 2, 3, 4);
  let moved;
  const map = { getBounds: () => seen, on: (_, then) => (moved = then) };
  const link = { hidden: true, href: "https://essaim.example/annuaire/" };
  askedAgain(map, link);
  moved();
  assert.equal(link.hidden, true);
  seen = bounds(2, 2, 3, 4);
  moved();
  assert.equal(link.hidden, false);
  assert.match(link.href, /zone=2\.0000%2C2\.0000/);
  seen = bounds(1, 2, 3, 4);
  moved();
  assert.equal(link.hidden, false);
});

test("a card pointed at or focused tells its page once; leaving tells that none is", () => {
  const list = new EventTarget();
  const told = [];
  pointedIn(list, (page) => told.push(page));
  const card = (pathname) => ({ closest: () => ({ querySelector: () => ({ pathname }) }) });
  const fire = (kind, target) => list.dispatchEvent(Object.defineProperty(new Event(kind), "target", { value: target }));
  fire("pointerover", card("/annuaire/1/"));
  fire("pointerover", card("/annuaire/1/"));
  fire("focusin", card("/annuaire/2/"));
  fire("focusout", card("/annuaire/2/"));
  fire("pointerover", { closest: () => null });
  assert.deepEqual(told, ["/annuaire/1/", "/annuaire/2/", null]);
});
