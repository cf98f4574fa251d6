"""Numbers as people write them: 21 616 and 11,5 % in French, 21,616 and 11.5% in English."""

from collections.abc import Callable

from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.estimation.grades import step_of
from essaim.observatory.language import Language, Text

NARROW, WIDE = "\u202f", "\u00a0"  # no-break spaces: between thousands, before a percent sign
MISSING, MINUS = "–", "\N{MINUS SIGN}"
SIGNS = f"%pts{WIDE}"  # what follows both ends of an interval is written once
STEPPED = ("jobs",)
# Below 5 %, a whole number of points would say too little.
VAGUE_FROM = 0.05
LEAST_SHOWN = 0.00005
COUNTS = ("people", "establishments", "jobs", "units", "communes")


def number(value: float, decimals: int, language: Language) -> str:
    """Grouped thousands, decimals of the language, a true minus sign."""
    written = f"{value:,.{decimals}f}".replace("-", MINUS)
    if language == "fr":
        return written.replace(",", NARROW).replace(".", ",")
    return written


def shown(figure: Figure | None, language: Language) -> str:
    """The value with its unit sign, as precise as its grade allows; its band, or a dash, where there is none."""
    if figure is None:
        return MISSING
    if figure.value is None:
        return band(figure, language) if figure.banded else MISSING
    return amount(rounded(figure, figure.value), figure.unit, language, decimals_of(figure))


def band(figure: Figure, language: Language) -> str:
    """The limits of the head-count band that stands for a value: "20 à 49"."""
    low = amount(figure.bound_low or 0, figure.unit, language)
    if figure.bound_high is None:
        return Text(f"{low} ou plus", f"{low} or more").in_(language)
    high = amount(figure.bound_high, figure.unit, language)
    return low if low == high else Text(f"{low}{WIDE}à{WIDE}{high}", f"{low}{WIDE}to{WIDE}{high}").in_(language)


def rounded(figure: Figure, value: float) -> float:
    """Estimated posts to the step of their grade; the same step for the value and its interval."""
    if figure.unit not in STEPPED or figure.grade is None or figure.value is None:
        return value
    step = step_of(figure.grade, figure.value)
    return round(value / step) * step if step > 1 else value


def decimals_of(figure: Figure) -> int:
    """Decimals of a percentage: an estimate that may be wrong by several points has no use for tenths."""
    vague = figure.unit == "share" and figure.grade in ("C", "D") and round(figure.value or 0, 3) >= VAGUE_FROM
    return 0 if vague else 1


def amount(value: float, unit: str, language: Language, decimals: int = 1) -> str:
    """One amount in its unit; `decimals` are those of a percentage."""
    if unit in ("share", "contribution", "change"):
        return ("+" if unit == "change" and round(value, 4) > 0 else "") + percent(value, language, decimals)
    if unit in WRITTEN:
        return WRITTEN[unit](value, language)
    if unit in COUNTS:
        # Head counts of one band are told with their decimal: a mean of 1.4 is not 1.
        return number(value, 0 if abs(value) >= 10 or float(value).is_integer() else 1, language)
    # A ratio, or an index, of which the small ones would vanish.
    return number(value, 4 if value < 0.1 and unit == "index" else 1 if value >= 10 else 2, language)


def percent(share: float, language: Language, decimals: int = 1) -> str:
    """So many decimals, two below 1 %, none for nothing or everything; what is not nothing is never written 0.00."""
    if 0 < share < LEAST_SHOWN:
        return f"<{WIDE}0,01{WIDE}%" if language == "fr" else "<0.01%"
    decimals = 0 if share in (0, 1) else 2 if abs(share) < 0.01 else decimals
    written = number(share * 100, decimals, language)
    return f"{written}{WIDE}%" if language == "fr" else f"{written}%"


def euros(value: float, language: Language) -> str:
    """In millions from one million on, as budgets are told: 4 213 M€."""
    if abs(value) < 1e6:
        return f"{number(value, 0, language)}{WIDE}€"
    return f"{number(value / 1e6, 0 if abs(value) >= 1e7 else 1, language)}{WIDE}M€"


def points(gap: float, language: Language) -> str:
    """A difference of two shares, with its sign: +1,1 pt, −0.29 pts; more decimals the smaller it is."""
    decimals = 2 if abs(gap) < 0.01 else 1
    written = number(gap * 100, decimals, language)
    single = abs(gap) < 0.02 if language == "fr" else round(abs(gap), 4) == 0.01
    return f"{'+' if gap > 0 else ''}{written}{WIDE}{'pt' if single else 'pts'}"


def ordinal(rank: float, language: Language) -> str:
    """1er, 2e; 1st, 2nd, 3rd, 4th."""
    place = int(rank)
    if language == "fr":
        return f"{place}er" if place == 1 else f"{place}e"
    ending = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


def index(value: float, language: Language) -> str:
    """What a value is where that of the first year is 100."""
    return number(value, 1, language)


# How units that are no count nor share are written.
WRITTEN: dict[str, Callable[[float, Language], str]] = {
    "points": points,
    "euros": euros,
    "rank": ordinal,
    "base_100": index,
}


def interval(figure: Figure | None, language: Language) -> str:
    """The 90 % interval of an estimate: "16 200 à 24 700"; blank for a count."""
    ends = bounds(figure, language)
    return Text(f"{WIDE}à{WIDE}", f"{WIDE}to{WIDE}").in_(language).join(ends) if ends else ""


def bounds(figure: Figure | None, language: Language) -> tuple[str, str] | None:
    """Both ends of the interval as they are written, the sign of a percentage once; None for a count."""
    if figure is None or figure.value is None or figure.low is None or figure.high is None:
        return None
    decimals = decimals_of(figure)
    low, high = (amount(rounded(figure, one), figure.unit, language, decimals) for one in (figure.low, figure.high))
    if low == high:
        return None
    return (low.rstrip(SIGNS) if figure.unit in ("share", "points") else low), high


def doubt(figure: Figure | None, language: Language) -> str:
    """The interval of an estimate and the letter of its reliability: "16 200 à 24 700 · C"."""
    between = interval(figure, language)
    return f"{between} · {figure.grade}" if figure and figure.grade and between else between
