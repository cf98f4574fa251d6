// Brings the maps of a page to life, each when it is about to be seen. Without it, the page keeps its list and a sentence
// that says so. What draws weighs forty times this file: a list that is read without its map never asks for it.
import "./map.css";

/** Shows the one sentence of the figure that tells what happened; none when the map is there. */
function tell(figure, state) {
  figure.dataset.state = state;
  for (const note of figure.querySelectorAll("[data-when]")) note.hidden = note.dataset.when !== state;
}

function hasWebGL() {
  return Boolean(document.createElement("canvas").getContext("webgl2"));
}

/** The address of a file beside this page; only such a one is a module or a worker here. */
const beside = (address) => new URL(address, document.baseURI).href;

async function start(figure) {
  if (!hasWebGL()) return tell(figure, "no-webgl");
  tell(figure, "loading");
  try {
    const { draw } = await import(beside(figure.dataset.drawing));
    // Before the map is made: it measures the room that it has.
    await draw(figure, beside(figure.dataset.worker), () => tell(figure, "ready"));
    figure.dispatchEvent(new CustomEvent("map:ready", { bubbles: true }));
  } catch (fault) {
    console.warn(fault);
    tell(figure, "failed");
  }
}

/** A heavy map comes when its button is pressed, and then holds the focus that the button had. */
function wait(figure) {
  tell(figure, "waiting");
  const asked = async () => {
    await start(figure);
    figure.querySelector("canvas")?.focus();
  };
  figure.querySelector("[data-when=waiting] button").addEventListener("click", asked, { once: true });
}

const seen = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      if (target.dataset.waits === undefined) start(target);
      else wait(target);
    }
  },
  { rootMargin: "200px" },
);
for (const figure of document.querySelectorAll("[data-map]")) seen.observe(figure);
