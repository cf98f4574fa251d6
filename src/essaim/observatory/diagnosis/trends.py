"""Chapter "dynamics", from published editions: jobs of the ESS and of everyone over the years. D1, D2, D3 and D9.

Only published numbers are joined: the ESS where INSEE publishes it by family (région, France), everyone where Flores
does. What bands estimate is never followed: their refresh would pass for a change.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from essaim.observatory.diagnosis.facts import DETAILED
from essaim.observatory.diagnosis.figure import Dates
from essaim.observatory.diagnosis.framing import EVERY_SECTOR
from essaim.observatory.diagnosis.rates import TOO_FEW, base_100, borne, change, contribution, effects, yearly
from essaim.observatory.diagnosis.writing import Writer
from essaim.observatory.language import Text
from essaim.observatory.reference.geography import YEARS, Territory, parents_of, parts_of
from essaim.observatory.reference.succession import separations
from essaim.observatory.store.reader import Store

PUBLISHED_LEVELS = ("region", "france")
# First years of a way of counting: Flores after Clap (INSEE, 2016), then the series of 2018 with its fifth family.
NEW_SERIES = {"ess": (2016, 2018), "all": (2016,)}
FEWEST = 2

BELOW_THE_REGION = Text(
    "sous la région, les postes de l'ESS sont estimés par tranches et ne se comparent pas d'une année à l'autre ; "
    "comparez deux diagnostics faits à des dates différentes, ou interrogez les structures",
    "below the région, ESS posts are estimated from bands and are not comparable from one year to the next; compare "
    "two diagnoses made at different dates, or ask the organisations",
)
NO_MARGINS = Text(
    "il faut deux années comparables et complètes des postes publiés par région et famille (marges_ess.csv)",
    "it takes two comparable and whole years of the posts published by région and family (marges_ess.csv)",
)
NO_EDITIONS = Text(
    "il faut deux éditions de Flores, d'années différentes, sans cellule sous secret pour ce territoire",
    "it takes two editions of Flores, of different years, without a cell under secrecy for this territory",
)
SPLIT = Text(
    "non comparable : une édition de Flores compte ensemble une commune du territoire et une autre, séparées depuis",
    "not comparable: an edition of Flores counts together a commune of the territory and another, split since",
)
NO_GAIN = Text("l'emploi de l'ensemble ne progresse pas", "employment as a whole does not grow")
NO_COMMON_YEAR = Text(
    "l'ESS et l'ensemble n'ont pas deux années en commun", "the ESS and the whole do not have two years in common"
)
OTHER_SERIES = Text("rupture de série : autre façon de compter", "break in the series: another way of counting")

Posts = Mapping[int, Mapping[str, float]]


@dataclass(frozen=True)
class Counting:
    """Who publishes a series, what it counts in a year (`{}`), and the source whose edition dates its figures."""

    name: str
    counted: Text
    source: str = "sirene_establishments"

    def of(self, year: int) -> Text:
        return Text(self.counted.fr.format(year), self.counted.en.format(year))


FLORES = Counting("Flores", Text("postes au 31 décembre {}", "posts on 31 December {}"))


@dataclass(frozen=True)
class Trend:
    """Posts of one field by year, and by part within a year; only whole years.

    `reason` says why there are fewer than two years; `broken` lists the whole years of an older way of counting.
    """

    posts: Posts
    reason: Text
    broken: tuple[int, ...] = ()
    counting: Counting = FLORES

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(sorted(self.posts))

    def total(self, year: int) -> float:
        return sum(self.posts[year].values())

    def over(self, years: tuple[int, ...]) -> "Trend":
        return replace(self, posts={year: self.posts[year] for year in years})


@dataclass(frozen=True)
class Trends:
    """The ESS and everyone, over the years that both have when they have two in common."""

    ess: Trend
    everyone: Trend
    sectors: Trend

    @property
    def common(self) -> tuple[int, ...]:
        return tuple(year for year in self.ess.years if year in self.everyone.posts)

    @property
    def aligned(self) -> dict[str, Trend]:
        """By field, over common years where there are two."""
        if len(self.common) < FEWEST:
            return {"ess": self.ess, "all": self.everyone}
        return {"ess": self.ess.over(self.common), "all": self.everyone.over(self.common)}


def trends_of(store: Store, territory: Territory) -> Trends:
    """Read the published years of one territory; above the intercommunality they are kept once read."""
    if territory.level in DETAILED:
        return _read(store, territory)
    return store.remember(("trends", territory.key), lambda: _read(store, territory))


def _read(store: Store, territory: Territory) -> Trends:
    rows = store.rows(
        "select year, activity, posts from flores_series where level = ? and code = ? and year is not null",
        [territory.level, territory.code],
    )
    years = store.remember(("years of editions",), lambda: _years_of_editions(store))
    joined = _joined_years(store, territory, years)
    reason = SPLIT if joined and len(years) >= FEWEST else NO_EDITIONS
    whole, parts = (
        [one for one in rows if (one[1] == EVERY_SECTOR) == is_whole and one[0] not in joined]
        for is_whole in (True, False)
    )
    return Trends(_ess(store, territory), _trend("all", whole, set(), reason), _trend("all", parts, set(), reason))


def published(territory: Territory) -> Territory:
    """Itself, or the région that a département is by itself (overseas): what is published of one is of the other."""
    region = parents_of(territory).get("region") if territory.level == "departement" else None
    alike = region is not None and (region.name, region.population) == (territory.name, territory.population)
    return region if region is not None and alike else territory


def _ess(store: Store, territory: Territory) -> Trend:
    territory = published(territory)
    if territory.level not in PUBLISHED_LEVELS:
        return Trend({}, BELOW_THE_REGION)
    everywhere = territory.level == "france"
    rows = store.rows(
        "select year, family, region, posts from ess_series where year is not null"
        + ("" if everywhere else " and region = ?"),
        [] if everywhere else [territory.code],
    )
    cells = [(year, f"{family} {region}", posts) for year, family, region, posts in rows]
    by_cell = _trend("ess", cells, {key for _, key, _ in cells}, NO_MARGINS)
    return replace(by_cell, posts={year: _by_family(of_year) for year, of_year in by_cell.posts.items()})


def _by_family(cells: Mapping[str, float]) -> dict[str, float]:
    sums: dict[str, float] = {}
    for cell, posts in cells.items():
        family = cell.partition(" ")[0]
        sums[family] = sums.get(family, 0.0) + posts
    return sums


def _trend(field: str, rows: list[tuple[int, str, float | None]], wanted: set[str], reason: Text) -> Trend:
    """The years in which no part is withheld and every wanted one is there; those of the last way of counting."""
    by_year: dict[int, dict[str, float]] = {}
    withheld = {year for year, _, posts in rows if posts is None}
    for year, part, posts in rows:
        if posts is not None:
            by_year.setdefault(year, {})[part] = float(posts)
    whole = {year: parts for year, parts in by_year.items() if parts.keys() >= wanted and year not in withheld}
    start = _series(field, max(whole, default=0))
    last = {year: parts for year, parts in whole.items() if year >= start}
    return Trend(last, reason, tuple(sorted(whole.keys() - last.keys())))


def _series(field: str, year: int) -> int:
    """The first year of the way of counting that a year belongs to."""
    return max((first for first in NEW_SERIES[field] if first <= year), default=0)


def _years_of_editions(store: Store) -> frozenset[int]:
    return frozenset(year for (year,) in store.rows("select distinct year from flores_series where year is not null"))


def _joined_years(store: Store, territory: Territory, years: frozenset[int]) -> set[int]:
    """The years whose edition counts as one two communes that have left one another since, of which the territory holds
    one only. What was merged adds up. Above intercommunalities, no commune has changed hands in the bundled years.

    An edition is never of an older geography than that of 1 January of its year, and is often of a later one: it tells
    by itself, for a commune that had already left another has a row of its own.
    """
    if territory.level not in DETAILED:
        return set()
    held = {territory.code, *(part.code for part in parts_of(territory))}
    left = {year: _left_since(year, territory.cog, held) for year in years}
    codes = sorted(set().union(*left.values()))
    if not codes:
        return set()
    of_communes = "select code, year from flores_series where level = 'commune' and list_contains(?, code)"
    apart = set(store.rows(of_communes, [codes]))
    return {year for year, gone in left.items() if any((code, year) not in apart for code in gone)}


def _left_since(year: int, cog: int, held: set[str]) -> set[str]:
    """The communes that left another after 1 January of a year, where one of the two only is held."""
    since = min(max(year, YEARS[0]), cog)
    return {gone for kept, gone in separations(since, cog) if (kept in held) != (gone in held)}


def write_trends(writer: Writer, trends: Trends, france: Trends | None) -> None:
    """D1 and D2 of each field, D3, and D9 against France unless the territory is France."""
    for field, trend in trends.aligned.items():
        write_over_years(writer, field, trend)
    _write_contribution(writer, trends)
    if france:
        _write_effects(writer, "ess", trends.ess, france.ess)
        _write_effects(writer, "all", trends.sectors, france.sectors)


def _of(field: str, **more: str) -> dict[str, str]:
    return {"field": field, **more}


def _dates(writer: Writer, years: tuple[int, ...], counting: Counting = FLORES) -> Dates:
    """The period is that of the years compared; without them, that of the edition in use."""
    if len(years) < FEWEST:
        return writer.dates
    period = f"{counting.name} {years[0]}–{years[-1]}"
    return replace(writer.dates, period=period, published=writer.edition(counting.source))


def write_over_years(writer: Writer, field: str, trend: Trend) -> None:
    """D1 and D2 of one field."""
    _write_change(writer, field, trend)
    _write_years(writer, field, trend)


def _write_change(writer: Writer, field: str, trend: Trend) -> None:
    years = trend.years
    known = len(years) >= FEWEST
    before, after = (trend.total(years[0]), trend.total(years[-1])) if known else (0.0, 0.0)
    rates = {"change": change(before, after), "yearly": yearly(before, after, years[-1] - years[0]) if known else None}
    denominator = trend.counting.of(years[0]) if known else None
    for measure, rate in rates.items():
        writer.write(
            "D1",
            borne(before, rate),
            _of(field, measure=measure),
            kind="published",
            denominator=denominator,
            flores=trend.counting == FLORES,
            reason=TOO_FEW if known else trend.reason,
            dates=_dates(writer, years, trend.counting),
        )


def _write_years(writer: Writer, field: str, trend: Trend) -> None:
    """D2: posts and base 100, year by year; the years of an older way of counting have no base."""
    years, flores = trend.years, trend.counting == FLORES
    if len(years) < FEWEST:
        writer.write("D2", None, _of(field), flores=flores, reason=trend.reason, dates=_dates(writer, ()))
        return
    dates = _dates(writer, years, trend.counting)
    for year in (*trend.broken, *years):
        based = year in trend.posts
        index = borne(trend.total(years[0]), base_100(trend.total(years[0]), trend.total(year))) if based else None
        writer.write(
            "D2",
            index,
            _of(field, year=str(year)),
            kind="published",
            flores=flores,
            reason=TOO_FEW if based else OTHER_SERIES,
            dates=dates,
        )
        if based:
            breakdown = _of(field, measure="jobs", year=str(year))
            writer.write("D2", trend.total(year), breakdown, unit="jobs", kind="published", flores=flores, dates=dates)


def _write_contribution(writer: Writer, trends: Trends) -> None:
    """D3, over the years that both fields have."""
    years, part = trends.common, None
    reason = trends.ess.reason if len(trends.ess.years) < FEWEST else trends.everyone.reason
    if len(years) >= FEWEST:
        ends = [trend.total(year) for trend in (trends.ess, trends.everyone) for year in (years[0], years[-1])]
        part, reason = contribution(*ends), NO_GAIN
    elif min(len(trends.ess.years), len(trends.everyone.years)) >= FEWEST:
        reason = NO_COMMON_YEAR
    writer.write("D3", part, kind="published", flores=True, reason=reason, dates=_dates(writer, years))


def _write_effects(writer: Writer, field: str, here: Trend, there: Trend) -> None:
    """D9, over the years that the territory and France both have."""
    years = tuple(year for year in here.years if year in there.posts)
    found, reason = None, here.reason
    if len(years) >= FEWEST:
        first, last = years[0], years[-1]
        found = effects(here.posts[first], here.posts[last], there.posts[first], there.posts[last])
    for measure in ("change", "national", "mix", "local"):
        amount = None if found is None else found.total if measure == "change" else getattr(found, measure)
        writer.write(
            "D9",
            amount,
            _of(field, measure=measure),
            kind="published",
            flores=True,
            reason=reason,
            dates=_dates(writer, years),
        )
