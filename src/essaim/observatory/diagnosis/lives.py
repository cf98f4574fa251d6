"""Chapters "dynamics" and "demography", from the history of the register: D4, D5, D6 and D8.

The perimeter is today's, throughout: an establishment that is of the ESS today is followed back to its birth, and what
left the ESS is not seen. What is counted is counted; the intervals of survival say what chance alone could do.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import NamedTuple

from essaim.observatory.diagnosis.figure import Dates
from essaim.observatory.diagnosis.jobs import Ratio
from essaim.observatory.diagnosis.rates import TOO_FEW, base_100, borne, change, wilson, yearly
from essaim.observatory.diagnosis.writing import Writer
from essaim.observatory.language import Text
from essaim.observatory.perimeter.rules import OUTSIDE, PERIMETERS
from essaim.observatory.reference import activities
from essaim.observatory.reference.geography import FRANCE, Territory
from essaim.observatory.reference.tables import read_table
from essaim.observatory.store.reader import Store

AGES = (3, 5)
NARROW = "\u202f"  # between French thousands
EVENTS = {"birth": "births", "reopening": "reopenings", "closure": "closures"}
NO_HISTORY = Text(
    "l'historique des établissements de Sirene n'a pas été fourni à cet entrepôt (essaim fetch sirene_history)",
    "the history of establishments of Sirene was not given to this store (essaim fetch sirene_history)",
)
NO_FLAG = Text(
    "l'historique fourni n'a pas le caractère employeur des établissements",
    "the history that was given lacks the employer flag of establishments",
)
NOTHING_BEFORE = Text("aucun établissement actif au début", "no active establishment at the start")
NO_BIRTH = Text("aucune création", "no birth")


class Lived(NamedTuple):
    """What happened in one year to the establishments of one family and division; `active` is told of the base only."""

    family: str
    division: str
    year: int
    active: int
    births: int
    reopenings: int
    closures: int
    alive_at_3: int
    alive_at_5: int
    first_employers: int

    @property
    def balance(self) -> int:
        """What the year adds to the stock; the base is the stock itself."""
        return self.active + self.births + self.reopenings - self.closures


@dataclass(frozen=True)
class Lives:
    """The lives of the establishments of a territory in one perimeter, over the years that the store follows.

    `flagged` says whether the history tells who employs.
    """

    years: tuple[int, ...]
    rows: tuple[Lived, ...]
    flagged: bool

    @property
    def base(self) -> int:
        """The year on whose 31 December the first stock is counted."""
        return self.years[0] - 1

    @cached_property
    def stocks(self) -> dict[int, int]:
        """Active establishments on 31 December, by year: the base, and what each year adds to it."""
        return _stocks(self.rows, (self.base, *self.years))

    def cohorts(self, age: int) -> tuple[int, ...]:
        """The years of birth of which every establishment has had that anniversary."""
        return tuple(year for year in self.years if year + age <= self.years[-1])


def lives_of(store: Store, territory: Territory, perimeter: str) -> Lives | None:
    """Read the lives of one territory; None in a store that was built without the history of the register."""
    years = tuple(store.manifest["followed_years"])
    if not years:
        return None
    sums = ", ".join(f"cast(sum({name}) AS bigint)" for name in Lived._fields[3:])
    rows = store.rows(
        f"select family, division, year, {sums} from vitality"
        " where level = ? and code = ? and tier > ? and tier <= ? group by family, division, year",
        [territory.level, territory.code, OUTSIDE, PERIMETERS[perimeter].max_tier],
    )
    return Lives(years, tuple(Lived(*row) for row in rows), store.remember(("flagged",), lambda: _flagged(store)))


def _flagged(store: Store) -> bool:
    [(employers,)] = store.rows(
        "select sum(first_employers) from vitality where level = 'france' and code = ?", [FRANCE]
    )
    return bool(employers)


def _stocks(rows: Iterable[Lived], years: Iterable[int]) -> dict[int, int]:
    gained: Counter[int] = Counter()
    for row in rows:
        gained[row.year] += row.balance
    stocks, held = {}, 0
    for year in years:
        held += gained[year]
        stocks[year] = held
    return stocks


def write_lives(writer: Writer, lives: Lives | None) -> None:
    """D4, D5, D6 and D8; without the history, why there is neither stock, nor first employment, nor survival."""
    if lives is None:
        writer.write("D4", None, {"measure": "change"}, unit="change", reason=NO_HISTORY)
        writer.write("D6", None, reason=NO_HISTORY)
        for age in AGES:
            writer.write("D8", None, {"age": str(age)}, reason=NO_HISTORY)
        return
    dates = _between(writer.dates, lives)
    _write_stocks(writer, lives, dates)
    _write_events(writer, lives, dates)
    _write_first_employers(writer, lives, dates)
    for age in AGES:
        _write_survival(writer, lives, age, dates)


def _between(dates: Dates, lives: Lives) -> Dates:
    return replace(dates, period=f"{dates.period}, {lives.base}–{lives.years[-1]}")


def _write_stocks(writer: Writer, lives: Lives, dates: Dates) -> None:
    """D4: the stock of every 31 December, its change, and that of each family."""
    first, last = lives.base, lives.years[-1]
    before, after = lives.stocks[first], lives.stocks[last]
    denominator = Text(
        f"établissements de l'ESS actifs le 31 décembre {first}", f"ESS establishments active on 31 December {first}"
    )
    for measure, rate in (("change", change(before, after)), ("yearly", yearly(before, after, last - first))):
        writer.write(
            "D4",
            borne(before, rate),
            {"measure": measure},
            unit="change",
            kind="counted",
            denominator=denominator,
            reason=_without_rate(before),
            dates=dates,
        )
    for family, rows in _by(lives.rows, "family").items():
        stocks = _stocks(rows, lives.stocks)
        rate, reason = borne(stocks[first], change(stocks[first], stocks[last])), _without_rate(stocks[first])
        breakdown = {"measure": "change", "family": family}
        writer.write("D4", rate, breakdown, unit="change", kind="counted", reason=reason, dates=dates)
    for year, stock in lives.stocks.items():
        writer.write("D4", stock, {"measure": "active", "year": str(year)}, dates=dates)
        index, reason = borne(before, base_100(before, stock)), _without_rate(before)
        breakdown = {"measure": "base_100", "year": str(year)}
        writer.write("D4", index, breakdown, unit="base_100", kind="counted", reason=reason, dates=dates)


def _without_rate(before: int) -> Text:
    return TOO_FEW if before else NOTHING_BEFORE


def _write_events(writer: Writer, lives: Lives, dates: Dates) -> None:
    """D5: births, reopenings and closures by year, then over all the years by family and by sector."""
    by_year = _by((row for row in lives.rows if row.year > lives.base), "year")
    for year in lives.years:
        for event, field in EVENTS.items():
            count = sum(getattr(row, field) for row in by_year.get(str(year), ()))
            writer.write("D5", count, {"event": event, "year": str(year)}, dates=dates)
    for key, group in (("family", _family), ("sector", _sector)):
        for part, rows in _grouped(lives.rows, group).items():
            counts = {event: sum(getattr(row, field) for row in rows) for event, field in EVENTS.items()}
            for event in ("birth", "closure"):
                if any(counts.values()):
                    writer.write("D5", counts[event], {"event": event, key: part}, dates=dates)


def _write_first_employers(writer: Writer, lives: Lives, dates: Dates) -> None:
    """D6: legal units whose first employment, anywhere, is of the year and in the territory."""
    if not lives.flagged:
        writer.write("D6", None, reason=NO_FLAG, dates=dates)
        return
    by_year = _by(lives.rows, "year")
    for year in lives.years:
        count = sum(row.first_employers for row in by_year.get(str(year), ()))
        writer.write("D6", count, {"year": str(year)}, dates=dates)


def _write_survival(writer: Writer, lives: Lives, age: int, dates: Dates) -> None:
    """D8: of all the cohorts together, of each, and of each family."""
    cohorts = lives.cohorts(age)
    rows = [row for row in lives.rows if row.year in cohorts]
    span = f"{cohorts[0]}–{cohorts[-1]}"
    _write_share(writer, rows, age, span, {"age": str(age)}, dates)
    for cohort in cohorts:
        of_year = [row for row in rows if row.year == cohort]
        _write_share(writer, of_year, age, str(cohort), {"age": str(age), "cohort": str(cohort)}, dates)
    for family, of_family in _by(rows, "family").items():
        _write_share(writer, of_family, age, span, {"age": str(age), "family": family}, dates)


def _write_share(
    writer: Writer, rows: list[Lived], age: int, span: str, breakdown: dict[str, str], dates: Dates
) -> None:
    born = sum(row.births for row in rows)
    alive = sum(row.alive_at_3 if age == AGES[0] else row.alive_at_5 for row in rows)
    share = Ratio(alive / born, -math.inf, math.inf, 0.0, wilson(alive, born)) if born else None
    denominator = Text(
        f"{f'{born:,}'.replace(',', NARROW)} établissements créés ({span})", f"{born:,} establishments born ({span})"
    )
    writer.write("D8", share, breakdown, kind="counted", denominator=denominator, reason=NO_BIRTH, dates=dates)


def _family(row: Lived) -> str:
    return row.family


def _sector(row: Lived) -> str:
    return activities.divisions_of("A17").get(row.division, "_U")


def _by(rows: Iterable[Lived], field: str) -> dict[str, list[Lived]]:
    return _grouped(rows, lambda row: str(getattr(row, field)))


def _grouped(rows: Iterable[Lived], group: Callable[[Lived], str]) -> dict[str, list[Lived]]:
    """Rows by group, families and sectors in the order of their lists."""
    found: dict[str, list[Lived]] = {}
    for row in rows:
        found.setdefault(group(row), []).append(row)
    return {key: found[key] for key in sorted(found, key=_order)}


def _order(key: str) -> tuple[int, str]:
    ranks = _ranks()
    return ranks.get(key, len(ranks)), key


@cache
def _ranks() -> dict[str, int]:
    codes = [row["code"] for row in read_table("families")]
    codes += [row["code"] for row in read_table("naf_levels") if row["level"] == "A17"]
    return {code: rank for rank, code in enumerate(codes)}
