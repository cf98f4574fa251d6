"""Outlines of a store's territories, put together from those of their communes."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from essaim.observatory.language import Text
from essaim.observatory.outlines import Shape, snapped, together
from essaim.observatory.reference.geography import Territory
from essaim.observatory.store.reader import Store

FINEST = 0.0005
# Degrees of the grid, so that a map of France is not drawn to the metre.
GRIDS = {"commune": FINEST, "intercommunality": FINEST, "departement": 0.001, "region": 0.002, "france": 0.005}
COMPUTED = Text(
    "Contours calculés autour du centre des communes : ils ne disent rien du tracé réel.",
    "Outlines computed around the centres of communes: they say nothing of the true ones.",
)
SURVEYED = Text("Contours : IGN, Admin Express, généralisés.", "Outlines: IGN, Admin Express, generalised.")

Drawn = TypeVar("Drawn")


@dataclass(frozen=True)
class Contours:
    """The outline of each part of a territory, by code, and its own.

    `computed` says that they are drawn by a program around the centres of communes, not surveyed.
    """

    parts: dict[str, Shape]
    whole: Shape
    computed: bool

    @property
    def origin(self) -> Text:
        """Where they come from, to be said wherever they are shown."""
        return COMPUTED if self.computed else SURVEYED


@dataclass(frozen=True)
class Outlines:
    """The outlines of a territory and of its parts of the level `by`, not read before something is drawn from them."""

    store: Store
    whole: Territory
    by: str

    def drawn(self, make: Callable[[Contours], Drawn]) -> Drawn | None:
        """What `make` draws, once per version of the store: text, rather than points by the thousand, is what is kept.

        None where the store has no outline of the territory.
        """

        def once() -> Drawn | None:
            found = contours(self.store, self.whole, self.by)
            return make(found) if found else None

        return self.store.remember(("drawn", self.whole.key, self.by, make.__qualname__), once)


def origin(store: Store, whole: Territory) -> Text | None:
    """Where the outlines of a territory come from; None where the store has none of them."""
    if "contours" not in store.manifest["tables"]:
        return None
    kept, values = _within(whole)
    [(computed,)] = store.rows(f"select bool_or(computed) from contours where {kept}", values)
    return None if computed is None else COMPUTED if computed else SURVEYED


def _within(whole: Territory) -> tuple[str, list[str]]:
    """The rows of a territory, and what is bound to it."""
    return ("true", []) if whole.level == "france" else (f"{whole.level} = ?", [whole.code])


def contours(store: Store, whole: Territory, by: str = "commune") -> Contours | None:
    """The outlines of a territory and of its parts of the level `by`; None where the store has none of them."""
    if "contours" not in store.manifest["tables"]:
        return None
    kept, values = _within(whole)
    rows = store.rows(
        f"select {by}, outline, computed from contours where {kept} and {by} is not null order by {by}, source_code",
        values,
    )
    if not rows:
        return None
    step = GRIDS[whole.level]
    parts = {}
    for code, group in groupby(rows, key=lambda row: str(row[0])):
        shapes = [snapped(json.loads(outline), step) for _, outline, _ in group]
        parts[code] = shapes[0] if len(shapes) == 1 else together(shapes)
    return Contours(parts, together(parts.values()), any(row[2] for row in rows))
