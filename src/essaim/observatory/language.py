"""French first, English complete: a text that the user reads is always written in both."""

import os
from typing import Literal, NamedTuple

Language = Literal["fr", "en"]


class Text(NamedTuple):
    """One sentence in the two languages of the product."""

    fr: str
    en: str

    def in_(self, language: Language) -> str:
        return self.en if language == "en" else self.fr


def preferred_language() -> Language:
    """The language of this process: ESSAIM_LANG, else French unless the locale says English."""
    wanted = os.environ.get("ESSAIM_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "fr"
    return "en" if wanted.lower().startswith("en") else "fr"


def say(fr: str, en: str) -> str:
    """The sentence in the language of this process."""
    return Text(fr, en).in_(preferred_language())
