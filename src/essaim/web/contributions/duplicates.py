"""Two names of one structure, by the rule of OpenFairDB read at the scale of a commune.

Same commune, and either at most 30 % of the letters differ, or at most two words do while one is left in common.
Legal forms and small words say nothing of who a structure is: they are left out before names are compared.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz.distance import Levenshtein

from essaim.observatory.reference.names import fold
from essaim.web.contributions.lists import lines_of
from essaim.web.contributions.models import NotTheSame, Sheet

MOST_LETTERS = 0.30
MOST_WORDS = 2
Listed = Callable[[str, str], Iterable[tuple[str, str]]]


@dataclass(frozen=True)
class Pair:
    """Two sheets that may be one; `likeness` from 0 (nothing in common) to 1 (the same letters)."""

    local: Sheet
    other_key: str
    other_name: str
    likeness: float

    @property
    def keys(self) -> tuple[str, str]:
        return in_order(self.local.key, self.other_key)


def in_order(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def likeness(one: str, other: str) -> float:
    """Share of letters in common, in order, of what tells two names apart."""
    return float(Levenshtein.normalized_similarity(_telling(one), _telling(other)))


def alike(one: str, other: str) -> bool:
    """Whether two names of one commune may be those of one structure."""
    mine, theirs = _telling(one), _telling(other)
    if not mine or not theirs:
        return False
    if Levenshtein.normalized_distance(mine, theirs) <= MOST_LETTERS:
        return True
    words, others = set(mine.split()), set(theirs.split())
    shared = words & others
    # One common word among three says nothing; most of the shorter name must be there.
    return len(words ^ others) <= MOST_WORDS and 2 * len(shared) > min(len(words), len(others))


def candidates(sheets: list[Sheet], listed: Listed) -> list[Pair]:
    """Pairs not looked at yet among these local sheets, and between them and the open data; the likeliest first.

    `listed` gives the (key, name) of what the open data has under nearly that name in that commune.
    """
    looked_at = set(NotTheSame.objects.values_list("first", "second"))
    pairs = [
        Pair(one, key, name, likeness(one.name, name))
        for one in sheets
        for key, name in listed(one.name, one.commune)
        if alike(one.name, name)
    ]
    pairs += [
        Pair(one, other.key, other.name, likeness(one.name, other.name))
        for one, other in combinations(sheets, 2)
        if one.commune == other.commune and alike(one.name, other.name)
    ]
    return sorted((pair for pair in pairs if pair.keys not in looked_at), key=lambda pair: -pair.likeness)


def _telling(name: str) -> str:
    words = fold(name).split()
    return " ".join(word for word in words if word not in lines_of("silent_words")) or " ".join(words)
