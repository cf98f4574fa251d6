"""The head-count bands of Sirene as arrays: an establishment's band is its row number in the reference table."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from essaim.observatory.errors import EssaimError
from essaim.observatory.language import Text
from essaim.observatory.reference.tables import read_table

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

UNKNOWN = 0  # NN and blank together: "no employee" and "unknown" cannot be told apart
FIRST = 2  # 01, the first band that holds posts


class Bands(NamedTuple):
    """Code, least and greatest head-count of each band [B]; the last one is open (`high` is infinite)."""

    codes: tuple[str, ...]
    low: Floats
    high: Floats


@cache
def bands() -> Bands:
    """The bands of the reference table, in its order. Shared between callers: not to be modified."""
    rows = read_table("headcount_bands")
    low = np.array([float(row["min"]) for row in rows])
    high = np.array([float(row["max"] or "inf") for row in rows])
    return Bands(tuple(row["code"] for row in rows), low, high)


def band_numbers(codes: Iterable[str | None]) -> Ints:
    """The number of each band code [n]; a blank one is of the same class as NN."""
    numbers: dict[str | None, int] = {code: number for number, code in enumerate(bands().codes)}
    numbers |= {"": UNKNOWN, None: UNKNOWN}
    codes = list(codes)
    try:
        return np.array([numbers[code] for code in codes], dtype=np.int64)
    except KeyError as fault:
        raise EssaimError(
            Text(f"tranche d'effectif inconnue : {fault.args[0]}", f"unknown head-count band: {fault.args[0]}"),
            remedy=Text(
                "Les codes admis sont ceux de Sirene : " + ", ".join(bands().codes),
                "The codes accepted are those of Sirene: " + ", ".join(bands().codes),
            ),
        ) from fault


def count_bands(band: Ints) -> Floats:
    """How many establishments each band holds [B]."""
    return np.bincount(band, minlength=len(bands().codes)).astype(np.float64)


def add_by(cell: Ints, amounts: Floats, cells: int) -> Floats:
    """Amounts [n] added by cell [cells]; every cell number is at least 0."""
    return np.asarray(np.bincount(cell, amounts, minlength=cells), dtype=np.float64)
