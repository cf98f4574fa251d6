// Where the map looks first.

/** West, south, east, north: as told, else around the outlines, else around the points; null without any. */
export function boundsOf(told, contours, points) {
  if (told) return told.split(",").map(Number);
  return contours.bbox ?? around(points.features.map((feature) => feature.geometry.coordinates));
}

export function around(places) {
  if (places.length === 0) return null;
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of places) {
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  }
  return box;
}
