"""Numbers as people write them: 21 616 and 11,5 % in French, 21,616 and 11.5% in English."""

from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.language import Language, Text

NARROW, WIDE = "\u202f", "\u00a0"  # no-break spaces: between thousands, before a percent sign
MISSING, MINUS = "–", "\N{MINUS SIGN}"
COUNTS = ("establishments", "jobs", "units", "communes")


def number(value: float, decimals: int, language: Language) -> str:
    """Grouped thousands, decimals of the language, a true minus sign."""
    written = f"{value:,.{decimals}f}".replace("-", MINUS)
    if language == "fr":
        return written.replace(",", NARROW).replace(".", ",")
    return written


def shown(figure: Figure | None, language: Language) -> str:
    """The value with its unit sign; a dash where there is none."""
    if figure is None or figure.value is None:
        return MISSING
    return amount(figure.value, figure.unit, language)


def amount(value: float, unit: str, language: Language) -> str:
    """One amount in its unit."""
    if unit == "share":
        return percent(value, language)
    if unit == "rank":
        return ordinal(int(value), language)
    if unit in COUNTS:
        # Head counts of one band are told with their decimal: a mean of 1.4 is not 1.
        return number(value, 0 if value >= 10 or float(value).is_integer() else 1, language)
    # A ratio, or an index, of which the small ones would vanish.
    return number(value, 4 if value < 0.1 and unit == "index" else 2, language)


def percent(share: float, language: Language) -> str:
    """One decimal, two below 1 %."""
    written = number(share * 100, 2 if 0 < abs(share) < 0.01 else 1, language)
    return f"{written}{WIDE}%" if language == "fr" else f"{written}%"


def ordinal(place: int, language: Language) -> str:
    """1er, 2e; 1st, 2nd, 3rd, 4th."""
    if language == "fr":
        return f"{place}er" if place == 1 else f"{place}e"
    ending = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


def bounds(figure: Figure | None, language: Language) -> str:
    """The hard bounds of an estimate: "16 179 à 32 697", "at least 16,179"; blank for a count."""
    if figure is None or figure.value is None or figure.low is None:
        return ""
    low = amount(figure.low, figure.unit, language)
    if figure.high is None:
        return Text(f"au moins {low}", f"at least {low}").in_(language)
    high = amount(figure.high, figure.unit, language)
    if figure.unit == "share":  # the sign is said once
        low = low.rstrip("%" + WIDE)
    return Text(f"{low}{WIDE}à{WIDE}{high}", f"{low}{WIDE}to{WIDE}{high}").in_(language)
