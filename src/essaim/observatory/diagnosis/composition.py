"""Chapters "families", "sectors" and "sizes": what the ESS of the territory is made of."""

from essaim.observatory.diagnosis.facts import NO_PART, UNKNOWN_SECTOR, Cell, Facts, Part, settled, sum_by
from essaim.observatory.diagnosis.jobs import Jobs, Ratio, bands, over, quotient, share, total
from essaim.observatory.diagnosis.writing import Writer
from essaim.observatory.language import Text
from essaim.observatory.reference.tables import read_table

ESS_POSTS = Text("postes de l'ESS du territoire", "ESS posts of the territory")
ESS_EMPLOYERS = Text("établissements employeurs de l'ESS du territoire", "ESS employer establishments of the territory")
MICRO = ("1-5", "6-9")


def write_families(writer: Writer, facts: Facts) -> None:
    """C1 and C2."""
    families = settled(sum_by(facts.cells, "family"), facts.local_effect)
    _write_distribution(writer, "C1", "family", families, _rank_of_families())
    of_cooperatives = (cell for cell in facts.cells if cell.family == "cooperative")
    cooperatives = settled(sum_by(of_cooperatives, "subfamily"), facts.local_effect)
    for subfamily in sorted(cooperatives, key=_rank_of_families().index):
        jobs, employers = cooperatives[subfamily]
        writer.write("C2", employers, {"subfamily": subfamily, "measure": "establishments"})
        writer.write("C2", jobs, {"subfamily": subfamily, "measure": "jobs"}, unit="jobs")


def _rank_of_families() -> list[str]:
    return [row["code"] for row in read_table("families")] + [""]


def _write_distribution(writer: Writer, indicator: str, field: str, sums: dict[str, Part], order: list[str]) -> None:
    """The share of each part in posts and in employers; parts without any employer are left out."""
    all_employers = sum(employers for _, employers in sums.values())
    for part in sorted((part for part, (_, employers) in sums.items() if employers), key=order.index):
        employers = sums[part][1]
        writer.write(indicator, _share_in(sums, part), {field: part, "measure": "jobs"}, denominator=ESS_POSTS)
        writer.write(
            indicator,
            employers / all_employers,
            {field: part, "measure": "establishments"},
            denominator=ESS_EMPLOYERS,
        )


def _share_in(sums: dict[str, Part], part: str) -> Ratio | None:
    return share(sums[part][0], total(jobs for other, (jobs, _) in sums.items() if other != part))


def write_sectors(writer: Writer, facts: Facts, france: Facts | None) -> None:
    """S1, S2, and S3 against France unless the territory is France."""
    mine, theirs = facts.sectors, facts.other_sectors
    reference = france.sectors if france else {}
    for sector in sorted(mine, key=_rank_of_sectors().index):
        if not mine[sector].employers:
            continue
        breakdown = {"sector": sector}
        distribution = _share_in(mine, sector)
        writer.write("S1", distribution, breakdown, denominator=ESS_POSTS)
        if sector != UNKNOWN_SECTOR:
            _write_share_of_sector(writer, sector, mine[sector].jobs, theirs, facts.flores)
        if distribution and sector in reference and (national := _share_in(reference, sector)):
            writer.write(
                "S3",
                quotient(distribution, national),
                breakdown,
                denominator=Text("part du secteur dans l'ESS en France", "share of the sector in the ESS of France"),
            )


def _write_share_of_sector(
    writer: Writer, sector: str, ess: Jobs, others: dict[str, Part], flores: dict[str, int]
) -> None:
    """S2: over the posts of Flores where they hold the estimate, else over those of Sirene."""
    published = over(ess, flores[sector]) if sector in flores else None
    writer.write(
        "S2",
        published or share(ess, others.get(sector, NO_PART).jobs),
        {"sector": sector},
        denominator=Text("tous les postes salariés du secteur", "all salaried posts of the sector"),
        flores=published is not None,
    )


def _rank_of_sectors() -> list[str]:
    return [row["code"] for row in read_table("naf_levels") if row["level"] == "A17"] + [UNKNOWN_SECTOR]


def write_sizes(writer: Writer, facts: Facts) -> None:
    """T1, T2 and T3."""
    class_of = {band.code: band.size_class for band in bands().values()}
    by_class = settled(sum_by(facts.cells, "band", class_of), facts.local_effect)
    _write_distribution(writer, "T1", "size", by_class, list(dict.fromkeys(class_of.values())))
    employers = sum(part.employers for part in by_class.values())
    _write_mean_and_median(writer, facts, employers)
    micro = sum(by_class.get(size, NO_PART).employers for size in MICRO) / employers if employers else None
    writer.write("T3", micro, denominator=ESS_EMPLOYERS)


def _write_mean_and_median(writer: Writer, facts: Facts, employers: int) -> None:
    jobs = total(cell.jobs for cell in facts.cells).settled(facts.local_effect)
    mean = jobs.divided_by(employers) if employers else None
    writer.write("T2", mean, {"measure": "mean"}, denominator=ESS_EMPLOYERS)
    writer.write("T2", _median(facts.cells, employers), {"measure": "median"}, denominator=ESS_EMPLOYERS)


def _median(cells: tuple[Cell, ...], employers: int) -> Jobs | None:
    """The band that holds the employer in the middle, the lower one of the two when their number is even."""
    by_band, seen = sum_by(cells, "band"), 0
    for band in bands().values():
        part = by_band.get(band.code, NO_PART)
        seen += part.employers
        if seen and seen * 2 >= employers:
            return Jobs(part.jobs.value / part.employers, band.low, band.high, employers=employers)
    return None
