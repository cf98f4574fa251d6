"""French and English side by side, as everywhere in Essaim: what is written in one cannot be missing in the other."""

from django.utils.functional import lazy
from django.utils.translation import get_language

from essaim.observatory.language import Language, Text
from essaim.observatory.report.numbers import number as written


def language() -> Language:
    """The language of the page that is being made; French where there is none."""
    return "en" if (get_language() or "fr").startswith("en") else "fr"


def say(text: Text) -> str:
    """A text of both languages, in the language of the page."""
    return text.in_(language())


def _chosen(fr: str, en: str) -> str:
    return say(Text(fr, en))


def tr(fr: str, en: str) -> str:
    """A text whose language is chosen when it is read: for labels written once, at import."""
    return lazy(_chosen, str)(fr, en)


def count(number: int, fr: tuple[str, str], en: tuple[str, str]) -> str:
    """`{n}` things in the right number: French says "0 commune", English "0 communes"."""
    words = fr[number > 1] if language() == "fr" else en[number != 1]
    return words.format(n=written(number, 0, language()))
