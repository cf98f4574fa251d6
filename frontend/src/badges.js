// Badges of families and clusters, drawn from the very shapes of the legend: one for each family, in colour and in form.

const SIDE = 24; // the grid of the legend's shapes
const SHOWN = 22; // CSS pixels on the map
const RATIO = 2;

/** The picture of a shape of the legend, edged so that it is seen on any ground. */
export function badge(path, { fill, edge }) {
  const pen = sheetOf(SHOWN);
  pen.scale((SHOWN * RATIO) / SIDE, (SHOWN * RATIO) / SIDE);
  const shape = new Path2D(path);
  pen.lineJoin = "round";
  pen.lineWidth = 3.2;
  pen.strokeStyle = edge;
  pen.stroke(shape);
  pen.fillStyle = fill;
  pen.fill(shape);
  return taken(pen);
}

/** A cell of the swarm, for clusters. */
export function hexagon({ fill, edge }, size = 46) {
  const pen = sheetOf(size);
  pen.scale(RATIO, RATIO);
  pen.translate(size / 2, size / 2);
  pen.beginPath();
  for (let side = 0; side < 6; side += 1) {
    const angle = (Math.PI / 3) * side + Math.PI / 6;
    pen.lineTo((size / 2 - 3) * Math.cos(angle), (size / 2 - 3) * Math.sin(angle));
  }
  pen.closePath();
  pen.lineJoin = "round";
  pen.lineWidth = 5;
  pen.strokeStyle = edge;
  pen.stroke();
  pen.fillStyle = fill;
  pen.fill();
  return taken(pen);
}

function sheetOf(size) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size * RATIO;
  return canvas.getContext("2d", { willReadFrequently: true });
}

function taken(pen) {
  return pen.getImageData(0, 0, pen.canvas.width, pen.canvas.height);
}
