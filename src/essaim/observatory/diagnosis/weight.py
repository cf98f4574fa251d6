"""Chapter "weight": W1 to W14."""

import math
from collections.abc import Sequence

from essaim.observatory.diagnosis.facts import DECLARED_TIER, Cell, Facts
from essaim.observatory.diagnosis.jobs import Ratio, bands, bounded_ratio, over, portion, quotient, share, total
from essaim.observatory.diagnosis.totals import Totals
from essaim.observatory.diagnosis.writing import Writer
from essaim.observatory.language import Text
from essaim.observatory.reference.geography import LEVEL_NAMES

ALL_POSTS = Text("ensemble des postes salariés, public et privé", "all salaried posts, public and private")
PRIVATE_POSTS = Text("postes salariés hors employeurs publics", "salaried posts outside public employers")
NOT_IN_BANDS = Text(
    "ni Sirene ni Flores ne le disent pour l'ESS : il faut l'extraction « économie sociale » de Flores, commandée à "
    "l'Insee pour ce territoire, ou une enquête auprès des structures",
    "neither Sirene nor Flores tells it for the ESS: it takes the “social economy” extract of Flores, ordered from "
    "INSEE for this territory, or a survey of the organisations",
)
ALL_EMPLOYERS = Text("ensemble des établissements employeurs", "all employer establishments")


def write_weight(
    writer: Writer, facts: Facts, totals: Totals, parents: dict[str, Totals], peers: Sequence[Totals]
) -> None:
    """`parents` by level, France among them unless the territory is France; `peers` holds the territory itself."""
    write_establishments(writer, facts.cells)
    write_posts(writer, facts)
    write_what_bands_do_not_tell(writer)
    write_shares(writer, totals)
    write_split(writer, totals)
    write_density(writer, totals)
    if parents:
        write_comparisons(writer, totals, parents)
    if len(peers) > 1:
        write_rank(writer, totals, peers)


def write_establishments(writer: Writer, cells: tuple[Cell, ...]) -> None:
    """W1, W1+ and W2, and the part of companies that only declare themselves part of the ESS."""
    declared = [cell for cell in cells if cell.tier == DECLARED_TIER]
    known = [cell for cell in cells if bands()[cell.band].known]
    writer.write("W1", sum(cell.employers for cell in cells))
    if declared:
        writer.write("W1", sum(cell.employers for cell in declared), {"evidence": "declared"})
    writer.write("W1+", sum(cell.establishments for cell in known))
    writer.write("W2", sum(cell.establishments for cell in cells))
    if declared:
        writer.write("W2", sum(cell.establishments for cell in declared), {"evidence": "declared"})
    unknown = sum(cell.establishments for cell in cells) - sum(cell.establishments for cell in known)
    writer.write("W2", unknown, {"headcount": "unknown"})


def write_posts(writer: Writer, facts: Facts) -> None:
    """W3, and the part of companies that only declare themselves part of the ESS."""
    declared = [cell for cell in facts.cells if cell.tier == DECLARED_TIER]
    writer.write("W3", total(cell.jobs for cell in facts.cells).settled(facts.local_effect))
    if declared:
        jobs = total(cell.jobs for cell in declared).settled(facts.local_effect)
        writer.write("W3", jobs, {"evidence": "declared"})


def write_what_bands_do_not_tell(writer: Writer) -> None:
    """W4 and W9: indicators of the published portraits for which no open file has the part of the ESS."""
    for indicator in ("W4", "W9"):
        writer.write(indicator, None, reason=NOT_IN_BANDS)


def write_shares(writer: Writer, totals: Totals) -> None:
    """W6, W7 and W8."""
    flores = totals.flores_posts is not None
    for indicator, ratio, denominator in (
        ("W6", totals.employment_share, ALL_POSTS),
        ("W7", totals.private_share, PRIVATE_POSTS),
    ):
        writer.write(indicator, ratio, denominator=denominator, flores=flores, reason=totals.without_share)
    of_employers = totals.ess_employers / totals.employers if totals.employers else None
    writer.write("W8", of_employers, denominator=ALL_EMPLOYERS, reason=totals.without_share)


def write_density(writer: Writer, totals: Totals) -> None:
    """W11: posts for a thousand inhabitants."""
    rate = totals.ess.divided_by(totals.population / 1000) if totals.population else None
    writer.write(
        "W11",
        rate,
        denominator=Text("1 000 habitants", "1,000 inhabitants"),
        reason=Text("population inconnue ou nulle", "population unknown or nil"),
    )


def write_split(writer: Writer, totals: Totals) -> None:
    """W10: public, ESS and the rest, which add up to one."""
    flores = totals.flores_posts is not None
    public, ess = _public_share(totals), totals.employment_share
    rest = _remainder(public, ess) if public and ess else None
    spheres = {"public": public, "ess": ess, "private_other": rest}
    for sphere, ratio in spheres.items():
        known = ratio if rest else None
        writer.write(
            "W10",
            known,
            {"sphere": sphere},
            denominator=ALL_POSTS,
            flores=flores,
            reason=totals.without_share,
        )


def _public_share(totals: Totals) -> Ratio | None:
    if totals.flores_posts is None:
        return share(totals.public, totals.ess + totals.others)
    return over(totals.public, totals.flores_posts)


def _remainder(one: Ratio, other: Ratio) -> Ratio | None:
    """What two shares of the same whole leave; None when they already exceed it."""
    left = 1 - one.value - other.value
    if left < 0:
        return None
    reach = math.sqrt(sum((ratio.value**2) * ratio.relative_variance for ratio in (one, other)))
    low, high = max(0.0, 1 - one.high - other.high), max(left, 1 - one.low - other.low)
    return bounded_ratio(left, low, high, (reach / left) ** 2 if left else 0.0)


def write_comparisons(writer: Writer, totals: Totals, parents: dict[str, Totals]) -> None:
    """W12 against France, and W13 within each territory that holds this one."""
    mine, france = totals.employment_share, parents["france"].employment_share
    flores = totals.flores_posts is not None
    writer.write(
        "W12",
        quotient(mine, france) if mine and france else None,
        denominator=Text("part de l'ESS dans l'emploi en France", "share of the ESS in employment in France"),
        flores=flores,
        reason=totals.without_share,
    )
    for level, parent in parents.items():
        name = LEVEL_NAMES[level]
        writer.write(
            "W13",
            portion(totals.ess, parent.ess),
            {"within": level},
            denominator=Text(f"postes de l'ESS : {name.fr}", f"ESS posts: {name.en}"),
        )


def write_rank(writer: Writer, totals: Totals, peers: Sequence[Totals]) -> None:
    """W14: from the territories surely above to those not surely below."""
    mine = totals.employment_share
    known = [ratio for peer in peers if (ratio := peer.employment_share)]
    one = len(known) == 1
    denominator = Text(
        "1 territoire de même nature" if one else f"{len(known)} territoires de même nature",
        "1 territory of the same kind" if one else f"{len(known)} territories of the same kind",
    )
    writer.write(
        "W14",
        rank_among(mine, known) if mine else None,
        denominator=denominator,
        flores=totals.flores_posts is not None,
        reason=totals.without_share,
    )


def rank_among(mine: Ratio, known: Sequence[Ratio]) -> Ratio:
    """The place of a share among others, its own included: from those surely above to those not surely below."""
    surely_above = sum(other.interval[0] > mine.interval[1] for other in known)
    surely_below = sum(other.interval[1] < mine.interval[0] for other in known)
    interval = (1 + surely_above, len(known) - surely_below)
    return Ratio(1 + sum(other.value > mine.value for other in known), *interval, 0.0, interval)
