// Structures that share one address, opened out around it: a circle for a few, a spiral for more.

export const LONGEST_FAN = 24;
export const APART = 34; // pixels between two badges, at least
const CIRCLE = 9;

/** How far from the centre each of them goes, in pixels. */
export function steps(count) {
  return count <= CIRCLE ? circle(count) : spiral(count);
}

function circle(count) {
  const radius = Math.max(APART, (APART * count) / (2 * Math.PI) + 8);
  return Array.from({ length: count }, (_, place) => polar(radius, (2 * Math.PI * place) / count - Math.PI / 2));
}

function spiral(count) {
  const found = [];
  let angle = 0;
  let radius = APART * 1.1;
  for (let place = 0; place < count; place += 1) {
    found.push(polar(radius, angle - Math.PI / 2));
    const turn = APART / radius;
    angle += turn * 1.05;
    radius += (APART * turn * 1.1) / (2 * Math.PI);
  }
  return found;
}

function polar(radius, angle) {
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

/** The leaves at their steps and a leg to each, at the present zoom of the map. */
export function fanned(center, leaves, map) {
  const middle = map.project(center);
  const ends = steps(leaves.length).map(([x, y]) => map.unproject([middle.x + x, middle.y + y]).toArray());
  const legs = ends.map((end) => feature("LineString", [center, end], {}));
  const badges = leaves.map((leaf, place) => feature("Point", ends[place], leaf.properties));
  return { type: "FeatureCollection", features: [...legs, ...badges] };
}

function feature(type, coordinates, properties) {
  return { type: "Feature", geometry: { type, coordinates }, properties };
}
