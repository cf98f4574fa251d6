"""The map beside a list: the same question, as points, and how many a browser is given."""

from dataclasses import dataclass, replace

from django.urls import reverse

from essaim.observatory.directory.index import Index
from essaim.observatory.directory.query import Query
from essaim.observatory.reference.geography import Territory, find_territory
from essaim.observatory.reference.tables import read_table
from essaim.web.directory import asking, filtering

# Points that come without being asked: a page with its map then weighs less than 1 MB (docs/performance.md).
AT_ONCE = 12_000
# Points that a browser draws, for those who ask for them.
MOST = 50_000
BYTES = 35  # of one point on the network, compressed
METROPOLITAN = "-5.2,41.3,9.6,51.2"  # where a map of France looks first


@dataclass(frozen=True)
class Mapped:
    """What a page says to its map, and about it.

    `source` is the address of its points and `search` that of the list without a zone; `bounds` where it looks first,
    if not at its `ground`; `families` those of its legend. `megabytes` is what the points would weigh.
    """

    count: int
    source: str
    search: str
    bounds: str
    zoned: bool
    families: tuple[str, ...]
    ground: Territory

    @property
    def drawn(self) -> bool:
        """A zone without any structure keeps its map, to look elsewhere."""
        return self.count <= MOST and (self.count > 0 or self.zoned)

    @property
    def waits(self) -> bool:
        return self.count > AT_ONCE

    @property
    def megabytes(self) -> float:
        return self.count * BYTES / 1e6

    @property
    def most(self) -> int:
        return MOST


def mapped(index: Index, query: Query) -> Mapped:
    """The map of a list, whatever its page and order."""
    all_of_it = query.of_all()
    return Mapped(
        index.mapped(all_of_it),
        f"{points(all_of_it)}&court=1",
        filtering.address(replace(query, zone=None, page=1)),
        asking.written(query.zone) if query.zone else "" if query.territory else METROPOLITAN,
        query.zone is not None,
        _heads(query.families),
        query.territory or find_territory("FR"),
    )


def points(query: Query) -> str:
    """The address of the points of a list."""
    return f"{reverse('directory:points')}?{asking.encoded(query.of_all())}"


def _heads(families: tuple[str, ...]) -> tuple[str, ...]:
    """The families of the legend: a sub-family is drawn as the one that holds it."""
    parents = {row["code"]: row["parent"] for row in read_table("families")}
    return tuple(dict.fromkeys(parents.get(one) or one for one in families))
