// What draws a map: asked for by map.js when a map is about to be seen.
import { setWorkerUrl } from "maplibre-gl";
import { askedAgain } from "./area.js";
import { pointedIn } from "./pointing.js";
import { StructureMap } from "./structure-map.js";

async function fetched(address) {
  if (!address) return null;
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer.json();
}

/** Draws the map of a figure, `received` being called once its data are there; fulfilled when it can be used. */
export async function draw(figure, worker, received) {
  setWorkerUrl(worker);
  const { source, contours, list } = figure.dataset;
  const [points, outlines] = await Promise.all([fetched(source), fetched(contours)]);
  received();
  const drawn = new StructureMap(figure, points, outlines);
  await drawn.ready;
  const search = figure.querySelector(".map-search");
  if (search) askedAgain(drawn.map, search);
  const beside = list && document.getElementById(list);
  if (beside) pointedIn(beside, (page) => drawn.point(page));
}
