"""Chapters "demography" and "actors": births and closures (D5), particular statuses and labels (A1)."""

from essaim.observatory.diagnosis.facts import Facts
from essaim.observatory.diagnosis.jobs import NOTHING, Jobs, jobs_in
from essaim.observatory.diagnosis.writing import Writer


def write_demography(writer: Writer, facts: Facts) -> None:
    """D5: every complete year."""
    for year, births, closures in facts.events:
        writer.write("D5", births, {"event": "birth", "year": str(year)})
        writer.write("D5", closures, {"event": "closure", "year": str(year)})


def write_actors(writer: Writer, facts: Facts) -> None:
    """A1: active establishments and posts by label."""
    counts: dict[str, tuple[Jobs, int]] = {}
    for label, band, establishments in facts.labels:
        jobs, counted = counts.get(label, (NOTHING, 0))
        counts[label] = (jobs + jobs_in(band, establishments), counted + establishments)
    for label, (jobs, counted) in counts.items():
        writer.write("A1", counted, {"label": label, "measure": "establishments"})
        writer.write("A1", jobs, {"label": label, "measure": "jobs"}, unit="jobs")
