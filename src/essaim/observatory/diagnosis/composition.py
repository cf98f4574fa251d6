"""Chapters "families", "sectors" and "sizes": what the ESS of the territory is made of."""

from collections.abc import Iterable

from essaim.observatory.diagnosis.facts import UNKNOWN_SECTOR, Cell, Facts, sum_by
from essaim.observatory.diagnosis.jobs import NOTHING, Jobs, Ratio, bands, over, quotient, share, total
from essaim.observatory.diagnosis.writing import Writer
from essaim.observatory.language import Text
from essaim.observatory.reference import activities
from essaim.observatory.reference.tables import read_table

ESS_POSTS = Text("postes de l'ESS du territoire", "ESS posts of the territory")
ESS_EMPLOYERS = Text("établissements employeurs de l'ESS du territoire", "ESS employer establishments of the territory")
MICRO = ("1-5", "6-9")


def write_families(writer: Writer, facts: Facts) -> None:
    """C1 and C2."""
    _write_distribution(writer, "C1", "family", sum_by(facts.cells, "family"), _rank_of_families())
    cooperatives = sum_by((cell for cell in facts.cells if cell.family == "cooperative"), "subfamily")
    for subfamily in sorted(cooperatives, key=_rank_of_families().index):
        jobs, employers = cooperatives[subfamily]
        writer.write("C2", employers, {"subfamily": subfamily, "measure": "establishments"})
        writer.write("C2", jobs, {"subfamily": subfamily, "measure": "jobs"}, unit="jobs")


def _rank_of_families() -> list[str]:
    return [row["code"] for row in read_table("families")] + [""]


def _write_distribution(
    writer: Writer, indicator: str, field: str, sums: dict[str, tuple[Jobs, int]], order: list[str]
) -> None:
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


def _share_in(sums: dict[str, tuple[Jobs, int]], part: str) -> Ratio | None:
    return share(sums[part][0], total(jobs for other, (jobs, _) in sums.items() if other != part))


def write_sectors(writer: Writer, facts: Facts, france: Facts | None) -> None:
    """S1, S2, and S3 against France unless the territory is France."""
    mine, theirs = _by_sector(facts.cells), _by_sector(facts.others)
    reference = _by_sector(france.cells) if france else {}
    for sector in sorted(mine, key=_rank_of_sectors().index):
        if not mine[sector][1]:
            continue
        breakdown = {"sector": sector}
        distribution = _share_in(mine, sector)
        writer.write("S1", distribution, breakdown, denominator=ESS_POSTS)
        if sector != UNKNOWN_SECTOR:
            _write_share_of_sector(writer, sector, mine[sector][0], theirs, facts.flores)
        if distribution and sector in reference and (national := _share_in(reference, sector)):
            writer.write(
                "S3",
                quotient(distribution, national),
                breakdown,
                denominator=Text("part du secteur dans l'ESS en France", "share of the sector in the ESS of France"),
            )


def _write_share_of_sector(
    writer: Writer, sector: str, ess: Jobs, others: dict[str, tuple[Jobs, int]], flores: dict[str, int]
) -> None:
    """S2: over the posts of Flores where they hold the estimate, else over those of Sirene."""
    published = over(ess, flores[sector]) if sector in flores else None
    writer.write(
        "S2",
        published or share(ess, others.get(sector, (NOTHING, 0))[0]),
        {"sector": sector},
        denominator=Text("tous les postes salariés du secteur", "all salaried posts of the sector"),
        flores=published is not None,
    )


def _by_sector(cells: Iterable[Cell]) -> dict[str, tuple[Jobs, int]]:
    return _gathered(sum_by(cells, "division"), activities.divisions_of("A17"))


def _gathered(sums: dict[str, tuple[Jobs, int]], group_of: dict[str, str]) -> dict[str, tuple[Jobs, int]]:
    """Sums by group; what belongs to none is of an unknown sector."""
    gathered: dict[str, tuple[Jobs, int]] = {}
    for part, (jobs, employers) in sums.items():
        group = group_of.get(part, UNKNOWN_SECTOR)
        others, counted = gathered.get(group, (NOTHING, 0))
        gathered[group] = (jobs + others, employers + counted)
    return gathered


def _rank_of_sectors() -> list[str]:
    return [row["code"] for row in read_table("naf_levels") if row["level"] == "A17"] + [UNKNOWN_SECTOR]


def write_sizes(writer: Writer, facts: Facts) -> None:
    """T1, T2 and T3."""
    by_class = _by_class(facts.cells)
    classes = list(dict.fromkeys(band.size_class for band in bands().values()))
    _write_distribution(writer, "T1", "size", by_class, classes)
    employers = sum(count for _, count in by_class.values())
    _write_mean_and_median(writer, facts.cells, employers)
    micro = sum(by_class.get(size, (NOTHING, 0))[1] for size in MICRO) / employers if employers else None
    writer.write("T3", micro, denominator=ESS_EMPLOYERS)


def _by_class(cells: Iterable[Cell]) -> dict[str, tuple[Jobs, int]]:
    return _gathered(sum_by(cells, "band"), {band.code: band.size_class for band in bands().values()})


def _write_mean_and_median(writer: Writer, cells: tuple[Cell, ...], employers: int) -> None:
    jobs = total(cell.jobs for cell in cells)
    mean = Jobs(*(bound / employers for bound in (jobs.value, jobs.low, jobs.high))) if employers else None
    writer.write("T2", mean, {"measure": "mean"}, denominator=ESS_EMPLOYERS)
    writer.write("T2", _median(cells, employers), {"measure": "median"}, denominator=ESS_EMPLOYERS)


def _median(cells: tuple[Cell, ...], employers: int) -> Jobs | None:
    """The band that holds the employer in the middle, the lower one of the two when their number is even."""
    by_band, seen = sum_by(cells, "band"), 0
    for band in bands().values():
        seen += by_band.get(band.code, (NOTHING, 0))[1]
        if seen and seen * 2 >= employers:
            return Jobs(band.mean, band.low, band.high)
    return None
