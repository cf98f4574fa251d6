"""Everyday needs in plain words, and the activities (NAF) that answer them: the table `needs`.

An activity code says what a structure mainly does, by trade and not by service: a need finds those who may answer,
not those who do.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from essaim.observatory.directory.words import singular
from essaim.observatory.language import Text
from essaim.observatory.reference.tables import read_table

Words = frozenset[str]
# Words of a question that say what kind of structure is wanted, not what it does.
_KINDS = """
    association asso cooperative scop scic mutuelle fondation entreprise structure societe organisme ess social
    solidaire local locale company nonprofit charity group
"""
KINDS_OF_STRUCTURE = frozenset(_KINDS.split())


@dataclass(frozen=True)
class Need:
    """One need. `names` are sets of words that, in a name, are enough; `asked` sets of words that, asked, mean it."""

    code: str
    bit: int
    theme: str
    label: Text
    activities: frozenset[str]
    names: tuple[Words, ...]
    asked: tuple[Words, ...]


@cache
def needs() -> dict[str, Need]:
    """Every need by code, in the order of the table. A structure's needs are a sum of bits, so 64 at most."""
    return {
        row["code"]: Need(
            row["code"],
            1 << place,
            row["theme"],
            Text(row["label_fr"], row["label_en"]),
            frozenset(row["activities"].split()),
            _combinations(row["names"]),
            _combinations(row["asked"]),
        )
        for place, row in enumerate(read_table("needs"))
    }


def _combinations(cell: str) -> tuple[Words, ...]:
    return tuple(frozenset(singular(word) for word in one.split()) for one in cell.split(";") if one)


@cache
def bits_of_activities() -> dict[str, int]:
    """The needs that each activity answers."""
    found: dict[str, int] = defaultdict(int)
    for need in needs().values():
        for activity in need.activities:
            found[activity] |= need.bit
    return dict(found)


@cache
def _by_name_word() -> dict[str, list[tuple[Words, int]]]:
    """Each combination under one of its words, so that most names are done with one look."""
    found: dict[str, list[tuple[Words, int]]] = defaultdict(list)
    for need in needs().values():
        for combination in need.names:
            found[min(combination)].append((combination, need.bit))
    return dict(found)


def bits_of_name(words: Collection[str]) -> int:
    """The needs that the key words of a name are enough to tell."""
    known, bits = _by_name_word(), 0
    present = set(words)
    for word in present & known.keys():
        for combination, bit in known[word]:
            if combination <= present:
                bits |= bit
    return bits


def meant_by(words: Iterable[str]) -> tuple[Need | None, bool]:
    """The need that the key words of a question mean, and whether nothing else was asked.

    `association reparation velos` means one need and nothing else; `velo club dijonnais` may mean it, or be a name.
    """
    asked = set(words) - KINDS_OF_STRUCTURE
    best: Need | None = None
    most: Words = frozenset()
    covered: set[str] = set()
    for need in needs().values():
        met = [combination for combination in need.asked if combination <= asked]
        if met and len(longest := max(met, key=len)) > len(most):
            best, most = need, longest
            covered = set().union(*met)
    return best, best is not None and _nothing_else(asked - covered, best)


def _nothing_else(left: set[str], need: Need) -> bool:
    """Whether the words left say the same trade, or a wider one that holds it (`reparation` beside `velo`)."""
    return all(
        any(word in one for other in needs().values() for one in other.asked if _akin(need, other)) for word in left
    )


def _akin(need: Need, other: Need) -> bool:
    return bool(need.activities & other.activities)
