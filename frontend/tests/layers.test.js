import assert from "node:assert/strict";
import test from "node:test";
import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { around, boundsOf } from "../src/bounds.js";
import { CHOSEN_LAYERS, EMPTY, layers, sources } from "../src/layers.js";

for (const onGround of [true, false]) {
  test(`layers follow the specification, ${onGround ? "over the tiles of others" : "on our own ground"}`, () => {
    const drawn = layers(() => "#14532d", { onGround, language: "fr" });
    assert.deepEqual(validateStyleMin({ version: 8, sources: sources(EMPTY, EMPTY), layers: drawn }), []);
    const ids = drawn.map(({ id }) => id);
    assert.ok(CHOSEN_LAYERS.every((id) => ids.includes(id)));
    assert.equal(ids.includes("land"), !onGround);
  });
}

test("the map looks where it is told, else at the outlines, else at the points", () => {
  const points = { features: [[5, 47], [4, 48]].map((coordinates) => ({ geometry: { coordinates } })) };
  assert.deepEqual(boundsOf("1,2,3,4", { bbox: [0, 0, 1, 1] }, points), [1, 2, 3, 4]);
  assert.deepEqual(boundsOf("", { bbox: [0, 0, 1, 1] }, points), [0, 0, 1, 1]);
  assert.deepEqual(boundsOf("", EMPTY, points), [4, 47, 5, 48]);
  assert.equal(around([]), null);
});
