"""Why two figures of the same territory differ: from the narrowest to the widest, step by step, in numbers.

Published shares of the ESS contradict one another by four points because they do not say which perimeter, nor which
employment, they speak of. Each step here is what one choice adds; the steps add up exactly.
"""

from collections.abc import Iterable

from essaim.observatory.diagnosis.facts import Cell, Facts, sum_by
from essaim.observatory.diagnosis.jobs import NOTHING, Jobs, Ratio, bands, over, share, total
from essaim.observatory.diagnosis.totals import Totals
from essaim.observatory.diagnosis.weight import ALL_POSTS
from essaim.observatory.diagnosis.writing import Writer
from essaim.observatory.perimeter.rules import OUTSIDE, PERIMETERS

# What each tier of the perimeters adds to the one before it.
STEPS = {1: "strict", 2: "statutory_outside_field", 3: "declared_companies", 4: "work_integration"}

ADDED = (*list(STEPS.values())[1:], "without_public_employers")


def write_reconciliation(writer: Writer, facts: Facts, totals: Totals) -> None:
    """R1: the share of employment by perimeter and by denominator; R2: establishments by what is asked of them.

    R3: every perimeter side by side.
    """
    cells = [cell for cell in (*facts.cells, *facts.others) if cell.tier > OUTSIDE]
    if totals.everyone.value:
        _write_shares(writer, cells, totals, facts.local_effect)
    _write_establishments(writer, facts.cells)
    _write_perimeters(writer, cells, totals, facts.local_effect)


def _write_perimeters(writer: Writer, cells: list[Cell], totals: Totals, local_effect: float) -> None:
    """Each perimeter holds the one before it: one sum by tier serves them all."""
    by_tier = {int(tier): part for tier, part in sum_by(cells, "tier").items()}
    for id_, perimeter in PERIMETERS.items():
        held = [part for tier, part in by_tier.items() if tier <= perimeter.max_tier]
        jobs = total(part.jobs for part in held).settled(local_effect)
        writer.write("R3", sum(part.employers for part in held), {"perimeter": id_, "measure": "establishments"})
        writer.write("R3", jobs, {"perimeter": id_, "measure": "jobs"}, unit="jobs")
        writer.write(
            "R3",
            _share(jobs, totals) if totals.everyone.value else None,
            {"perimeter": id_, "measure": "share"},
            unit="share",
            denominator=ALL_POSTS,
            flores=totals.flores_posts is not None,
            reason=totals.without_share,
        )


def _write_shares(writer: Writer, cells: list[Cell], totals: Totals, local_effect: float) -> None:
    flores = totals.flores_posts is not None
    by_tier = {int(tier): part.jobs for tier, part in sum_by(cells, "tier").items()}
    for tier, step in STEPS.items():
        _write(writer, step, _share(by_tier.get(tier, NOTHING).settled(local_effect), totals), flores)
    _write(writer, "wide", _share(total(by_tier.values()).settled(local_effect), totals), flores)
    own, private = totals.employment_share, totals.private_share
    _write(writer, "same_perimeter", own, flores)
    gap = Ratio(private.value - own.value, 0.0, 1.0, 0.0, _gap(private, own)) if own and private else None
    _write(writer, "without_public_employers", gap, flores)
    _write(writer, "private_employment", private, flores)


def _gap(private: Ratio, own: Ratio) -> tuple[float, float]:
    """Both shares move together: the interval of their gap is the gap of their ends."""
    ends = sorted(one - other for one, other in zip(private.interval, own.interval, strict=True))
    return ends[0], ends[1]


def _share(jobs: Jobs, totals: Totals) -> Ratio | None:
    """Over the same denominator as W6, whatever the perimeter."""
    if totals.flores_posts is not None:
        return over(jobs, totals.flores_posts)
    return share(jobs, totals.everyone.less(jobs))


def _write(writer: Writer, step: str, amount: Ratio | None, flores: bool) -> None:
    """Shares of employment; what a step adds to one is in points."""
    writer.write(
        "R1",
        amount,
        {"step": step},
        unit="points" if step in ADDED else "share",
        denominator=ALL_POSTS,
        flores=flores,
        reason=writer.totals.without_share,
    )


def _write_establishments(writer: Writer, cells: Iterable[Cell]) -> None:
    """From active establishments to those that employ: what is taken away, and what is left."""
    active = unknown = nobody = 0
    for cell in cells:
        active += cell.establishments
        if not bands()[cell.band].known:
            unknown += cell.establishments
        elif not bands()[cell.band].employs:
            nobody += cell.establishments
    counted = {
        "active": active,
        "head_count_unknown": -unknown,
        "nobody_on_31_december": -nobody,
        "employing": active - unknown - nobody,
    }
    for step, number in counted.items():
        writer.write("R2", number, {"step": step})
