"""What is asked of the directory, and what it answers."""

from dataclasses import dataclass, field, replace
from typing import NamedTuple, Self

from essaim.observatory.directory.structures import Structure
from essaim.observatory.perimeter.rules import PERIMETERS
from essaim.observatory.reference.geography import Territory
from essaim.observatory.reference.tables import read_table

PAGE_SIZE = 20
SORTS = ("relevance", "size", "age", "newest", "name")
# Ages that are worth a filter of their own: created at least so many years ago, or before such a year.
OLDER = {"old50": 50, "old100": 100}
BEFORE = {"before1950": 1950}
ADDED = "added"
# What makes a structure a landmark: its age, its size (`large`: 50 employees or more), a prize that people granted it;
# and `added`, an actor that people added and registers lack.
EVERY_MARK = ("old50", "before1950", "old100", "large", "awarded", ADDED)
WIDEST = max(PERIMETERS.values(), key=lambda perimeter: perimeter.max_tier).name


def _sizes() -> tuple[str, ...]:
    return tuple(dict.fromkeys(row["size_class"] for row in read_table("headcount_bands")))


SIZES = _sizes()


class Zone(NamedTuple):
    """A part of the map, in degrees of WGS84; its edges belong to it."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class Query:
    """A question to the directory. Values of one filter add up (or), filters narrow one another (and).

    `families` takes families and sub-families; `sectors` A17 or A38 codes; `needs` codes of the needs table; `labels`
    those of labels.py; `communes` INSEE codes; `sizes` size classes; `marks` those of EVERY_MARK; `received` contracts,
    subsidies. `zone` keeps the places of work whose position is known to lie in it. `perimeter` is the definition of
    the ESS; the widest one by default, and the only one that holds what people added. `names_only` keeps the text from
    being read as a trade. `without` are the keys not to be shown, `awarded` those of the mark of that name. `closed`
    asks for the structures that are gone too: the index has none, whoever shows the list adds them.
    `size` is how many answers a page holds.
    """

    text: str = ""
    territory: Territory | None = None
    families: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    received: tuple[str, ...] = ()
    zone: Zone | None = None
    employers_only: bool = False
    perimeter: str = WIDEST
    names_only: bool = False
    sort: str = "relevance"
    page: int = 1
    size: int = PAGE_SIZE
    without: frozenset[str] = field(default_factory=frozenset)
    closed: bool = False
    awarded: frozenset[str] = field(default_factory=frozenset)

    def everywhere(self) -> Self:
        """The same question without its place."""
        return replace(self, territory=None, communes=(), zone=None)

    def of_all(self) -> Self:
        """The question behind every page and order of its answer: what filters and counts are made for."""
        return replace(self, page=1, size=PAGE_SIZE, sort="relevance", closed=False)


@dataclass(frozen=True)
class Found:
    """One page of answers. `facets` counts structures by filter and code, each filter as if it were not set itself.

    `corrections` are the words that were read otherwise than typed; `need` is the trade that the text was read as:
    its structures are then among the answers (`widened`), or only worth proposing.
    """

    total: int
    structures: tuple[Structure, ...]
    facets: dict[str, dict[str, int]]
    corrections: dict[str, str] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    need: str = ""
    widened: bool = False

    @property
    def pages(self) -> int:
        return -(-self.total // PAGE_SIZE)
