"""What waits for an authority, whatever it is, the oldest first."""

from dataclasses import dataclass
from heapq import merge
from typing import Any

from essaim.web.accounts.models import Authority, User
from essaim.web.contributions.actions.deciding import KINDS, kind_of
from essaim.web.contributions.models import Reviewed, Revision

LENGTH = 20  # on one page: the next ones come as these are decided


@dataclass(frozen=True)
class Waiting:
    """One thing to decide: its kind names its address and how it is shown; `clashes` what changed meanwhile."""

    kind: str
    item: Any

    @property
    def clashes(self) -> tuple[str, ...]:
        return self.item.clashes_with(self.item.sheet.content) if isinstance(self.item, Revision) else ()


@dataclass(frozen=True)
class Queue:
    """The first things that wait, and how many wait in all."""

    first: list[Waiting]
    total: int


def queue(user: User, authority: Authority) -> Queue:
    """What that person may decide there: nothing that they may not read."""
    found, total = [], 0
    for model in KINDS.values():
        waiting = model.objects.visible_to(user).filter(authority=authority).pending()
        total += waiting.count()
        related = ["sheet", "author", "authority", *(["kind"] if model.__name__ == "Label" else [])]
        found.append(list(waiting.select_related(*related).order_by("created_at", "pk")[:LENGTH]))
    first = list(merge(*found, key=_when))[:LENGTH]
    return Queue([Waiting(kind_of(item), item) for item in first], total)


def _when(item: Reviewed) -> Any:
    return item.created_at
