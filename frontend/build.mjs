// Bundles what pages load in a browser. Nothing else of node_modules is ever served, and nothing of it is committed.
import { build } from "esbuild";

const out = "../src/essaim/web/maps/static/maps/built";

await build({
  // The worker is a file of its own: pages allow no worker but one that their own site serves (worker-src 'self').
  entryPoints: { map: "src/map.js", "map-drawing": "src/drawing.js", "map-worker": "maplibre-gl/dist/maplibre-gl-worker.mjs" },
  outdir: out,
  bundle: true,
  format: "esm",
  target: ["chrome111", "firefox115", "safari16.4"],
  minify: true,
  legalComments: "eof",
  loader: { ".svg": "dataurl" },
  logLevel: "warning",
});
