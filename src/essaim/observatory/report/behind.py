"""What a page tells of figures beyond their number: which come first, what stands behind each, how long its bar is."""

from collections.abc import Iterable
from dataclasses import dataclass

from essaim.observatory.diagnosis.catalogue import Indicator, catalogue
from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.language import Language, Text
from essaim.observatory.report.words import REGIMES

# The four numbers that an elected official asks for first.
KEY_FIGURES = ("W3", "W6", "W1", "W14")
KINDS = {
    "published": Text("publié", "published"),
    "counted": Text("dénombré", "counted"),
    "estimated": Text("estimé", "estimated"),
    "declared": Text("déclaré", "declared"),
}


@dataclass(frozen=True)
class Behind:
    """What stands behind some figures of one indicator: read in place, under them."""

    indicator: Indicator
    kinds: str
    periods: str
    denominators: str
    sources: str
    regimes: str
    reasons: tuple[str, ...]


def behind(diagnosis: Diagnosis, indicator: str, figures: Iterable[Figure], language: Language) -> Behind:
    """Each thing once, in the order of the figures; those of other indicators are passed over."""
    titles = {source["id"]: source["title"][language] for source in diagnosis.store["sources"]}
    told = [figure for figure in figures if figure.indicator == indicator]
    return Behind(
        catalogue()[indicator],
        _listed(KINDS[one.kind].in_(language) for one in told),
        _listed(one.period for one in told),
        _listed(one.denominator.in_(language) for one in told if one.denominator),
        _listed(titles.get(source, source) for one in told for source in one.sources),
        _listed(REGIMES[one.regime].in_(language) for one in told),
        tuple(dict.fromkeys(one.reason.in_(language) for one in told if one.reason)),
    )


def _listed(words: Iterable[str]) -> str:
    return " ; ".join(dict.fromkeys(words))


def bar_width(figure: Figure | None) -> str:
    """The length of a bar, in per cent of its cell; blank without a share."""
    if figure is None or figure.value is None or figure.unit != "share":
        return ""
    return f"{min(figure.value, 1) * 100:.1f}%"
