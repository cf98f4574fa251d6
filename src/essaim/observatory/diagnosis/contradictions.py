"""What published totals have against the estimates of a territory."""

from essaim.observatory.language import Text
from essaim.observatory.reference.geography import Territory
from essaim.observatory.store.reader import Store


def contradictions(store: Store, territory: Territory, parents: tuple[Territory, ...]) -> tuple[Text, ...]:
    """The gaps that the build told of the territory, of one that holds it, or of an employment zone that it shares.

    France has them all.
    """
    alerts = store.manifest["estimation"]["alerts"]
    if alerts and territory.level != "france":
        places = {territory.key, *(parent.key for parent in parents), *_zones(store, territory)}
        alerts = [alert for alert in alerts if alert.get("place") in places]
    return tuple(Text(alert["fr"], alert["en"]) for alert in alerts)


def _zones(store: Store, territory: Territory) -> list[str]:
    """The zones that its communes lie in; none in a store made before there were any."""
    if "zones" not in store.manifest["tables"]:
        return []
    rows = store.rows(f"select distinct zone from zones where {territory.level} = ?", [territory.code])
    return [f"zone:{zone}" for (zone,) in rows]
