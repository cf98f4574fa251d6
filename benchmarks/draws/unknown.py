"""How many posts an establishment without a band holds on average: seen where a later vintage tells the band."""

import numpy as np

from essaim.observatory.estimation.bands import FIRST, UNKNOWN, Floats, Ints


def unknown_rates(before: Ints, after: Ints, family: Ints, means: Floats) -> tuple[float, ...]:
    """Mean posts of an establishment without a band, by family.

    `before` and `after` [n] are the bands of the same establishments for the *same* reference year, in two vintages of
    the register; `means` [B] those of bands. It is a lower limit: what the later vintage does not know either counts 0.
    """
    asked = before == UNKNOWN
    told = np.where(asked & (after >= FIRST), means[after], 0.0)
    posts = np.bincount(family, told)
    count = np.bincount(family, asked.astype(np.float64))
    return tuple(float(rate) for rate in np.divide(posts, count, out=np.zeros_like(posts), where=count > 0))
