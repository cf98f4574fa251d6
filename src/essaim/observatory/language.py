"""French first, English complete: a text that the user reads is always written in both."""

import os
import re
from functools import lru_cache
from typing import Literal, NamedTuple

Language = Literal["fr", "en"]


class Text(NamedTuple):
    """One sentence in the two languages of the product."""

    fr: str
    en: str

    def in_(self, language: Language) -> str:
        """The sentence in one language, French with the spaces that printers give it."""
        return self.en if language == "en" else spaced(self.fr)


@lru_cache(maxsize=4096)
def spaced(fr: str) -> str:
    """French as it is set: no sign begins a line, no number is cut in two; the space is thin there and before ; ! ?"""
    thin = re.sub(r" (?=[;?!])|(?<=\d) (?=\d{3}(?!\d))", "\u202f", fr)
    return re.sub("(?<=«) | (?=[:»%])", "\u00a0", thin)


def preferred_language() -> Language:
    """The language of this process: ESSAIM_LANG, else French unless the locale says English."""
    wanted = os.environ.get("ESSAIM_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "fr"
    return "en" if wanted.lower().startswith("en") else "fr"


def say(fr: str, en: str) -> str:
    """The sentence in the language of this process."""
    return Text(fr, en).in_(preferred_language())
