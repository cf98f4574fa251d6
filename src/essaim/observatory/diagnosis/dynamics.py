"""Chapters "demography", "actors" and "zones": D5, A1 and A2, G1 and G2."""

from essaim.observatory.diagnosis.facts import Facts, Label
from essaim.observatory.diagnosis.jobs import NOTHING, share
from essaim.observatory.diagnosis.totals import Totals
from essaim.observatory.diagnosis.writing import Writer
from essaim.observatory.language import Text

ZONE = "zone:"
NO_LABEL = Label("", 0, NOTHING)
INHABITANTS = Text("1 000 habitants", "1,000 inhabitants")
NOBODY = Text("population inconnue ou nulle", "population unknown or nil")
POSITIONED = Text("établissements de l'ESS de position connue", "ESS establishments of known position")
GRADED = Text("établissements de l'ESS (grille de densité de l'Insee)", "ESS establishments (INSEE's density grid)")


def write_demography(writer: Writer, facts: Facts) -> None:
    """D5: every complete year."""
    for year, births, closures in facts.events:
        writer.write("D5", births, {"event": "birth", "year": str(year)})
        writer.write("D5", closures, {"event": "closure", "year": str(year)})


def write_actors(writer: Writer, facts: Facts, totals: Totals) -> None:
    """A1: active establishments and posts by label; A2: associations for a thousand inhabitants."""
    for label in facts.labels:
        if not label.label.startswith(ZONE):
            writer.write("A1", label.establishments, {"label": label.label, "measure": "establishments"})
            jobs = label.jobs.settled(facts.local_effect)
            writer.write("A1", jobs, {"label": label.label, "measure": "jobs"}, unit="jobs")
    associations = sum(cell.establishments for cell in facts.cells if cell.family == "association")
    rate = 1000 * associations / totals.population if totals.population else None
    writer.write("A2", rate, kind="counted", denominator=INHABITANTS, reason=NOBODY)


def write_zones(writer: Writer, facts: Facts) -> None:
    """G1 and G2, where the source that draws the zones is there: establishments, and posts, in them."""
    zones = {label.label.removeprefix(ZONE): label for label in facts.labels if label.label.startswith(ZONE)}
    positioned = zones.get("positioned")
    if positioned:
        inside = zones.get("priority_district", NO_LABEL)
        rest = Label("", positioned.establishments - inside.establishments, positioned.jobs.less(inside.jobs))
        _write_zone(writer, facts, "G1", inside, rest, POSITIONED)
    if "rural" in zones or "urban" in zones:
        rural, urban = zones.get("rural", NO_LABEL), zones.get("urban", NO_LABEL)
        _write_zone(writer, facts, "G2", rural, urban, GRADED)


def _write_zone(writer: Writer, facts: Facts, indicator: str, inside: Label, outside: Label, denominator: Text) -> None:
    everyone = inside.establishments + outside.establishments
    part = inside.establishments / everyone if everyone else None
    writer.write(indicator, part, {"measure": "establishments"}, denominator=denominator)
    jobs = share(*(label.jobs.settled(facts.local_effect) for label in (inside, outside)))
    writer.write(indicator, jobs, {"measure": "jobs"}, denominator=denominator)
