"""The words of a name, as two people who type it differently would still agree on them."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from essaim.observatory.reference.names import plain

# Words that carry no meaning in a name or in a question, in both languages.
_EMPTY = """
    a au aux avec ce ces d dans de des du en et l la le les leur leurs ou par pour qui que sa se ses son sur un une
    je j cherche chercher trouver voudrais the of for in and an some to my i looking find who can
    someone anyone need want
"""
EMPTY = frozenset(_EMPTY.split())
SHORTEST_MISSPELT = 3  # letters: a shorter word has too many neighbours for a slip to be told
LONGEST_QUERY = 160
MOST_WORDS = 12
ACRONYM_AND_NUMBER = re.compile(r"([a-z]{2})(\d)")
CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


def words_of(text: str) -> list[str]:
    """Folded words in order; letters that stand alone are taken together, so that `S.C.I.C.` is `scic`; so are
    those before a number apart from it, so that `PES21` is `PES 21`.
    """
    folded = [word for part in text.split() for word in _folded(part)]
    return _joined(folded) if any(len(word) == 1 for word in folded) else folded


@lru_cache(maxsize=100_000)  # the same few words make most names
def _folded(part: str) -> tuple[str, ...]:
    """The folded words of what stands between two spaces."""
    return tuple(ACRONYM_AND_NUMBER.sub(r"\1 \2", plain(part)).split())


def _joined(words: list[str]) -> list[str]:
    joined: list[str] = []
    lone = ""
    for word in words:
        if len(word) == 1 and word.isalpha():
            lone += word
            continue
        if lone:
            joined.append(lone)
            lone = ""
        joined.append(word)
    return [*joined, lone] if lone else joined


def key_words(text: str) -> list[str]:
    """The words that tell a name from another, without plural: what a name and a question are compared by."""
    return key_of(words_of(text))


def key_of(words: Sequence[str]) -> list[str]:
    """The key words among folded words; all of them where none has a meaning."""
    return [singular(word) for word in words if word not in EMPTY] or [singular(word) for word in words]


def asked_words(text: str) -> list[str]:
    """The key words of a question, which is bounded and may hold anything."""
    return key_words(CONTROLS.sub(" ", unicodedata.normalize("NFC", text[:LONGEST_QUERY])))[:MOST_WORDS]


def initials(words: Iterable[str]) -> str:
    """The acronym that people make of a name: first letters of its full words; blank under three."""
    made = "".join(word[0] for word in words if word not in EMPTY and word[0].isalpha())
    return made if 3 <= len(made) <= 8 else ""


def deletions(word: str) -> set[str]:
    """The word without any one of its letters."""
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


def one_slip_apart(one: str, other: str) -> bool:
    """Whether at most one letter was lost, added, changed, or swapped with the next (Damerau-Levenshtein ≤ 1)."""
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    first = next((i for i, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    if len(longer) - len(shorter) == 1:
        return shorter[first:] == longer[first + 1 :]
    if len(longer) != len(shorter):
        return False
    changed = shorter[first + 1 :] == longer[first + 1 :]
    swapped = (
        shorter[first : first + 2] == longer[first : first + 2][::-1] and shorter[first + 2 :] == longer[first + 2 :]
    )
    return changed or swapped


def singular(word: str) -> str:
    """Without the mark of the plural: `velos` and `velo` are asked alike."""
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word
