"""Why two stores differ: what their manifests say of the data, the geography, the perimeter and the program."""

from typing import Any

from essaim.observatory.language import Text

CAUSES = {
    "data": Text("données", "data"),
    "geography": Text("géographie", "geography"),
    "perimeter": Text("périmètre", "perimeter"),
    "program": Text("programme", "program"),
}


def differing(before: dict[str, Any], now: dict[str, Any]) -> tuple[tuple[str, ...], tuple[Text, ...]]:
    """The causes that differ between two manifests, and what each one changed from and to."""
    found: dict[str, Text] = {}
    old = {source["id"]: source for source in before["sources"]}
    new = {source["id"]: source for source in now["sources"]}
    moved = [id_ for id_ in (*new, *(id_ for id_ in old if id_ not in new)) if _digest(old, id_) != _digest(new, id_)]
    if moved:
        told = ", ".join(f"{id_} {_vintage(old, id_)} → {_vintage(new, id_)}" for id_ in moved)
        found["data"] = Text(told, told)
    for cause, key in (("geography", "cog"), ("perimeter", "perimeter_version"), ("program", "program")):
        if before[key] != now[key]:
            found[cause] = Text(*[f"{before[key]} → {now[key]}"] * 2)
    return tuple(found), tuple(found.values())


def _digest(sources: dict[str, dict[str, Any]], id_: str) -> str | None:
    return sources[id_]["sha256"] if id_ in sources else None


def _vintage(sources: dict[str, dict[str, Any]], id_: str) -> str:
    return (sources[id_]["vintage"] or "?") if id_ in sources else "–"
