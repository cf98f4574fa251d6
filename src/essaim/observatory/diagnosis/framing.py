"""Chapter "framing": the territory before its ESS, so that each share is read beside what it is a share of."""

from essaim.observatory.diagnosis.facts import UNKNOWN_SECTOR, Facts
from essaim.observatory.diagnosis.jobs import portion, total
from essaim.observatory.diagnosis.totals import Totals
from essaim.observatory.diagnosis.weight import ALL_POSTS
from essaim.observatory.diagnosis.writing import Writer
from essaim.observatory.language import Text

EVERY_SECTOR = "_T"  # the total row of Flores
UNKNOWN_POPULATION = Text("population inconnue ou nulle", "population unknown or nil")
HUNDRED_INHABITANTS = Text("100 habitants", "100 inhabitants")


def write_framing(writer: Writer, facts: Facts, totals: Totals) -> None:
    """K1 to K5: population, salaried posts, posts for 100 inhabitants, employers, and employment by sector."""
    writer.write("K1", totals.population, kind="published", reason=UNKNOWN_POPULATION)
    _write_posts(writer, totals)
    writer.write("K4", totals.employers)
    _write_sectors(writer, facts, totals)


def _write_posts(writer: Writer, totals: Totals) -> None:
    """Those of Flores are published; without it, those that Sirene lets one estimate."""
    flores, people = totals.flores_posts, totals.population
    if flores is None:
        everyone = totals.everyone
        writer.write("K2", everyone if everyone.value else None, reason=totals.without_share)
        rate = everyone.divided_by(people / 100) if people and everyone.value else None
        writer.write("K3", rate, denominator=HUNDRED_INHABITANTS, reason=UNKNOWN_POPULATION)
        return
    writer.write("K2", flores, kind="published", flores=True)
    published = flores / (people / 100) if people else None
    writer.write(
        "K3", published, kind="published", denominator=HUNDRED_INHABITANTS, flores=True, reason=UNKNOWN_POPULATION
    )


def _write_sectors(writer: Writer, facts: Facts, totals: Totals) -> None:
    """K5: parts of all salaried posts. A published sector is left out where one of its communes is suppressed."""
    if totals.flores_posts:
        for sector, posts in sorted(facts.flores.items()):
            if sector != EVERY_SECTOR:
                part = posts / totals.flores_posts
                writer.write("K5", part, {"sector": sector}, kind="published", denominator=ALL_POSTS, flores=True)
        return
    spheres = (facts.sectors, facts.other_sectors)
    for sector in sorted({sector for sphere in spheres for sector in sphere} - {UNKNOWN_SECTOR}):
        jobs = total(sphere[sector].jobs for sphere in spheres if sector in sphere)
        writer.write("K5", portion(jobs, totals.everyone), {"sector": sector}, denominator=ALL_POSTS)
