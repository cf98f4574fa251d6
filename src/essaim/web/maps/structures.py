"""The structures of a map, and of the list that goes with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from essaim.observatory.store.reader import Store
from essaim.web.contributions.reading import opposed
from essaim.web.maps.filters import Filters
from essaim.web.territories.gazetteer import gazetteer

MOST = 20_000


@dataclass(frozen=True)
class Place:
    """An employing place of work whose name and position the register publishes."""

    siren: str
    siret: str
    name: str
    family: str
    commune: str
    longitude: float
    latitude: float


def places(store: Store, filters: Filters) -> list[Place]:
    """By name, at most 20,000; without those that asked not to be shown."""
    territory = filters.territory
    kept = ["longitude is not null", "coalesce(trade_name, name) is not null", "employer = 'O'"]
    values: list[Any] = []
    if territory.level != "france":
        kept.append(f"{territory.level} = ?")
        values.append(territory.code)
    if filters.families:
        kept.append(f"family in ({', '.join('?' * len(filters.families))})")
        values += filters.families
    if hidden := sorted(opposed()):
        kept.append(f"siren not in ({', '.join('?' * len(hidden))})")
        values += hidden
    rows = store.rows(
        "select siren, siret, coalesce(trade_name, name) as shown, family, commune, longitude, latitude"  # noqa: S608
        f" from establishments where {' and '.join(kept)} order by shown, siret limit {MOST}",
        values,
    )
    names = gazetteer(store.manifest["cog"]).by_key
    return [
        Place(siren, siret, name, family, names["commune", commune].name, longitude, latitude)
        for siren, siret, name, family, commune, longitude, latitude in rows
    ]


def points(found: Iterable[Place]) -> dict[str, Any]:
    """As GeoJSON, with the properties that a map reads."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": (one.longitude, one.latitude)},
            "properties": {"siret": one.siret, "name": one.name, "family": one.family, "where": one.commune},
        }
        for one in found
    ]
    return {"type": "FeatureCollection", "features": features}
