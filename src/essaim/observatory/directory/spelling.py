"""Words typed with a slip: the words of the index that are one letter away, found by the letters that each lost.

Two words one slip apart have a form in common once one letter is left out of either (symmetric deletion), so a look-up
by key takes the place of a comparison with every word.
"""

import sqlite3
from collections.abc import Sequence

from essaim.observatory.directory.words import SHORTEST_MISSPELT, deletions, one_slip_apart

MOST_CORRECTIONS = 5


def known(file: sqlite3.Connection, words: Sequence[str]) -> set[str]:
    """Those of the words that the index has."""
    marks = ", ".join("?" * len(words))
    return {term for (term,) in file.execute(f"select term from terms where term in ({marks})", list(words))}


def neighbours(file: sqlite3.Connection, word: str) -> list[str]:
    """The words of the index one slip away from a word, the more frequent first."""
    if len(word) < SHORTEST_MISSPELT or word.isdigit():
        return []
    shortened = list(deletions(word))
    marks = ", ".join("?" * len(shortened))
    rows = file.execute(
        f"""
        select number, term from terms where term in ({marks})
        union
        select terms.number, terms.term from deletions inner join terms on terms.number = deletions.term
        where deletion in (?, {marks})
        order by number
        """,
        [*shortened, word, *shortened],
    )
    # A word of three letters is only completed: changing one of them gives another word as often as not.
    least = len(word) + 1 if len(word) == SHORTEST_MISSPELT else len(word) - 1
    near = (term for _, term in rows if term != word and len(term) >= least and one_slip_apart(term, word))
    return [term for term, _ in zip(near, range(MOST_CORRECTIONS), strict=False)]
