"""Expected head counts: from how many establishments each band holds to the posts that each stands for.

Runs once in a build, between the counts and the cube. One law is fitted for the ESS, one for public employers, one for
the rest of the economy. Where ESS totals by région and family are published, the statutory ESS is calibrated to
them softly, what the bands leave open moving most (docs/method/estimation.md). SQL then joins mean and variance.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from essaim.observatory.estimation.alerts import Alert
from essaim.observatory.estimation.bands import Floats, Ints, band_numbers, bands, count_bands
from essaim.observatory.estimation.calibration import NEWEST, OTHER_YEAR, Margin, Start, calibrate
from essaim.observatory.estimation.expected import HeadCounts, expected_head_counts
from essaim.observatory.estimation.law import Law
from essaim.observatory.language import Text
from essaim.observatory.store.code_lists import CodeList, attach_rows
from essaim.observatory.store.engine import Engine

SPHERES = {"ess": "tier > 0", "public": "tier = 0 and public", "other": "tier = 0 and not public"}
# The law of small stocks, and of the bundled table of bands: log-normal, fitted on national counts (statistics, 3.2).
DEFAULT_LAW = Law(mu=1.2, sigma=1.3)
COLUMNS = {
    "sphere": "varchar",
    "region": "varchar",  # blank but for the statutory ESS, which is calibrated by région and family
    "family": "varchar",
    "band_key": "smallint",
    "band": "varchar",
    # Decimals add up to the same sum in any order of the rows: the same data give the same store, on both engines.
    "mean": "decimal(18, 6)",
    "variance": "decimal(18, 6)",
}


@dataclass(frozen=True)
class Estimated:
    """The file of expected head counts, and what the published totals had against the bands."""

    parquet: Path
    alerts: tuple[Alert, ...]


def attach_head_counts(engine: Engine) -> Estimated:
    """Make `head_counts` readable: mean and variance of the posts of each sphere and band."""
    keys = {code: int(key) for key, code in engine.rows("select band_key, code from bands")}
    expected = {sphere: _head_counts(engine, condition) for sphere, condition in SPHERES.items()}
    rows = [
        row for sphere, found in expected.items() for row in _rows(sphere, "", "", found.mean, found.variance, keys)
    ]
    alerts: list[Alert] = []
    for region, family, mean, variance in _statutory(engine, expected["ess"], alerts):
        rows += _rows("ess", region, family, mean, variance, keys)
    return Estimated(attach_rows(engine, "head_counts", CodeList(COLUMNS, rows)), tuple(alerts))


def _head_counts(engine: Engine, condition: str) -> HeadCounts:
    counted = engine.rows(
        "select bands.code, cast(sum(counts.establishments) AS bigint) from counts"
        f" inner join bands on bands.band_key = counts.band_key where {condition} and not is_known group by bands.code"
    )
    counts = count_bands(band_numbers([]))
    for code, establishments in counted:
        counts[band_numbers([code])[0]] += establishments
    return expected_head_counts(counts, DEFAULT_LAW)


def _statutory(engine: Engine, expected: HeadCounts, alerts: list[Alert]) -> Iterator[tuple[str, str, Floats, Floats]]:
    """Mean and variance by band for each région and family of the statutory ESS, calibrated where a total is known."""
    counted = engine.rows(
        "select geography.region, coalesce(categories.family, '') AS family, bands.code,"
        " cast(sum(case when is_known then 0 else establishments end) AS bigint), cast(sum(known_posts) AS bigint)"
        " from counts inner join geography on geography.commune_key = counts.commune_key"
        " inner join bands on bands.band_key = counts.band_key"
        " left join categories on categories.category = counts.category where counts.tier = 1"
        " group by geography.region, coalesce(categories.family, ''), bands.code"
    )
    cells = sorted({(str(region), str(family)) for region, family, *_ in counted})
    place = {cell: number for number, cell in enumerate(cells)}
    counts = np.zeros((len(cells), len(bands().codes)))
    known = np.zeros(len(cells))
    for region, family, code, establishments, posts in counted:
        counts[place[region, family], band_numbers([code])[0]] += establishments
        known[place[region, family]] += posts
    told: list[Alert] = []
    mean = calibrated_means(counts, expected, _published(engine, place, known), told)
    for alert in told:
        region, family = cells[alert.cell]
        name = f"{region} × {family}"
        alerts.append(replace(alert, name=Text(name, name), place=f"region:{region}"))
    for (region, family), of_cell in zip(cells, mean, strict=True):
        yield region, family, of_cell, expected.variance


@dataclass(frozen=True)
class Published:
    """ESS totals by cell [m] less the posts that are known (NaN where there is none); whether of the bands' year."""

    totals: Floats
    same_year: bool


def _published(engine: Engine, place: dict[tuple[str, str], int], known: Floats) -> Published:
    totals = np.full(len(place), np.nan)
    rows = engine.rows("select region, family, posts, year from ess_margins")
    for region, family, posts, _ in rows:
        if (region, family) in place:
            totals[place[region, family]] = posts
    [(modal_year,)] = engine.rows(
        "select max(band_year) from (select band_year, count(*) AS times from kept where band_year is not null"
        " group by band_year order by times desc, band_year desc limit 1) AS modal"
    ) or [(None,)]
    return Published(totals - known, all(year == modal_year for *_, year in rows))


def calibrated_means(counts: Floats, expected: HeadCounts, published: Published, alerts: list[Alert]) -> Floats:
    """Mean head count by cell and band [m, B]: what all the establishments of a band hold moves within its limits."""
    means = np.tile(expected.mean, (len(counts), 1))
    if np.isnan(published.totals).all():
        return means
    held = counts > 0
    cell: Ints = np.nonzero(held)[0].astype(np.int64)
    number = counts[held]
    low, high = (np.tile(limit, (len(counts), 1))[held] * number for limit in (bands().low, bands().high))
    spread = np.tile(expected.variance, (len(counts), 1))[held] * number
    start = Start(means[held] * number, spread, np.minimum(low, means[held] * number), high)
    softness = NEWEST if published.same_year else OTHER_YEAR
    reached = calibrate(start, [Margin("région × famille", cell, published.totals, softness)])
    alerts += reached.alerts
    means[held] = reached.x / number
    return means


def _rows(
    sphere: str, region: str, family: str, mean: Floats, variance: Floats, keys: dict[str, int]
) -> Iterator[tuple[str, ...]]:
    yield sphere, region, family, str(keys[""]), "", "0", "0"
    for number, code in enumerate(bands().codes):
        yield sphere, region, family, str(keys[code]), code, f"{mean[number]:.6f}", f"{variance[number]:.6f}"
