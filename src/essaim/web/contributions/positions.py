"""Where an actor that registers lack is on the map: as its file said, else its address, else its commune."""

from functools import cache

from essaim.observatory.directory.index import Index
from essaim.observatory.outlines import area
from essaim.observatory.reference.geography import Territory
from essaim.observatory.reference.names import plain
from essaim.observatory.report.charts.ground import middle
from essaim.observatory.store.contours import contours
from essaim.observatory.store.reader import Store
from essaim.web.contributions.models import Sheet
from essaim.web.territories.gazetteer import gazetteer

Position = tuple[float, float]
DECIMALS = 5


class Positions:
    """Positions in degrees (WGS84, longitude first); each commune is read once.

    An address is known when an establishment of the register stands there: nothing is asked of anybody else.
    """

    def __init__(self, register: Index, store: Store) -> None:
        self._register, self._store = register, store
        self._addresses = cache(self._read_addresses)
        self._middle = cache(self._read_middle)

    def of(self, sheet: Sheet) -> tuple[Position | None, bool]:
        """The position, and whether it is only that of the commune; None where the store has no outline of it."""
        told, address = sheet.content.get("position"), plain(sheet.content.get("address", ""))
        if told:
            return (told[0], told[1]), False
        if address and (found := self._addresses(sheet.commune).get(address)):
            return found, False
        return self._middle(sheet.commune), True

    def _read_addresses(self, commune: str) -> dict[str, Position]:
        return {plain(text): (longitude, latitude) for text, longitude, latitude in self._register.placed(commune)}

    def _read_middle(self, commune: str) -> Position | None:
        place: Territory | None = gazetteer(self._store.manifest["cog"]).by_key.get(("commune", commune))
        found = contours(self._store, place) if place else None
        if found is None or not found.whole:
            return None
        longitude, latitude = middle(max((polygon[0] for polygon in found.whole), key=area))
        return round(longitude, DECIMALS), round(latitude, DECIMALS)
