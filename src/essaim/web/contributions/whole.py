"""The directory with the actors that people added: what lists, searches, maps and files read.

It is made again when a local sheet changed, which one small query tells; where there is none, it is the register's.
"""

import os
import threading
from typing import Any

from django.db.models import Count, Max

from essaim.observatory.directory.added import Added
from essaim.observatory.directory.index import Index
from essaim.web.contributions.models import Sheet
from essaim.web.contributions.positions import Positions
from essaim.web.territories.gazetteer import gazetteer
from essaim.web.territories.stores import current_index, current_store

_lock = threading.Lock()
_made: tuple[Any, Index] | None = None


def whole_index() -> Index:
    """The directory of the current store and what was added to it; shared by the threads of this process."""
    global _made  # noqa: PLW0603 - one a process, as the index that it stands on
    register, state = current_index(), _state()
    if not state["count"]:
        return register
    key = (os.getpid(), register.path, state["count"], state["last"])
    with _lock:
        if _made is None or _made[0] != key:
            local = Sheet.objects.live().local().order_by("pk")
            _made = (key, register.with_added(_added(register, list(local))))
        return _made[1]


def whole_version() -> str:
    """Changes whenever that directory does, and is the same in every process."""
    state = _state()
    return f"{current_store().version} {state['count']} {state['last']}"


def _state() -> dict[str, Any]:
    return Sheet.objects.live().local().aggregate(count=Count("pk"), last=Max("changed_at"))


def _added(register: Index, sheets: list[Sheet]) -> list[Added]:
    store = current_store()
    names = gazetteer(store.manifest["cog"]).by_key
    positions = Positions(register, store)
    found = []
    for one in sheets:
        commune = names.get(("commune", one.commune))
        position, approximate = positions.of(one)
        found.append(
            Added(
                one.key,
                one.name,
                one.kind_words,
                one.commune,
                commune.name if commune else one.commune,
                one.intercommunality,
                one.departement,
                one.region,
                one.created_at.date(),
                one.content.get("address", ""),
                one.content.get("sector", ""),
                tuple(one.content.get("needs", ())),
                position,
                approximate,
            )
        )
    return found
