"""Outlines of a store's territories, put together from those of their communes."""

import json
from dataclasses import dataclass
from itertools import groupby

from essaim.observatory.outlines import Shape, snapped, together
from essaim.observatory.reference.geography import Territory
from essaim.observatory.store.reader import Store

FINEST = 0.0005
# Degrees of the grid, so that a map of France is not drawn to the metre.
GRIDS = {"commune": FINEST, "intercommunality": FINEST, "departement": 0.001, "region": 0.002, "france": 0.005}


@dataclass(frozen=True)
class Contours:
    """The outline of each part of a territory, by code, and its own.

    `computed` says that they are drawn by a program around the centres of communes, not surveyed.
    """

    parts: dict[str, Shape]
    whole: Shape
    computed: bool


def contours(store: Store, whole: Territory, by: str = "commune") -> Contours | None:
    """The outlines of a territory and of its parts of the level `by`; None where the store has none of them."""
    if "contours" not in store.manifest["tables"]:
        return None
    kept = "true" if whole.level == "france" else f"{whole.level} = ?"
    rows = store.rows(
        f"select {by}, outline, computed from contours where {kept} and {by} is not null order by {by}, source_code",
        [] if whole.level == "france" else [whole.code],
    )
    if not rows:
        return None
    step = GRIDS[whole.level]
    parts = {}
    for code, group in groupby(rows, key=lambda row: str(row[0])):
        shapes = [snapped(json.loads(outline), step) for _, outline, _ in group]
        parts[code] = shapes[0] if len(shapes) == 1 else together(shapes)
    return Contours(parts, together(parts.values()), any(row[2] for row in rows))
