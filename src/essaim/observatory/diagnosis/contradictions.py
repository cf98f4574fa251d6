"""What published totals have against the estimates of a territory."""

from essaim.observatory.language import Text
from essaim.observatory.reference.geography import Territory
from essaim.observatory.store.reader import Store

ZONE = "zone:"  # how the place of an alert begins where it is an employment zone


def contradictions(store: Store, territory: Territory, parents: tuple[Territory, ...]) -> tuple[Text, ...]:
    """The gaps that the build told of the territory, of one that holds it, or of an employment zone that it shares.

    France has them all.
    """
    alerts = store.manifest["estimation"]["alerts"]
    if alerts and territory.level != "france":
        zones = (
            _zones(store, territory) if any(one["place"].startswith(ZONE) for one in alerts if one.get("place")) else []
        )
        places = {territory.key, *(parent.key for parent in parents), *zones}
        alerts = [alert for alert in alerts if alert.get("place") in places]
    return tuple(Text(alert["fr"], alert["en"]) for alert in alerts)


def _zones(store: Store, territory: Territory) -> list[str]:
    """The zones that its communes lie in."""
    rows = store.rows(f"select distinct zone from zones where {territory.level} = ?", [territory.code])
    return [f"{ZONE}{zone}" for (zone,) in rows]
