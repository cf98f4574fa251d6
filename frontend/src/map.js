// Brings the maps of a page to life. Without it, the page keeps its list and a sentence that says so.
import "./map.css";
import { setWorkerUrl } from "maplibre-gl";
import { StructureMap } from "./structure-map.js";

/** Shows the one sentence of the figure that tells what happened; none when the map is there. */
function tell(figure, state) {
  figure.dataset.state = state;
  for (const note of figure.querySelectorAll("[data-when]")) note.hidden = note.dataset.when !== state;
}

function hasWebGL() {
  return Boolean(document.createElement("canvas").getContext("webgl2"));
}

async function fetched(address) {
  if (!address) return null;
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer.json();
}

async function start(figure) {
  if (!hasWebGL()) return tell(figure, "no-webgl");
  tell(figure, "loading");
  setWorkerUrl(new URL(figure.dataset.worker, document.baseURI).href);
  try {
    const [points, contours] = await Promise.all([fetched(figure.dataset.source), fetched(figure.dataset.contours)]);
    tell(figure, "ready"); // before the map is made: it measures the room that it has
    await new StructureMap(figure, points, contours).ready;
    figure.dispatchEvent(new CustomEvent("map:ready", { bubbles: true }));
  } catch (fault) {
    console.warn(fault);
    tell(figure, "failed");
  }
}

for (const figure of document.querySelectorAll("[data-map]")) start(figure);
