import assert from "node:assert/strict";
import test from "node:test";
import { APART, LONGEST_FAN, fanned, steps } from "../src/fan.js";

function nearest(spots) {
  const gaps = spots.flatMap(([a, b], place) => spots.slice(place + 1).map(([c, d]) => Math.hypot(a - c, b - d)));
  return Math.min(...gaps);
}

test("badges of a fan never touch, however many they are, and stay near their place", () => {
  for (let count = 2; count <= LONGEST_FAN; count += 1) {
    const spots = steps(count);
    assert.equal(spots.length, count);
    assert.ok(nearest(spots) > 0.85 * APART, `${count}: ${nearest(spots)}`);
    assert.ok(Math.max(...spots.map(([x, y]) => Math.hypot(x, y))) < 140, String(count));
  }
});

test("each leaf keeps what it says, and has a leg to the place it comes from", () => {
  const map = {
    project: ([x, y]) => ({ x: x * 100, y: -y * 100 }),
    unproject: ([x, y]) => ({ toArray: () => [x / 100, -y / 100] }),
  };
  const leaves = [{ properties: { name: "A" } }, { properties: { name: "B" } }];
  const { features } = fanned([5, 47], leaves, map);
  assert.deepEqual(features.map((one) => one.geometry.type), ["LineString", "LineString", "Point", "Point"]);
  assert.deepEqual(features.slice(2).map((one) => one.properties.name), ["A", "B"]);
  assert.deepEqual(features[0].geometry.coordinates, [[5, 47], features[2].geometry.coordinates]);
});
