"""What a list proposes where it finds little: a spelling, a wider place, fewer filters, the trade that was meant."""

from dataclasses import dataclass, replace

from essaim.observatory.directory.index import Index
from essaim.observatory.directory.needs import needs
from essaim.observatory.directory.query import Found, Query
from essaim.observatory.language import Text
from essaim.observatory.reference.geography import Territory
from essaim.web.directory.filtering import address
from essaim.web.territories.gazetteer import gazetteer


@dataclass(frozen=True)
class Way:
    """One way out: its words, how many structures it leads to, its address."""

    label: Text
    count: int
    address: str


def bare(query: Query) -> Query:
    """The words and the place of a question, without its filters."""
    return Query(
        text=query.text,
        territory=query.territory,
        sort=query.sort,
        without=query.without,
        awarded=query.awarded,
    )


def ways_out(index: Index, query: Query, cog: int) -> list[Way]:
    """Other questions near this one that do find something, the nearest first."""
    found: dict[Query, Text] = {}
    plain = replace(bare(query), names_only=query.names_only)
    if plain != replace(query, page=1):
        found[plain] = Text("Sans les filtres", "Without the filters")
    for wider in _around(query.territory, cog):
        found[replace(plain, territory=wider)] = Text(f"Dans {wider.name}", f"In {wider.name}")
    if query.territory:
        found[plain.everywhere()] = Text("Dans toute la France", "In the whole of France")
    counted = [Way(label, index.search(other).total, address(other)) for other, label in found.items()]
    return [way for way in counted if way.count]


def _around(one: Territory | None, cog: int) -> list[Territory]:
    """The territories that hold it: the département, the région."""
    if one is None or one.level == "france":
        return []
    known = gazetteer(cog).by_key
    keys = [("departement", one.departement), ("region", one.region)]
    return [known[level, code] for level, code in keys if code and (level, code) in known and level != one.level]


def trade(query: Query, found: Found) -> Way | None:
    """The trade that the words of the question may mean, where it is not already among the answers."""
    if not found.need or found.widened or found.need in query.needs:
        return None
    need = needs()[found.need]
    other = replace(query, text="", needs=(*query.needs, need.code), page=1)
    return Way(need.label, 0, address(other))
