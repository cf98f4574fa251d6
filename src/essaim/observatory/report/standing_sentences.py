"""What the chapters that set a territory in its place say: what it is, and where it stands among others."""

from collections.abc import Iterator

from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.language import Text
from essaim.observatory.reference.geography import Territory
from essaim.observatory.report.likeness import of_group
from essaim.observatory.report.numbers import shown
from essaim.observatory.report.telling import both, compared
from essaim.observatory.report.words import PLURALS, in_sentence, word

MOST_NAMED = 4


def framing(diagnosis: Diagnosis) -> Iterator[Text]:
    """Size, employment, first sectors."""
    people, posts, rate = (diagnosis.find(indicator) for indicator in ("K1", "K2", "K3"))
    if people and people.value and posts and posts.value and rate and rate.value:
        about_fr, about_en = ("environ ", "about ") if posts.kind == "estimated" else ("", "")
        yield both(
            diagnosis,
            f"{{here}} compte {{people}} habitants et {about_fr}{{posts}} postes salariés{{posts_}}, soit {{rate}} pour"
            " 100 habitants.",
            f"{{here}} has {{people}} inhabitants and {about_en}{{posts}} salaried posts{{posts_}}, or {{rate}} for 100"
            " inhabitants.",
            people=people,
            posts=posts,
            rate=rate,
        )
    sectors = sorted((one for one in diagnosis.own("K5") if one.value), key=lambda one: -(one.value or 0))[:3]
    if sectors:
        yield Text(_sectors(sectors, 0), _sectors(sectors, 1))


def _sectors(figures: list[Figure], language: int) -> str:
    """Names and parts, in French (0) or English (1)."""
    head = ("Premiers secteurs de l'emploi salarié : ", "First sectors of salaried employment: ")[language]
    told = [
        f"{in_sentence(word('sector', one.breakdown['sector'])[language])} ({shown(one, ('fr', 'en')[language])})"
        for one in figures
    ]
    return head + (" ; ", "; ")[language].join(told) + "."


def comparisons(diagnosis: Diagnosis) -> Iterator[Text]:
    """Beside comparable territories, then inside."""
    share = diagnosis.find("W6")
    if share and share.value is not None:
        yield from _among_peers(diagnosis, share)
        yield from _inside(diagnosis, share)


def _among_peers(diagnosis: Diagnosis, share: Figure) -> Iterator[Text]:
    """Beside the median of comparable territories, and how far that group can be relied on."""
    peers, median = diagnosis.peers, diagnosis.find("W15", measure="peers_median")
    if median is None or median.value is None:
        return
    ends = {
        "more": ("la part du territoire est plus forte.", "the share of the territory is higher."),
        "less": ("la part du territoire est plus faible.", "the share of the territory is lower."),
        "unclear": (
            "l'écart du territoire avec elle n'est pas établi.",
            "the data cannot tell the share of the territory from it.",
        ),
    }
    french, english = ends[compared(share, median)]
    count = len(peers.listed)
    yield both(
        diagnosis,
        f"La part médiane de {count} territoires comparables est de {{median}}{{median_}} ; {french}",
        f"The median share of {count} comparable territories is {{median}}{{median_}}; {english}",
        median=median,
    )
    yield of_group(peers)


def _inside(diagnosis: Diagnosis, share: Figure) -> Iterator[Text]:
    """How many of its parts employ in the ESS, and those whose share is surely above or below its own."""
    employers = {part: figure.value or 0 for part in diagnosis.parts if (figure := diagnosis.find("W1", part))}
    if not employers:
        return
    kind = PLURALS[diagnosis.parts[0].level]
    present = sum(1 for count in employers.values() if count)
    yield Text(
        f"{_capital(kind.fr)} qui ont au moins un établissement employeur de l'ESS : {present} sur {len(employers)}.",
        f"{_capital(kind.en)} with at least one ESS employer establishment: {present} of {len(employers)}.",
    )
    ends = (
        ("more", "Part sûrement plus forte que dans l'ensemble : {}.", "A share surely above the whole: {}."),
        ("less", "Part sûrement plus faible que dans l'ensemble : {}.", "A share surely below the whole: {}."),
    )
    for difference, french, english in ends:
        found = [
            (part, figure)
            for part in employers
            if (figure := diagnosis.find("W6", part)) and compared(figure, share) == difference
        ]
        if found:
            found.sort(key=lambda one: -abs((one[1].value or 0) - (share.value or 0)))
            yield Text(french.format(_named(found, 0)), english.format(_named(found, 1)))


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _named(found: list[tuple[Territory, Figure]], language: int) -> str:
    """The first ones by name, and how many others."""
    named = ", ".join(f"{part.name} ({shown(figure, ('fr', 'en')[language])})" for part, figure in found[:MOST_NAMED])
    others = len(found) - MOST_NAMED
    if others <= 0:
        return named
    ending = "s" if others > 1 else ""
    return named + (f" et {others} autre{ending}" if language == 0 else f" and {others} other{ending}")
