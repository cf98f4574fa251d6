"""Names of places as people type them."""

import re
import unicodedata

# "St" and "Ste" are how Saint and Sainte are written everywhere but in the official geographic code; intercommunalities
# bear the abbreviation of their kind in the official list.
SPELLED_OUT = {
    "st": "saint",
    "ste": "sainte",
    "sts": "saints",
    "stes": "saintes",
    "cc": "communaute de communes",
    "ca": "communaute d agglomeration",
    "cu": "communaute urbaine",
}
LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})


NOT_OF_A_WORD = re.compile(r"[^a-z0-9]+")


def fold(name: str) -> str:
    """A name without accent, case, hyphen, apostrophe or abbreviation: what two spellings of a place have in common."""
    return " ".join(SPELLED_OUT.get(word, word) for word in plain(name).split())


def plain(name: str) -> str:
    """A name without accent, case or punctuation: small letters and digits, words one space apart."""
    if not name.isascii():
        decomposed = unicodedata.normalize("NFKD", name.translate(LIGATURES))
        name = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return NOT_OF_A_WORD.sub(" ", name.lower()).strip()
