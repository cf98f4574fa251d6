"""Chapter "fragmentation" (*éclatement*): how scattered the ESS is. F1, F2, F3 and F6."""

import math
from collections import defaultdict
from collections.abc import Sequence

from essaim.observatory.diagnosis.facts import EVERY_FAMILY, Cell, CommuneJobs, Facts, Scatter
from essaim.observatory.diagnosis.writing import Writer
from essaim.observatory.language import Text
from essaim.observatory.reference import activities

ESS_POSTS = Text("postes de l'ESS du territoire", "ESS posts of the territory")
ESS_EMPLOYERS = Text("établissements employeurs de l'ESS", "ESS employer establishments")


def write_fragmentation(writer: Writer, facts: Facts) -> None:
    """Every family that employs, and all together."""
    for scatter in facts.scatter:
        write_concentration(writer, scatter)
    write_dispersion(writer, facts.communes)
    write_diversity(writer, facts.cells)
    # A head office is always in France: at that level the question is empty.
    if facts.territory.level != "france":
        for scatter in facts.scatter:
            write_head_offices(writer, scatter)


def _breakdown(scatter: Scatter, measure: str) -> dict[str, str]:
    part = {} if scatter.family == EVERY_FAMILY else {"family": scatter.family}
    return part | {"measure": measure}


def write_concentration(writer: Writer, scatter: Scatter) -> None:
    """F1: Herfindahl-Hirschman index, equivalent number of organisations, first five and ten."""
    if not scatter.hhi:
        return
    writer.write("F1", scatter.hhi, _breakdown(scatter, "hhi"), kind="estimated", denominator=ESS_POSTS)
    writer.write(
        "F1", 1 / scatter.hhi, _breakdown(scatter, "effective_units"), unit="units", kind="estimated"
    )
    for measure in ("top5", "top10"):
        value = getattr(scatter, measure)
        if value is not None:
            writer.write(
                "F1", value, _breakdown(scatter, measure), unit="share", kind="estimated", denominator=ESS_POSTS
            )


def write_dispersion(writer: Writer, communes: Sequence[CommuneJobs]) -> None:
    """F2: communes with an employer, Theil index against population, Gini coefficient among communes."""
    number = Text(f"{len(communes)} communes", f"{len(communes)} communes")
    with_employer = sum(commune.employers > 0 for commune in communes) / len(communes)
    writer.write("F2", with_employer, {"measure": "communes_with_employer"}, unit="share", denominator=number)
    if len(communes) > 1:
        writer.write("F2", theil(communes), {"measure": "theil"}, kind="estimated", denominator=number)
        writer.write("F2", gini([commune.jobs for commune in communes]), {"measure": "gini"}, kind="estimated", denominator=number)


def theil(communes: Sequence[CommuneJobs]) -> float | None:
    """Theil's T of posts against population: 0 when posts follow population, ln(p/p_c) when all are in commune c.

    None without any post or population. A commune with posts and no known inhabitant is left out of both sums.
    """
    known = [commune for commune in communes if commune.population]
    jobs, population = sum(one.jobs for one in known), sum(one.population or 0 for one in known)
    if not jobs:
        return None
    shares = ((one.jobs / jobs, (one.population or 0) / population) for one in known if one.jobs)
    return max(0.0, math.fsum(mine * math.log(mine / expected) for mine, expected in shares))


def gini(amounts: Sequence[float]) -> float | None:
    """Gini coefficient: 0 when all are equal, 1 − 1/n when one holds everything; None when all are nil."""
    ordered, whole = sorted(amounts), math.fsum(amounts)
    if not whole:
        return None
    number = len(ordered)
    weighted = math.fsum((2 * rank - number - 1) * amount for rank, amount in enumerate(ordered, 1))
    return weighted / (number * whole)


def write_diversity(writer: Writer, cells: Sequence[Cell]) -> None:
    """F3: Shannon entropy of posts over family × sector (A17), and its evenness."""
    posts: dict[tuple[str, str], float] = defaultdict(float)
    sector_of = activities.divisions_of("A17")
    for cell in cells:
        posts[cell.family, sector_of.get(cell.division, cell.division)] += cell.jobs.value
    present = [amount for amount in posts.values() if amount]
    entropy, evenness = _entropy(present)
    number = Text(f"{len(present)} croisements présents", f"{len(present)} crossings present")
    writer.write("F3", entropy, {"measure": "entropy"}, kind="estimated", denominator=number)
    writer.write(
        "F3",
        evenness,
        {"measure": "evenness"},
        kind="estimated",
        denominator=number,
        reason=Text("moins de deux croisements", "fewer than two crossings"),
    )


def _entropy(amounts: Sequence[float]) -> tuple[float | None, float | None]:
    whole = math.fsum(amounts)
    if not whole:
        return None, None
    entropy = max(0.0, -math.fsum(amount / whole * math.log(amount / whole) for amount in amounts))
    return entropy, entropy / math.log(len(amounts)) if len(amounts) > 1 else None


def write_head_offices(writer: Writer, scatter: Scatter) -> None:
    """F6: establishments and posts run from elsewhere, and establishments whose head office is not known."""
    if not scatter.establishments:
        return
    writer.write(
        "F6",
        scatter.head_elsewhere / scatter.establishments,
        _breakdown(scatter, "establishments"),
        denominator=ESS_EMPLOYERS,
    )
    writer.write(
        "F6",
        scatter.jobs_head_elsewhere / scatter.jobs,
        _breakdown(scatter, "jobs"),
        kind="estimated",
        denominator=ESS_POSTS,
    )
    writer.write(
        "F6",
        scatter.head_unknown / scatter.establishments,
        _breakdown(scatter, "unknown"),
        denominator=ESS_EMPLOYERS,
    )
