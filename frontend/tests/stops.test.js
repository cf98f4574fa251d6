import assert from "node:assert/strict";
import test from "node:test";
import { inReadingOrder, led, once } from "../src/stops.js";

const point = (name, at = [0, 0]) => ({ properties: { name, page: `/${name}/` }, geometry: { coordinates: at } });

test("stops are read in rows, as a page is", () => {
  const spots = [{ n: 3, x: 10, y: 130 }, { n: 2, x: 200, y: 10 }, { n: 1, x: 20, y: 50 }];
  assert.deepEqual(inReadingOrder(spots).map(({ n }) => n), [1, 2, 3]);
});

test("what tiles answer twice is one stop; two places of one structure are two", () => {
  const cluster = { properties: { cluster: true, cluster_id: 4 }, geometry: { coordinates: [1, 1] } };
  const found = once([point("a"), point("a"), point("a", [1, 0]), point("b"), cluster, cluster]);
  assert.equal(found.length, 4);
});

test("arrows go round, Home and End go to the ends, other keys nowhere", () => {
  assert.equal(led("ArrowRight", 2, 3), 0);
  assert.equal(led("ArrowUp", 0, 3), 2);
  assert.equal(led("Home", 2, 3), 0);
  assert.equal(led("End", 0, 3), 2);
  assert.equal(led("Tab", 0, 3), null);
});
