"""W15: where the share of the ESS of a territory stands among comparable ones, and what that share is in each of them.

Quantiles are taken of the estimates, of the lower ends and of the upper ends apart: if each share is within its
interval, their quantile is within that of the ends.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.diagnosis.jobs import Ratio
from essaim.observatory.diagnosis.landscape import class_of, measured
from essaim.observatory.diagnosis.peers import Peers
from essaim.observatory.diagnosis.protection import as_may_be_shown, in_sight
from essaim.observatory.diagnosis.totals import Totals, totals_at
from essaim.observatory.diagnosis.weight import ALL_POSTS, rank_among
from essaim.observatory.diagnosis.writing import Writer
from essaim.observatory.language import Text
from essaim.observatory.reference.geography import Territory
from essaim.observatory.store.reader import Store

QUANTILES = {"peers_median": 0.5, "peers_low": 0.1, "peers_high": 0.9}
FEWEST = 5  # known shares under which deciles, or a median, would describe nobody
TOO_FEW = Text(
    "moins de cinq territoires comparables ont une part connue", "fewer than five comparable territories have a share"
)


def position(store: Store, territory: Territory, perimeter: str, peers: Peers) -> tuple[list[Figure], list[Figure]]:
    """W15 of the territory, and W6 of each of its peers; nothing without peers."""
    if not peers.listed:
        return [], []
    codes = [territory.code, *(peer.territory.code for peer in peers.listed)]
    totals = _totals(store, territory, perimeter, codes)
    own = totals.get(territory.code)
    others = [(peer.territory, totals[code]) for peer in peers.listed if (code := peer.territory.code) in totals]
    shares = [figure for place, one in others for figure in _share(Writer(place, store.manifest, one))]
    seen = in_sight(store, {place.code: one for place, one in others}, perimeter)
    placed = _position(store, territory, own, list(seen.values())) if own else []
    return [*as_may_be_shown(store, placed, perimeter)], [*as_may_be_shown(store, shares, perimeter)]


def _totals(store: Store, territory: Territory, perimeter: str, codes: list[str]) -> dict[str, Totals]:
    """Those of a whole class of communes are kept once read, like those of the other levels."""
    limits = class_of(territory)
    if limits is None:
        return totals_at(store, territory.level, codes, perimeter)
    known = store.remember(
        ("totals", limits, perimeter),
        lambda: totals_at(store, "commune", list(measured(store, "commune", limits)), perimeter),
    )
    others = [code for code in codes if code not in known]
    return known | totals_at(store, "commune", others, perimeter) if others else known


def _share(writer: Writer) -> list[Figure]:
    totals = writer.totals
    flores = totals.flores_posts is not None
    writer.write("W6", totals.employment_share, denominator=ALL_POSTS, flores=flores, reason=totals.without_share)
    return writer.figures


def _position(store: Store, territory: Territory, own: Totals, others: Sequence[Totals]) -> list[Figure]:
    """The strictest regime of all the territories, and Flores as soon as one of them is set against it."""
    together = replace(own, private=any(one.private for one in (own, *others)))
    writer = Writer(territory, store.manifest, together)
    known = [ratio for one in others if (ratio := one.employment_share)]
    flores = any(one.flores_posts is not None for one in others)
    told = Text(f"{len(known)} territoires comparables", f"{len(known)} comparable territories")
    for measure, part in QUANTILES.items():
        found = _quantile(known, part) if len(known) >= FEWEST else None
        writer.write("W15", found, {"measure": measure}, denominator=told, flores=flores, reason=TOO_FEW)
    mine = own.employment_share
    ranked = rank_among(mine, [mine, *known]) if mine and known else None
    writer.write(
        "W15",
        ranked,
        {"measure": "rank"},
        unit="rank",
        denominator=Text(f"ce territoire et {told.fr}", f"this territory and {told.en}"),
        flores=flores or own.flores_posts is not None,
        reason=TOO_FEW if mine else own.without_share,
    )
    return writer.figures


def _quantile(known: Sequence[Ratio], part: float) -> Ratio:
    def of(end: Callable[[Ratio], float]) -> float:
        return quantile([end(ratio) for ratio in known], part)

    interval = of(lambda ratio: ratio.interval[0]), of(lambda ratio: ratio.interval[1])
    return Ratio(
        of(lambda ratio: ratio.value), of(lambda ratio: ratio.low), of(lambda ratio: ratio.high), 0.0, interval
    )


def quantile(values: Sequence[float], part: float) -> float:
    """By linear interpolation between the two values around that place."""
    ordered = sorted(values)
    place = part * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
