"""The ground of a map as GeoJSON: the outline of a territory, its parts, and where their names go."""

from typing import Any

from essaim.observatory.outlines import Shape, area, bounds, coordinates
from essaim.observatory.reference.geography import Territory
from essaim.observatory.report.charts.ground import middle
from essaim.observatory.store.contours import contours
from essaim.observatory.store.reader import Store
from essaim.web.territories.gazetteer import gazetteer

# What a territory is cut into: a région has thousands of communes, which no map of it could show.
PARTS = {
    "commune": "commune",
    "intercommunality": "commune",
    "departement": "commune",
    "region": "intercommunality",
    "france": "departement",
}


def collection(store: Store, whole: Territory) -> dict[str, Any]:
    """A FeatureCollection: features of `kind` part, territory and label; empty where the store has no outline."""
    level = PARTS[whole.level]
    found = contours(store, whole, level)
    if found is None:
        return {"type": "FeatureCollection", "features": []}
    names = {code: one.name for (kind, code), one in gazetteer(whole.cog).by_key.items() if kind == level}
    named = {code: {"code": code, "name": names.get(code, code)} for code in found.parts}
    parts = [_area(shape, {"kind": "part", **named[code]}) for code, shape in found.parts.items()]
    labels = [_label(shape, {"kind": "label", **named[code]}) for code, shape in found.parts.items() if shape]
    own = {"kind": "territory", "code": whole.code, "name": whole.name, "computed": found.computed}
    return {
        "type": "FeatureCollection",
        "bbox": bounds([found.whole]),
        "features": [*parts, _area(found.whole, own), *labels],
    }


def _area(shape: Shape, properties: dict[str, Any]) -> dict[str, Any]:
    geometry = {"type": "MultiPolygon", "coordinates": coordinates(shape)}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _label(shape: Shape, properties: dict[str, Any]) -> dict[str, Any]:
    largest = max((polygon[0] for polygon in shape), key=area)
    lon, lat = middle(largest)
    geometry = {"type": "Point", "coordinates": (round(lon, 5), round(lat, 5))}
    return {"type": "Feature", "properties": properties, "geometry": geometry}
