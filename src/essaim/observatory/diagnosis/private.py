"""Private employers as Urssaf publishes them, by région: the payroll of the ESS (W5), and its jobs over the years.

Those stand beside the jobs of all private employers (D1 and D2 of the fields `ess_private` and `private`).

The field is that of the general scheme, without agriculture nor Mayotte, and employees are the mean of a year: these
series are shown beside those of INSEE, and never added to them nor chained.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from essaim.observatory.diagnosis.trends import PUBLISHED_LEVELS, Counting, Trend, published, write_over_years
from essaim.observatory.diagnosis.writing import Writer
from essaim.observatory.language import Text
from essaim.observatory.reference.geography import Territory
from essaim.observatory.store.reader import Store

OUTSIDE = "outside"  # the private employers that are not of the ESS
UNKNOWN = "unknown"  # a family by a name that the build does not know
SOURCE = "urssaf_ess"
URSSAF = Counting(
    "Urssaf",
    Text("effectif moyen de {}, privé hors agriculture", "mean employees of {}, private without agriculture"),
    SOURCE,
)
PAYROLL_OF_ALL = Text("masse salariale du privé hors agriculture", "payroll of the private sector without agriculture")

BELOW_THE_REGION = Text(
    "l'Urssaf publie l'ESS par région : plus bas, il faut une extraction commandée",
    "Urssaf publishes the ESS by région: below, it takes an extract to be ordered",
)
NO_FILE = Text(
    "il faut le fichier de l'Urssaf par région et famille de l'ESS (urssaf_ess_regions.csv), qui ne couvre pas Mayotte",
    "it takes the file of Urssaf by région and ESS family (urssaf_ess_regions.csv), which does not cover Mayotte",
)
WITHHELD = Text(
    "l'Urssaf ne diffuse pas toutes les cellules de cette année : leur somme serait trop courte",
    "Urssaf withholds some cells of that year: their sum would fall short",
)
FEWER_THAN_TWO = Text(
    "il faut deux années entières dans le fichier de l'Urssaf", "it takes two whole years in the file of Urssaf"
)


@dataclass(frozen=True)
class Year:
    """One year of one territory, by family: employees and payroll (euros); None where a cell is withheld."""

    employees: dict[str, float | None]
    payroll: dict[str, float | None]


@dataclass(frozen=True)
class Private:
    """The years of one territory; `reason` says why there is none."""

    years: dict[int, Year]
    reason: Text


def private_of(store: Store, territory: Territory) -> Private:
    """What Urssaf tells of a région, or of France as the sum of all of them in years that have them all."""
    territory = published(territory)
    if territory.level not in PUBLISHED_LEVELS:
        return Private({}, BELOW_THE_REGION)
    return store.remember(("private employers", territory.key), lambda: _read(store, territory))


def _read(store: Store, territory: Territory) -> Private:
    rows = store.rows(
        "select region, family, year, employees, payroll from urssaf_series order by year, family, region"
    )
    regions = {row[0] for row in rows} if territory.level == "france" else {territory.code}
    years: dict[int, Year] = {}
    for year in sorted({row[2] for row in rows}):
        of_year = [row for row in rows if row[2] == year and row[0] in regions]
        known = all(row[1] != UNKNOWN for row in of_year)  # else the sum of those that are known would fall short
        if known and {row[0] for row in of_year} == regions:
            families = sorted({row[1] for row in of_year})
            employees, payroll = (
                {family: _sum(row[column] for row in of_year if row[1] == family) for family in families}
                for column in (3, 4)
            )
            years[year] = Year(employees, payroll)
    return Private(years, NO_FILE)


def _sum(amounts: Iterable[float | None]) -> float | None:
    """None as soon as one amount is withheld."""
    held = list(amounts)
    return None if None in held else sum(one for one in held if one is not None)


def write_private_jobs(writer: Writer, told: Private) -> None:
    """D1 and D2 of both fields."""
    everyone = {year: one.employees for year, one in told.years.items() if OUTSIDE in one.employees}
    of_ess = {year: _without(one.employees) for year, one in told.years.items()}
    for field, by_year in (("ess_private", of_ess), ("private", everyone)):
        whole = {year: _known(parts) for year, parts in by_year.items() if None not in parts.values() and parts}
        write_over_years(writer, field, Trend(whole, FEWER_THAN_TWO if told.years else told.reason, counting=URSSAF))


def write_payroll(writer: Writer, told: Private) -> None:
    """W5, of the newest year, in euros: all families, each of them, and their part of the whole private payroll."""
    newest = max(told.years, default=None)
    if newest is None:
        writer.write("W5", None, reason=told.reason)
        return
    parts = told.years[newest].payroll
    own = _without(parts)
    dates = replace(writer.dates, period=f"Urssaf {newest}", published=writer.edition(SOURCE))
    total = _sum(own.values())
    writer.write("W5", total, kind="published", reason=WITHHELD, dates=dates)
    for family, amount in own.items():
        writer.write("W5", amount, {"family": family}, kind="published", reason=WITHHELD, dates=dates)
    whole = _sum(parts.values()) if OUTSIDE in parts else None
    writer.write(
        "W5",
        total / whole if total is not None and whole else None,
        {"measure": "payroll_share"},
        unit="share",
        kind="published",
        denominator=PAYROLL_OF_ALL,
        reason=WITHHELD,
        dates=dates,
    )


def _without(parts: dict[str, float | None]) -> dict[str, float | None]:
    return {family: amount for family, amount in parts.items() if family != OUTSIDE}


def _known(parts: dict[str, float | None]) -> dict[str, float]:
    return {family: amount for family, amount in parts.items() if amount is not None}
