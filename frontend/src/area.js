// "Search in this area": a plain link to the list, whose address follows the map once it was moved.

const DECIMALS = 4; // of a degree, as addresses of lists have it

/** West, south, east, north of what is in view, as the address of a list says it. */
export function zoneOf(bounds) {
  const held = (value, most) => Math.max(-most, Math.min(most, value)).toFixed(DECIMALS);
  const [west, east] = [bounds.getWest(), bounds.getEast()].map((one) => held(one, 180));
  const [south, north] = [bounds.getSouth(), bounds.getNorth()].map((one) => held(one, 90));
  return [west, south, east, north].join(",");
}

/** The address of a list, asked for a zone. */
export function addressIn(address, zone) {
  const asked = new URL(address);
  asked.searchParams.set("zone", zone);
  return asked.href;
}

export function askedAgain(map, link) {
  const before = zoneOf(map.getBounds());
  const whole = link.href;
  map.on("moveend", () => {
    const zone = zoneOf(map.getBounds());
    link.hidden &&= zone === before; // a page that is laid out again is not a move
    link.href = addressIn(whole, zone);
  });
}
