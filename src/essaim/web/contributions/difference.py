"""What changes between two texts, word by word, so that it is read at a glance."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# A word with the spaces that follow; a line end stands alone, so that a list changes line by line.
TOKEN = re.compile(r"\n|[^\s]+[^\S\n]*|[^\S\n]+")


@dataclass(frozen=True)
class Piece:
    """A run of words that stays ("same"), goes ("del") or comes ("ins")."""

    kind: str
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """Read without "ins" the pieces are `before`, without "del" they are `after`."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    found: list[Piece] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(Piece("same", "".join(old[a:b])))
            continue
        found += [Piece("del", "".join(old[a:b]))] if b > a else []
        found += [Piece("ins", "".join(new[c:d]))] if d > c else []
    return found
