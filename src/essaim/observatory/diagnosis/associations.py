"""Chapter "demography", from the national register of associations: D7.

Whatever the perimeter: declared associations, employers or not. The register does not hold the départements under the
local law of associations: a territory that has a part there is not told, a région and France are told without them.
"""

from collections import Counter
from dataclasses import dataclass, replace
from typing import NamedTuple

from essaim.observatory.diagnosis.dynamics import INHABITANTS
from essaim.observatory.diagnosis.figure import Dates
from essaim.observatory.diagnosis.rates import FEWEST
from essaim.observatory.diagnosis.writing import Writer
from essaim.observatory.language import Text
from essaim.observatory.reference.geography import Territory
from essaim.observatory.reference.tables import read_table
from essaim.observatory.store.reader import Store

NO_REGISTER = Text(
    "le répertoire national des associations n'a pas été fourni à cet entrepôt (essaim fetch rna)",
    "the national register of associations was not given to this store (essaim fetch rna)",
)
LOCAL_LAW = Text(
    "en Moselle, dans le Bas-Rhin et le Haut-Rhin, les associations relèvent du droit local (loi de 1908) et sont "
    "inscrites au tribunal : le répertoire national ne les contient pas",
    "in Moselle, Bas-Rhin and Haut-Rhin, associations are under local law (1908) and are registered at the court: the "
    "national register does not hold them",
)
TOO_OLD = Text(
    "le répertoire national des associations fourni s'arrête avant la fin de la première année suivie",
    "the national register of associations that was given stops before the end of the first year that is followed",
)
TOO_FEW = Text(
    "moins de 20 déclarations sur la période : un taux grossirait une ou deux associations ; les nombres sont donnés",
    "fewer than 20 declarations over the period: a rate would blow up one or two associations; the numbers are given",
)
NOBODY = Text("population inconnue ou nulle", "population unknown or nil")
WITHOUT_LOCAL_LAW = Text(
    "hors Moselle, Bas-Rhin et Haut-Rhin, que le répertoire national ne contient pas",
    "without Moselle, Bas-Rhin and Haut-Rhin, which the national register does not hold",
)
NOT_GIVEN = Text(
    "le répertoire national fourni ne contient aucune association d'un département de ce territoire",
    "the national register that was given holds no association of a département of this territory",
)
# Levels that are told without a part of themselves; below, half a territory is not the territory.
TOLD_IN_PART = ("region", "france")


class Declared(NamedTuple):
    """Associations of one theme declared, and dissolved, in one year."""

    theme: str
    year: int
    declared: int
    dissolved: int


@dataclass(frozen=True)
class Associations:
    """What the register tells of a territory over the years that it knows whole.

    `population` is that of the communes which the register covers; `scope` is told where it leaves some out.
    """

    years: tuple[int, ...]
    rows: tuple[Declared, ...]
    population: int | None
    scope: Text | None

    @property
    def declared(self) -> int:
        return sum(row.declared for row in self.rows)

    def by_year(self, measure: str) -> dict[int, int]:
        """Declarations, or dissolutions, of every year."""
        counts: Counter[int] = Counter()
        for row in self.rows:
            counts[row.year] += getattr(row, measure)
        return {year: counts[year] for year in self.years}

    def by_theme(self) -> dict[str, int]:
        """Declarations over all the years, the commonest theme first, the unknown one last."""
        counts: Counter[str] = Counter()
        for row in self.rows:
            counts[row.theme] += row.declared
        kept = {theme: count for theme, count in counts.items() if count}
        return dict(sorted(kept.items(), key=lambda one: (one[0] == "_U", -one[1], one[0])))


def associations_of(store: Store, territory: Territory) -> Associations | Text:
    """Read one territory; why it cannot be told, where it cannot."""
    if all(source["id"] != "rna" for source in store.manifest["sources"]):
        return NO_REGISTER
    ground = _ground(store, territory)
    if ground.told_in_part is not None and (territory.level not in TOLD_IN_PART or not ground.population):
        return LOCAL_LAW if ground.local_law else NOT_GIVEN
    years = store.remember(("declared years",), lambda: _whole_years(store))
    if not years:
        return TOO_OLD
    rows = store.rows(
        "select theme, year, declared, dissolved from associations"
        " where level = ? and code = ? and year between ? and ? order by year, theme",
        [territory.level, territory.code, years[0], years[-1]],
    )
    return Associations(years, tuple(Declared(*row) for row in rows), ground.population, ground.told_in_part)


class Ground(NamedTuple):
    """What the register covers of a territory: inhabitants; what is to be said where some départements are left out."""

    population: int | None
    told_in_part: Text | None
    local_law: bool


def _ground(store: Store, territory: Territory) -> Ground:
    """A département is covered when the register holds a declaration of it: its files may come one by one."""
    people = _people(store, territory)
    covered = store.remember(("declared in",), lambda: _covered(store))
    # Lands without inhabitants are nobody's to leave out.
    left_out = {departement for departement, living in people.items() if living} - covered
    local_law = left_out & {row["departement"] for row in read_table("local_law")}
    population = sum(living for departement, living in people.items() if departement in covered)
    told = None if population and not left_out else _scope(bool(local_law), len(left_out - local_law))
    return Ground(population or None, told, bool(local_law))


def _people(store: Store, territory: Territory) -> dict[str, int]:
    """Inhabitants by département; the sums of the country are kept once read."""
    if territory.level == "commune" and territory.departement:
        return {territory.departement: territory.population or 0}
    levels = ("departement", "region", "intercommunality")
    rows = store.remember(
        ("people",),
        lambda: store.rows(
            f"select {', '.join(levels)}, cast(coalesce(sum(population), 0) AS bigint) from communes group by all"
        ),
    )
    inside = levels.index(territory.level) if territory.level in levels else None
    found: dict[str, int] = {}
    for row in rows:
        if inside is None or row[inside] == territory.code:
            found[row[0]] = found.get(row[0], 0) + row[-1]
    return found


def _scope(local_law: bool, others: int) -> Text:
    """What is left out: the départements under local law, and so many of which the register holds nothing."""
    told = [WITHOUT_LOCAL_LAW] if local_law else []
    if others:
        ending = "s" if others > 1 else ""
        told.append(
            Text(
                f"hors {others} département{ending} ou collectivité{ending} dont le répertoire fourni ne dit rien",
                f"without {others} département{ending} or {'collectivities' if ending else 'collectivity'} of which the"
                " register that was given tells nothing",
            )
        )
    return Text(", et ".join(one.fr for one in told), ", and ".join(one.en for one in told))


def _covered(store: Store) -> frozenset[str]:
    rows = store.rows("select distinct code from associations where level = 'departement' and declared > 0")
    return frozenset(code for (code,) in rows)


def _whole_years(store: Store) -> tuple[int, ...]:
    """The years after whose end the register was made: it is dated later, or holds a declaration of a later one."""
    manifest = store.manifest
    years = tuple(manifest["followed_years"] or manifest["years_of_demography"])
    dated = next(int((source["vintage"] or "0")[:4]) for source in manifest["sources"] if source["id"] == "rna")
    [(latest,)] = store.rows("select max(year) from associations where level = 'france' and declared > 0")
    return tuple(year for year in years if year < max(dated, latest or 0))


def write_associations(writer: Writer, found: Associations | Text) -> None:
    """D7: declarations and dissolutions of every year, declarations by theme, and their rate over the years."""
    if not isinstance(found, Associations):
        writer.write("D7", None, {"measure": "rate"}, unit="ratio", kind="counted", reason=found)
        return
    dates, scope = _dates(writer, found), found.scope
    for measure in ("declared", "dissolved"):
        by_year = found.by_year(measure)
        writer.write("D7", sum(by_year.values()), {"measure": measure}, denominator=scope, dates=dates)
        for year, count in by_year.items():
            writer.write("D7", count, {"measure": measure, "year": str(year)}, denominator=scope, dates=dates)
    for theme, count in found.by_theme().items():
        writer.write("D7", count, {"measure": "declared", "theme": theme}, denominator=scope, dates=dates)
    writer.write(
        "D7",
        _rate(found),
        {"measure": "rate"},
        unit="ratio",
        kind="counted",
        denominator=Text(*map(", ".join, zip(INHABITANTS, scope, strict=True))) if scope else INHABITANTS,
        reason=TOO_FEW if found.population else NOBODY,
        dates=dates,
    )


def _rate(found: Associations) -> float | None:
    """Declarations for a thousand inhabitants and a year."""
    if not found.population or found.declared < FEWEST:
        return None
    return 1000 * found.declared / len(found.years) / found.population


def _dates(writer: Writer, found: Associations) -> Dates:
    """Those of the register, not of the stock."""
    return replace(writer.dates, period=f"RNA {found.years[0]}–{found.years[-1]}", published=writer.edition("rna"))
