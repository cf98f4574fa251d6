"""Chapter "fragmentation" (*éclatement*): how scattered the ESS is. F1, F2, F3 and F6."""

import math
from collections import defaultdict
from collections.abc import Sequence

from essaim.observatory.diagnosis.facts import EVERY_FAMILY, Cell, Facts, Scatter
from essaim.observatory.diagnosis.jobs import Jobs, Ratio, bounded_ratio, inverse, share
from essaim.observatory.diagnosis.totals import Dispersion
from essaim.observatory.diagnosis.writing import Writer
from essaim.observatory.language import Text
from essaim.observatory.reference import activities

ESS_POSTS = Text("postes de l'ESS du territoire", "ESS posts of the territory")
ESS_EMPLOYERS = Text("établissements employeurs de l'ESS", "ESS employer establishments")


def write_fragmentation(writer: Writer, facts: Facts, dispersion: Dispersion | None) -> None:
    """Every family that employs, and all together."""
    for scatter in facts.scatter:
        write_concentration(writer, scatter)
    write_dispersion(writer, dispersion)
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
    if not scatter.jobs:
        return
    hhi = _concentration(scatter)
    writer.write("F1", hhi, _breakdown(scatter, "hhi"), denominator=ESS_POSTS)
    writer.write("F1", inverse(hhi), _breakdown(scatter, "effective_units"), unit="units")
    for measure, first, variance in (
        ("top5", scatter.top5, scatter.top5_variance),
        ("top10", scatter.top10, scatter.top10_variance),
    ):
        if first is not None and variance is not None:
            writer.write(
                "F1",
                _part_of(scatter, first, variance),
                _breakdown(scatter, measure),
                unit="share",
                denominator=ESS_POSTS,
            )


def _concentration(scatter: Scatter) -> Ratio:
    """The index and its interval: squares over the square of the sum, by the delta method."""
    jobs, squares = scatter.jobs, scatter.squares
    relative_variance = (
        scatter.squares_variance / squares**2
        + 4 * scatter.variance / jobs**2
        - 4 * scatter.squares_covariance / (squares * jobs)
    )
    return bounded_ratio(min(squares / jobs**2, 1.0), 1 / scatter.units, 1.0, max(relative_variance, 0.0))


def _part_of(scatter: Scatter, jobs: float, variance: float) -> Ratio | None:
    """A part of the posts over all of them; their limits are those of any share."""
    part = Jobs(jobs, 0, math.inf, variance)
    rest = Jobs(max(scatter.jobs - jobs, 0), 0, math.inf, max(scatter.variance - variance, 0))
    return share(part, rest)


def write_dispersion(writer: Writer, dispersion: Dispersion | None) -> None:
    """F2: communes with an employer, Theil index against population, Gini coefficient among communes."""
    if dispersion is None:
        return
    number = Text(f"{dispersion.communes} communes", f"{dispersion.communes} communes")
    present = dispersion.communes_with_employer / dispersion.communes
    writer.write("F2", present, {"measure": "communes_with_employer"}, unit="share", denominator=number)
    writer.write("F2", dispersion.theil, {"measure": "theil"}, kind="estimated", denominator=number)
    writer.write("F2", dispersion.gini, {"measure": "gini"}, kind="estimated", denominator=number)


def write_diversity(writer: Writer, cells: Sequence[Cell]) -> None:
    """F3: Shannon entropy of posts over family × sector (A17), and its evenness."""
    posts: dict[tuple[str, str], float] = defaultdict(float)
    sector_of = activities.divisions_of("A17")
    for cell in cells:
        posts[cell.family, sector_of.get(cell.division, cell.division)] += cell.posts
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
        _part_of(scatter, scatter.jobs_head_elsewhere, scatter.variance_head_elsewhere),
        _breakdown(scatter, "jobs"),
        denominator=ESS_POSTS,
    )
    writer.write(
        "F6",
        scatter.head_unknown / scatter.establishments,
        _breakdown(scatter, "unknown"),
        denominator=ESS_EMPLOYERS,
    )
