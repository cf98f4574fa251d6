"""How sentences are written from figures, and when two of them may be said to differ."""

from math import hypot
from typing import Literal

from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.language import Language, Text
from essaim.observatory.report.numbers import interval, shown

Difference = Literal["more", "less", "unclear"]


def compared(one: Figure, other: Figure) -> Difference:
    """Whether one figure is surely above or below another: the 90 % interval of their difference leaves out nought.

    The interval of a difference comes from those of its terms, taken as independent (Zou and Donner, Statistics in
    Medicine 27, 2008); where the terms share a part, as a territory and its région do, it is wider than need be.
    """
    mine, theirs = _reach(one), _reach(other)
    if mine is None or theirs is None or one.value is None or other.value is None:
        return "unclear"
    gap = one.value - other.value
    if gap > hypot(one.value - mine[0], theirs[1] - other.value):
        return "more"
    return "less" if -gap > hypot(mine[1] - one.value, other.value - theirs[0]) else "unclear"


def _reach(figure: Figure) -> tuple[float, float] | None:
    if figure.value is None:
        return None
    if figure.low is None or figure.high is None:
        return (figure.value, figure.value) if figure.kind != "estimated" else None
    return figure.low, figure.high


def both(diagnosis: Diagnosis, french: str, english: str, **figures: Figure | None) -> Text:
    """The sentence in both languages, `{name}` replaced by a figure and `{name_}` by its interval in brackets."""

    def told(template: str, language: Language) -> str:
        values = {name: shown(figure, language) for name, figure in figures.items()}
        values |= {f"{name}_": bracket(figure, language) for name, figure in figures.items()}
        return template.format(here=diagnosis.territory.name, **values)

    return Text(told(french, "fr"), told(english, "en"))


def bracket(figure: Figure | None, language: Language) -> str:
    """Its interval in brackets, after a space; blank where there is none."""
    between = interval(figure, language)
    return Text(f" (de {between})", f" ({between})").in_(language) if between else ""
