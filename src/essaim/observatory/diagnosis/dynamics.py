"""Chapters "demography" and "actors": births and closures (D5), particular statuses and labels (A1)."""

from essaim.observatory.diagnosis.facts import Facts
from essaim.observatory.diagnosis.writing import Writer


def write_demography(writer: Writer, facts: Facts) -> None:
    """D5: every complete year."""
    for year, births, closures in facts.events:
        writer.write("D5", births, {"event": "birth", "year": str(year)})
        writer.write("D5", closures, {"event": "closure", "year": str(year)})


def write_actors(writer: Writer, facts: Facts) -> None:
    """A1: active establishments and posts by label."""
    for label in facts.labels:
        writer.write("A1", label.establishments, {"label": label.label, "measure": "establishments"})
        jobs = label.jobs.settled(facts.local_effect)
        writer.write("A1", jobs, {"label": label.label, "measure": "jobs"}, unit="jobs")
