"""What an observed band stands for: the expected head count of its establishments, and its variance.

A band is one or two years old: some establishments have moved up or down a step since. Small establishments being many
more than large ones, an observed band holds more establishments that really are below it than above. So the counts are
first unblurred, the law is fitted on what they would be without delay, and each observed band is a mixture of itself
and its neighbours (docs/method/estimation.md).
"""

from dataclasses import dataclass

import numpy as np

from essaim.observatory.estimation.bands import FIRST, Floats
from essaim.observatory.estimation.law import BandLaws, Law, fit_law, law_by_band

STALE = 0.08  # share of establishments that moved one band since they were observed (statistics: 3.7, to be refitted)


@dataclass(frozen=True)
class HeadCounts:
    """Expected posts of an establishment of each observed band [B], and their variance [B]; `law` is what gave them."""

    mean: Floats
    variance: Floats
    law: Law


def expected_head_counts(counts: Floats, national: Law | None = None, stale: float = STALE) -> HeadCounts:
    """From the number of establishments observed in each band [B].

    Under 2 000 establishments the shape of the `national` law serves, with the counts at hand. Raises EssaimError when
    there are too few to fit anything and no law is given.
    """
    moves = moves_between(len(counts), stale)
    true_counts = unblurred(counts, moves)
    law = fit_law(true_counts, national)
    laws = law_by_band(law, true_counts)
    held = true_counts if true_counts[FIRST:].sum() else laws.share
    # Which band an establishment observed in k really is of: Bayes, with the unblurred counts as the prior.
    joint = moves * held[:, None]
    seen = joint.sum(axis=0)
    truly = np.divide(joint, seen, out=np.eye(len(counts)), where=seen > 0)
    mean = laws.mean @ truly
    squares = (laws.variance + _tail_variance(laws, law) + laws.mean**2) @ truly
    return HeadCounts(mean, np.maximum(squares - mean**2, 0), law)


def moves_between(bands: int, stale: float) -> Floats:
    """Chance that an establishment of band j (row) is observed in band k (column) [B, B]."""
    moves = np.eye(bands)
    for band in range(FIRST, bands):
        neighbours = [other for other in (band - 1, band + 1) if FIRST <= other < bands]
        moves[band, band] = 1 - stale * len(neighbours) / 2
        moves[band, neighbours] = stale / 2
    return moves


def unblurred(counts: Floats, moves: Floats) -> Floats:
    """What the counts would be without delay [B]; never negative, and as many establishments in all."""
    found = np.maximum(np.linalg.solve(moves.T, counts), 0)
    whole = found[FIRST:].sum()
    if whole:
        found[FIRST:] *= counts[FIRST:].sum() / whole
    return np.asarray(found)


def _tail_variance(laws: BandLaws, law: Law) -> Floats:
    """Variance of each band's mean that comes from not knowing the exponent of the tail [B]."""
    shift = np.full(len(laws.mean), law.alpha_error)
    return np.asarray(((laws.tilted(-shift).mean - laws.tilted(shift).mean) / 2) ** 2)
