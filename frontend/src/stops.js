// The map by keyboard: what is in view is also a row of buttons, one stop of the Tab key; arrows go from one to the next.

export const MOST = 120;

/** Top to bottom, then left to right, in rows of `row` pixels: the order in which a page is read. */
export function inReadingOrder(spots, row = 60) {
  return [...spots].sort((a, b) => Math.floor(a.y / row) - Math.floor(b.y / row) || a.x - b.x);
}

/** Features that tiles cut in two are answered twice. */
export function once(features) {
  const seen = new Map();
  for (const feature of features) {
    const { properties, geometry } = feature;
    seen.set(properties.cluster ? `c${properties.cluster_id}` : `${properties.page ?? properties.name}${geometry.coordinates}`, feature);
  }
  return [...seen.values()];
}

/** Where an arrow key leads; null for a key that is none. */
export function led(key, here, count) {
  const forward = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key];
  if (forward) return (here + forward + count) % count;
  return { Home: 0, End: count - 1 }[key] ?? null;
}

export class Stops {
  /** `name(feature)` is what is heard, `choose(feature, button)` what a press does. */
  constructor(map, container, { layers, name, choose }) {
    Object.assign(this, { map, container, layers, name, choose, features: [] });
    map.on("idle", () => this.#renew());
    map.on("movestart", () => container.classList.add("moving"));
    container.addEventListener("keydown", (event) => this.#pressed(event));
    container.addEventListener("click", ({ target }) => this.#chosen(target.closest("button")));
  }

  /** The focus goes back to a button, or to whatever now stands first. */
  focus(button) {
    const wanted = button?.isConnected ? button : this.container.firstElementChild;
    (wanted ?? this.map.getCanvas()).focus();
  }

  #renew() {
    this.container.classList.remove("moving");
    const spots = once(this.map.queryRenderedFeatures({ layers: this.layers })).map((feature) => {
      const { x, y } = this.map.project(feature.geometry.coordinates);
      return { feature, x, y };
    });
    const { clientWidth, clientHeight } = this.map.getContainer();
    const seen = spots.filter(({ x, y }) => x >= 0 && y >= 0 && x <= clientWidth && y <= clientHeight);
    const held = this.container.contains(document.activeElement);
    const before = held ? document.activeElement.getAttribute("aria-label") : null;
    this.#fill(inReadingOrder(seen).slice(0, MOST));
    if (held) this.focus([...this.container.children].find((one) => one.getAttribute("aria-label") === before));
  }

  #fill(spots) {
    this.features = spots.map(({ feature }) => feature);
    const buttons = spots.map(({ feature, x, y }, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.tabIndex = place === 0 ? 0 : -1;
      button.setAttribute("aria-label", this.name(feature));
      button.style.translate = `${Math.round(x)}px ${Math.round(y)}px`;
      return button;
    });
    this.container.replaceChildren(...buttons);
  }

  #pressed(event) {
    const buttons = [...this.container.children];
    const next = led(event.key, buttons.indexOf(document.activeElement), buttons.length);
    if (next === null) return;
    event.preventDefault();
    for (const button of buttons) button.tabIndex = -1;
    buttons[next].tabIndex = 0;
    buttons[next].focus();
  }

  #chosen(button) {
    if (button) this.choose(this.features[[...this.container.children].indexOf(button)], button);
  }
}
