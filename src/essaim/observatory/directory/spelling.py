"""Words typed with a slip: the words of the index that are one letter away, found by the letters that each lost.

Two words one slip apart have a form in common once one letter is left out of either (symmetric deletion), so a look-up
by key takes the place of a comparison with every word.
"""

from collections.abc import Sequence
from itertools import islice

from essaim.observatory.directory.reading import Files, ask
from essaim.observatory.directory.words import SHORTEST_MISSPELT, deletions, one_slip_apart

MOST_CORRECTIONS = 5


def known(files: Files, words: Sequence[str]) -> set[str]:
    """Those of the words that the index has."""
    marks = ", ".join("?" * len(words))
    return {term for (term,) in ask(files, f"select term from terms where term in ({marks})", words)}


def neighbours(files: Files, word: str) -> list[str]:
    """The words of the index one slip away from a word, the more frequent first."""
    if len(word) < SHORTEST_MISSPELT or word.isdigit():
        return []
    shortened = list(deletions(word))
    marks = ", ".join("?" * len(shortened))
    sql = f"""
        select number, term from terms where term in ({marks})
        union
        select terms.number, terms.term from deletions inner join terms on terms.number = deletions.term
        where deletion in (?, {marks})
        order by number
    """
    # A word of three letters is only completed: changing one of them gives another word as often as not.
    least = len(word) + 1 if len(word) == SHORTEST_MISSPELT else len(word) - 1
    found: dict[str, None] = {}
    for file in files:
        rows = ask((file,), sql, [*shortened, word, *shortened])
        near = (term for _, term in rows if term != word and len(term) >= least and one_slip_apart(term, word))
        found |= dict.fromkeys(islice(near, MOST_CORRECTIONS))
    return list(found)
