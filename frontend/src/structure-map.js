// One map: its ground, its points and clusters, what opens when one is chosen.
import { AttributionControl, Map as GLMap, NavigationControl, Popup, ScaleControl } from "maplibre-gl";
import { boundsOf } from "./bounds.js";
import { LONGEST_FAN, fanned } from "./fan.js";
import { badge, hexagon } from "./badges.js";
import { CHOSEN_LAYERS, EMPTY, layers, sources } from "./layers.js";
import { list, sheet } from "./popup.js";
import { Stops } from "./stops.js";
import { palette, whenThemeChanges } from "./theme.js";

export const DEEPEST = 18;
const CLOSEST_FIT = 15;
const FRANCE = [-5.2, 41.3, 9.6, 51.2];

export class StructureMap {
  /** `points`: features with name, family, page and where; `contours`: what /carte/contours/ answers, or null. */
  constructor(figure, points, contours) {
    this.figure = figure;
    this.words = figure.dataset;
    this.points = points ?? EMPTY;
    this.contours = contours ?? EMPTY;
    this.still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.map = this.#made();
    this.ready = new Promise((resolve, reject) => {
      this.map.once("idle", resolve);
      this.map.once("error", ({ error }) => reject(error));
    });
    this.map.on("style.load", () => this.#dress());
    this.map.on("zoomstart", () => this.#fold());
    this.map.on("click", (event) => this.#clicked(event));
    this.map.on("mousemove", (event) => this.#pointed(event));
    whenThemeChanges(() => this.#dress());
    this.stops = new Stops(this.map, figure.querySelector(".map-stops"), {
      layers: CHOSEN_LAYERS,
      name: (feature) => this.#name(feature),
      choose: (feature, from) => this.#choose(feature, from),
    });
  }

  #made() {
    const map = new GLMap({
      container: this.figure.querySelector(".map-canvas"),
      style: this.#ground(),
      bounds: boundsOf(this.words.bounds, this.contours, this.points) ?? FRANCE,
      // What was asked for is shown as it was; the rest has some room around it.
      fitBoundsOptions: this.words.bounds ? {} : { padding: 36, maxZoom: CLOSEST_FIT },
      maxZoom: DEEPEST,
      dragRotate: false,
      touchPitch: false,
      pitchWithRotate: false,
      rollEnabled: false,
      attributionControl: false,
      cooperativeGestures: this.words.embedded === undefined,
      fadeDuration: this.still ? 0 : 200,
      locale: {
        "Map.Title": this.words.label,
        "NavigationControl.ZoomIn": this.words.zoomIn,
        "NavigationControl.ZoomOut": this.words.zoomOut,
        "Popup.Close": this.words.close,
        "AttributionControl.ToggleAttribution": this.words.credits,
        "CooperativeGesturesHandler.WindowsHelpText": this.words.gestureWheel,
        "CooperativeGesturesHandler.MacHelpText": this.words.gestureWheelMac,
        "CooperativeGesturesHandler.MobileHelpText": this.words.gestureTouch,
      },
    });
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    map.addControl(new ScaleControl({ maxWidth: 90 }), "bottom-right");
    // Who made the ground must be read; without a ground of others, the caption under the map says it.
    if (this.words.style) map.addControl(new AttributionControl({ compact: true }), "bottom-left");
    return map;
  }

  /** The address of a style, tiles of images, or nothing but the outlines. */
  #ground() {
    const style = this.words.style;
    if (!style) return { version: 8, sources: {}, layers: [] };
    if (!style.includes("{z}")) return style;
    const tiles = { type: "raster", tiles: [style], tileSize: 256, maxzoom: 19, attribution: this.words.styleCredits };
    return { version: 8, sources: { tiles }, layers: [{ id: "tiles", type: "raster", source: "tiles" }] };
  }

  /** Sources, images and layers in the colours of the page; said again when they change. */
  #dress() {
    const colour = palette(this.figure);
    this.#images(colour);
    for (const [name, source] of Object.entries(sources(this.points, this.contours))) {
      if (!this.map.getSource(name)) this.map.addSource(name, source);
    }
    for (const layer of layers(colour, { onGround: Boolean(this.words.style), language: this.words.lang })) {
      if (this.map.getLayer(layer.id)) this.map.removeLayer(layer.id);
      this.map.addLayer(layer);
    }
  }

  #images(colour) {
    const drawn = new Map([["cluster", hexagon({ fill: colour("main"), edge: colour("card") })]]);
    for (const path of this.figure.querySelectorAll("[data-family] path")) {
      const { family } = path.closest("[data-family]").dataset;
      const fill = getComputedStyle(path).fill;
      drawn.set(`family-${family}`, badge(path.getAttribute("d"), { fill, edge: colour("card") }));
    }
    for (const [name, image] of drawn) {
      if (this.map.hasImage(name)) this.map.removeImage(name);
      this.map.addImage(name, image, { pixelRatio: 2 });
    }
  }

  #name({ properties }) {
    if (!properties.cluster) return [properties.name, properties.where].filter(Boolean).join(", ");
    return this.words.cluster.replace("{n}", properties.point_count.toLocaleString(this.words.lang));
  }

  /** Rings around the places of the structure whose page this is; none for null. */
  point(page) {
    const features = page ? this.points.features.filter(({ properties }) => properties.page === page) : [];
    this.map.getSource("pointed")?.setData({ type: "FeatureCollection", features });
    this.figure.dataset.pointed = features.length;
  }

  #clicked({ point }) {
    const [feature] = this.map.queryRenderedFeatures(point, { layers: CHOSEN_LAYERS });
    if (feature) this.#choose(feature);
    else this.#fold();
  }

  #pointed({ point }) {
    const some = this.map.queryRenderedFeatures(point, { layers: CHOSEN_LAYERS }).length > 0;
    this.map.getCanvas().style.cursor = some ? "pointer" : "";
  }

  #choose(feature, from = null) {
    if (feature.properties.cluster) return this.#open(feature, from);
    return this.#pop(feature.geometry.coordinates, sheet(feature.properties, this.words), from);
  }

  /** A cluster comes apart by zooming in; one whose points lie at one place opens like a fan, or as a list. */
  async #open({ geometry, properties }, from) {
    const source = this.map.getSource("structures");
    const zoom = await source.getClusterExpansionZoom(properties.cluster_id);
    const center = geometry.coordinates;
    if (zoom <= DEEPEST - 1) {
      this.map.easeTo({ center, zoom: Math.max(zoom, this.map.getZoom() + 1), duration: 500 });
      return;
    }
    const leaves = await source.getClusterLeaves(properties.cluster_id, properties.point_count, 0);
    if (leaves.length > LONGEST_FAN) this.#pop(center, list(leaves, this.words), from);
    else this.map.getSource("fan").setData(fanned(center, leaves, this.map));
  }

  #fold() {
    this.map.getSource("fan")?.setData(EMPTY);
  }

  #pop(place, content, from) {
    this.popup?.remove();
    const popup = new Popup({ maxWidth: "min(21rem, 80vw)", offset: 16, focusAfterOpen: true });
    this.popup = popup.setLngLat(place).setDOMContent(content).addTo(this.map);
    const element = popup.getElement();
    element.addEventListener("keydown", (event) => event.key === "Escape" && popup.remove());
    popup.on("close", () => from && this.stops.focus(from));
  }
}
