// What is drawn, from the ground up, as MapLibre's style specification says it.

export const EMPTY = { type: "FeatureCollection", features: [] };
export const CHOSEN_LAYERS = ["leaves", "structures", "clusters"];
const FONT = ["Noto Sans Regular"]; // drawn from the fonts of the device: no glyph is fetched
const BOLD = ["Noto Sans Bold"];
const CLUSTERED_UP_TO = 17;

export function sources(points, contours) {
  return {
    contours: { type: "geojson", data: contours },
    structures: { type: "geojson", data: points, cluster: true, clusterRadius: 46, clusterMaxZoom: CLUSTERED_UP_TO },
    fan: { type: "geojson", data: EMPTY },
    pointed: { type: "geojson", data: EMPTY },
  };
}

/** `colour(token)` gives the colours of the page; `onGround`: over the tiles of others, nothing is filled. */
export function layers(colour, { onGround, language }) {
  return [...ground(colour, onGround), ...structures(colour, language)];
}

function ground(colour, onGround) {
  const kind = (name) => ["==", ["get", "kind"], name];
  const filled = { id: "land", type: "fill", source: "contours", filter: kind("territory"), paint: { "fill-color": colour("card") } };
  const sea = { id: "around", type: "background", paint: { "background-color": colour("sunken") } };
  return [
    ...(onGround ? [] : [sea, filled]),
    line("parts", kind("part"), { "line-color": colour("edge"), "line-width": 0.7, "line-opacity": 0.75 }),
    line("border", kind("territory"), { "line-color": colour("main-text"), "line-width": 2.2 }),
    ...(onGround ? [] : [names(colour, kind("label"))]),
  ];
}

function line(id, filter, paint) {
  return { id, type: "line", source: "contours", filter, layout: { "line-join": "round" }, paint };
}

function names(colour, filter) {
  return {
    id: "names",
    type: "symbol",
    source: "contours",
    filter,
    layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 12, "text-padding": 6, "text-max-width": 8 },
    paint: { "text-color": colour("soft"), "text-halo-color": colour("card"), "text-halo-width": 1.4 },
  };
}

function structures(colour, language) {
  const legs = { id: "legs", type: "line", source: "fan", filter: ["==", ["geometry-type"], "LineString"] };
  return [
    badges("structures", "structures", ["!", ["has", "point_count"]]),
    clusters(colour, language),
    { ...legs, paint: { "line-color": colour("ink"), "line-width": 1.2 } },
    badges("leaves", "fan", ["==", ["geometry-type"], "Point"]),
    ...rings(colour),
  ];
}

/** Where the structure that is pointed at in the list works: over everything, clusters too. */
function rings(colour) {
  const ring = (id, radius, width, token) => ({
    id,
    type: "circle",
    source: "pointed",
    paint: {
      "circle-radius": radius,
      "circle-color": colour("honey-fill"),
      "circle-opacity": id === "pointed" ? 0.55 : 0,
      "circle-stroke-color": colour(token),
      "circle-stroke-width": width,
    },
  });
  return [ring("pointed-edge", 17, 3, "card"), ring("pointed", 14, 3, "ink")];
}

function badges(id, source, filter) {
  const known = ["coalesce", ["image", ["concat", "family-", ["coalesce", ["get", "family"], ""]]], ["image", "family-"]];
  return { id, type: "symbol", source, filter, layout: { "icon-image": known, "icon-allow-overlap": true } };
}

function clusters(colour, language) {
  const size = ["interpolate", ["linear"], ["log10", ["get", "point_count"]], 0.3, 0.72, 4, 1.55];
  return {
    id: "clusters",
    type: "symbol",
    source: "structures",
    filter: ["has", "point_count"],
    layout: {
      "icon-image": "cluster",
      "icon-size": size,
      "icon-allow-overlap": true,
      "text-field": ["number-format", ["get", "point_count"], { locale: language }],
      "text-font": BOLD,
      "text-size": 13,
      "text-allow-overlap": true,
      "symbol-sort-key": ["get", "point_count"],
    },
    paint: { "text-color": colour("on-main") },
  };
}
