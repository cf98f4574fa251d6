"""Expected head counts: from how many establishments each band holds to the posts that each stands for.

Runs once in a build, between the counts and the cube. One law is fitted for the ESS, one for public employers and one
for the rest of the economy; SQL then joins the mean and the variance of each band.
"""

from collections.abc import Iterator
from pathlib import Path

from essaim.observatory.estimation.bands import band_numbers, count_bands
from essaim.observatory.estimation.expected import HeadCounts, expected_head_counts
from essaim.observatory.estimation.law import Law
from essaim.observatory.reference.tables import read_table
from essaim.observatory.store.engine import Engine
from essaim.observatory.store.inputs import CodeList, attach_rows

SPHERES = ("ess", "public", "other")
# The law of small stocks, and of the bundled table of bands: log-normal, fitted on national counts (statistics, 3.2).
DEFAULT_LAW = Law(mu=1.2, sigma=1.3)
COLUMNS = {
    "sphere": "varchar",
    "band_key": "smallint",
    "band": "varchar",
    # Decimals add up to the same sum in any order of the rows: the same data give the same store, on both engines.
    "mean": "decimal(18, 6)",
    "variance": "decimal(18, 6)",
}


def attach_head_counts(engine: Engine) -> Path:
    """Make `head_counts` readable: mean and variance of the posts of each sphere and band; returns its file."""
    keys = {code: int(key) for key, code in engine.rows("select band_key, code from bands")}
    rows = [row for sphere in SPHERES for row in _rows(sphere, _head_counts(engine, sphere), keys)]
    return attach_rows(engine, "head_counts", CodeList(COLUMNS, rows))


def _head_counts(engine: Engine, sphere: str) -> HeadCounts:
    condition = {"ess": "tier > 0", "public": "tier = 0 and public", "other": "tier = 0 and not public"}[sphere]
    counted = engine.rows(
        "select bands.code, cast(sum(counts.establishments) AS bigint) from counts"
        f" inner join bands on bands.band_key = counts.band_key where {condition} and not is_known group by bands.code"
    )
    counts = count_bands(band_numbers([]))
    for code, establishments in counted:
        counts[band_numbers([code])[0]] += establishments
    return expected_head_counts(counts, DEFAULT_LAW)


def _rows(sphere: str, expected: HeadCounts, keys: dict[str, int]) -> Iterator[tuple[str, ...]]:
    yield sphere, str(keys[""]), "", "0", "0"
    for number, row in enumerate(read_table("headcount_bands")):
        mean, variance = expected.mean[number], expected.variance[number]
        yield sphere, str(keys[row["code"]]), row["code"], f"{mean:.6f}", f"{variance:.6f}"
