"""Every territory by name: kept in memory, found whatever the accents, and despite a typing error or two."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache

import duckdb

from essaim.observatory.reference.geography import LEVELS, Territory, territory
from essaim.observatory.reference.names import fold
from essaim.observatory.reference.tables import table_path

# What people mean when several territories bear the name: the wider first, and the more peopled.
WEIGHT = {level: place for place, level in enumerate(LEVELS)}
NEAR = 0.45  # share of trigrams in common below which two names are not the same one misspelt
SHORT = 9  # letters up to which one slip leaves too few trigrams in common: those are found by the letter left out


@dataclass(frozen=True)
class Gazetteer:
    """The names of one official geography year."""

    territories: tuple[Territory, ...]
    names: tuple[str, ...]
    by_key: dict[tuple[str, str], Territory]
    by_trigram: dict[str, list[int]]
    sizes: tuple[int, ...]
    by_shortened: dict[str, list[int]]

    def search(self, query: str, limit: int = 40) -> list[Territory]:
        """Territories by code or name: the same name, names that begin so, names with these words, near misses."""
        wanted = fold(query)
        if not wanted:
            return []
        ranked: dict[int, float] = {}
        for place, one in enumerate(self.territories):
            rank = _rank(wanted, self.names[place], one.code)
            if rank:
                ranked[place] = rank
        if len(ranked) < 5:
            ranked = self._near(wanted) | ranked
        order = sorted(ranked, key=lambda place: (-ranked[place], *_precedence(self.territories[place])))
        return [self.territories[place] for place in order[:limit]]

    @cached_property
    def widest_first(self) -> list[Territory]:
        """Every territory, France first and communes last, by code within a level."""
        return sorted(self.territories, key=lambda one: (-WEIGHT[one.level], one.code))

    def _near(self, wanted: str) -> dict[int, float]:
        grams = _trigrams(wanted)
        shared = Counter(place for gram in grams for place in self.by_trigram.get(gram, ()))
        scored = {place: 2 * common / (len(grams) + self.sizes[place]) for place, common in shared.items()}
        near = {place: score for place, score in scored.items() if score >= NEAR}
        slips = (place for short in _shortened(wanted) for place in self.by_shortened.get(short, ()))
        return near | dict.fromkeys(slips, 1.0)


def _rank(wanted: str, name: str, code: str) -> float:
    if name == wanted or code.lower() == wanted:
        return 4
    if name.startswith(wanted):
        return 3
    if f" {wanted}" in f" {name}":
        return 2
    return 0


def _precedence(one: Territory) -> tuple[int, int]:
    return (-(one.population or 0), -WEIGHT[one.level])


def _trigrams(name: str) -> frozenset[str]:
    padded = f"  {name} "
    return frozenset(padded[place : place + 3] for place in range(len(padded) - 2))


def _shortened(name: str) -> frozenset[str]:
    """The name without any one of its letters, and as it is: two names one slip apart have one of these in common."""
    if len(name) > SHORT:
        return frozenset()
    return frozenset((name, *(name[:place] + name[place + 1 :] for place in range(len(name)))))


def named(level: str, code: str, cog: int) -> Territory:
    """A territory from memory; raises TerritoryNotFound as the reference does, with what is near."""
    return gazetteer(cog).by_key.get((level, code)) or territory(level, code, cog)


@lru_cache(maxsize=2)
def gazetteer(cog: int) -> Gazetteer:
    """Read once a process (a quarter of a second, some tens of megabytes); the connection does not outlive it."""
    with duckdb.connect() as connection:
        rows = connection.execute(
            "select level, code, name, cog, kind, population, departement, region, search_name"
            " from read_parquet(?) where cog = ? order by level, code",
            [str(table_path("geography/territories")), cog],
        ).fetchall()
    territories = tuple(Territory(*row[:8]) for row in rows)
    names = tuple(row[8] for row in rows)
    by_trigram: dict[str, list[int]] = defaultdict(list)
    by_shortened: dict[str, list[int]] = defaultdict(list)
    sizes = []
    for place, name in enumerate(names):
        grams = _trigrams(name)
        sizes.append(len(grams))
        for gram in grams:
            by_trigram[gram].append(place)
        for short in _shortened(name):
            by_shortened[short].append(place)
    by_key = {(one.level, one.code): one for one in territories}
    return Gazetteer(territories, names, by_key, dict(by_trigram), tuple(sizes), dict(by_shortened))
