"""From the words of a question to structures, the best first: as typed, else with a slip forgiven, else nearly."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import NDArray

from essaim.observatory.directory.columns import Places
from essaim.observatory.directory.needs import KINDS_OF_STRUCTURE
from essaim.observatory.directory.reading import Files, ask
from essaim.observatory.directory.spelling import known, neighbours
from essaim.observatory.directory.words import asked_words, initials, singular

WordCounts = NDArray[np.uint8]
Groups = list[tuple[str, ...]]  # for each word asked, the words that stand for it: any of them will do
LOOKED_AT = 1_500  # structures among which the best of a name are sought; the larger come first
COMPARED = 100  # names read and compared word by word
MOST_EXACT = 40
EVERY = 400_000


@dataclass(frozen=True)
class Matched:
    """`places` in index order; `groups` as they were read; `corrections` by word typed; `dropped` words unmet."""

    places: Places
    groups: Groups
    corrections: dict[str, str] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()


NOTHING = Matched(np.array([], dtype=np.int32), [])


def match(files: Files, text: str, limit: int = EVERY) -> Matched:
    """Structures whose words hold those asked: in the name, the acronym, the trade names or the commune."""
    words = list(dict.fromkeys(asked_words(text)))
    for groups, dropped in _readings(files, words) if words else ():
        places = _places(files, groups, limit)
        if len(places):
            kept = [word for word in words if word not in dropped]
            corrected = {
                word: group[0] for word, group in zip(kept, groups, strict=True) if group and word not in group
            }
            return Matched(places, groups, corrected, dropped)
    return NOTHING


def match_any(files: Files, words: list[str]) -> Matched:
    """Structures that answer to a trade and bear one of its words in their name, which comes nearer than the trade."""
    told = tuple(word for word in words if word not in KINDS_OF_STRUCTURE)
    return Matched(_places(files, [told], EVERY), [told]) if told else NOTHING


def _readings(files: Files, words: list[str]) -> Iterator[tuple[Groups, tuple[str, ...]]]:
    """Ways of reading the words, the most faithful first; the next is made only when one finds nothing."""
    yield [(word,) for word in words], ()
    there = known(files, words)
    near = {word: tuple(neighbours(files, word)) for word in words}
    strange = [word for word in words if word not in there]
    if strange:
        yield [(word,) if word in there else near[word] or (word,) for word in words], ()
    yield [(word, *near[word]) for word in words], ()
    for dropped in _droppable(words, strange, near):
        kept = [word for word in words if word not in dropped]
        yield [(word,) if word in there else near[word] or (word,) for word in kept], dropped


def _droppable(words: list[str], strange: list[str], near: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Words to do without: those that say a kind of structure, those that nothing resembles, then any one."""
    kinds = tuple(word for word in words if word in KINDS_OF_STRUCTURE)
    unmet = tuple(word for word in strange if not near[word])
    for dropped in (kinds, unmet, tuple({*kinds, *unmet})):
        if dropped and len(dropped) < len(words):
            yield dropped
    if len(words) > 1:
        yield from ((word,) for word in reversed(words))


def _places(files: Files, groups: Groups, limit: int) -> Places:
    asked = " AND ".join(f"({' OR '.join(_quoted(word) for word in group)})" for group in groups)
    rows = list(ask(files, "select rowid from names where names match ? limit ?", [asked, limit]))
    return np.fromiter((place for (place,) in rows), dtype=np.int32, count=len(rows))


def _quoted(word: str) -> str:
    """A word is a string of FTS5, never one of its operators."""
    return '"' + word.replace('"', '""') + '"'


def exact(files: Files, groups: Groups) -> list[int]:
    """Structures whose name is just these words, however many others hold them."""
    if not groups:
        return []
    names = [" ".join(words) for words, _ in zip(product(*groups), range(MOST_EXACT), strict=False)]
    marks = ", ".join("?" * len(names))
    rows = ask(
        files, f"select place from structures where folded in ({marks}) and folded <> '' limit {MOST_EXACT}", names
    )
    return [place for (place,) in rows]


def best(files: Files, found: Matched, places: Places, words: WordCounts) -> list[int]:
    """The best hundred of `places`: those whose name is nearest to what was asked, then the larger structures.

    `words` is the number of words of every structure's name: a name with little beside what was asked comes first.
    """
    order = np.lexsort((places, words[places]))[:COMPARED]
    same = np.intersect1d(np.array(exact(files, found.groups), dtype=np.int32), places)
    wanted = sorted({*places[order].tolist(), *same.tolist()})
    marks = ", ".join("?" * len(wanted))
    rows = ask(files, f"select place, folded, acronym from structures where place in ({marks})", wanted)
    scored = sorted((_distance(found.groups, folded.split(), acronym), place) for place, folded, acronym in rows)
    return [place for _, place in scored]


def _distance(groups: Sequence[tuple[str, ...]], name: list[str], acronym: str | None) -> tuple[float, int]:
    """How far a name is from what was asked: words that it lacks first, words that it has beside then."""
    known_as = {singular(word) for word in (acronym or "").lower().split()} | {initials(name)}
    lacking = 0.0
    for group in groups:
        if group[0] in name or group[0] in known_as:
            continue
        lacking += 0.25 if any(word in name for word in group[1:]) else 1
    beside = abs(len(name) - len(groups))
    in_order = len(name) == len(groups) and all(word in group for word, group in zip(name, groups, strict=True))
    return (lacking if not in_order else lacking - 0.5, beside)
