"""Territories of each official geography year: found by code or by name, with their communes and what holds them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from essaim.observatory.errors import EssaimError
from essaim.observatory.language import Text
from essaim.observatory.reference.names import fold
from essaim.observatory.reference.tables import table_path

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

YEARS = (2021, 2022, 2023, 2024, 2025, 2026)
LATEST = YEARS[-1]
FRANCE = "FR"

LEVELS = ("commune", "intercommunality", "departement", "region", "france")
LEVEL_NAMES = {
    "commune": Text("commune", "commune"),
    "intercommunality": Text("intercommunalité", "intercommunality"),
    "departement": Text("département", "département"),
    "region": Text("région", "région"),
    "france": Text("France", "France"),
}
# How a level may be named before a code or a name: `departement:27`, `epci:242100410`.
PREFIXES = {
    "commune": "commune",
    "com": "commune",
    "epci": "intercommunality",
    "intercommunality": "intercommunality",
    "intercommunalite": "intercommunality",
    "departement": "departement",
    "dep": "departement",
    "region": "region",
    "reg": "region",
}
COLUMNS = "level, code, name, cog, kind, population, departement, region"
FORMER = """
    with heir as (  -- each commune of the base year, and every commune that it became
        select distinct before.commune AS former, after.commune
        from commune_codes as before
        join commune_codes as after on after.code = before.code and after.cog = $cog
        where before.cog = $base and (before.code = before.commune or after.kind = 'current')
    ),
    placed as (
        select distinct heir.former, coalesce(now.{column}, '') AS code, now.departement, old.population
        from heir
        join (select *, code AS commune from communes where cog = $cog) as now on now.commune = heir.commune
        join communes as old on old.cog = $base and old.code = heir.former
    ),
    shared as (
        select former from placed group by former having count(distinct code) > 1
    ),
    counted_once as (
        select departement
        from communes
        where cog in ($cog, $base)
        group by departement
        having sum(population) filter (cog = $cog) is not distinct from sum(population) filter (cog = $base)
    )
    select placed.code, cast(sum(placed.population) AS bigint)
    from placed
    left join shared on shared.former = placed.former
    left join counted_once on counted_once.departement = placed.departement
    where placed.code <> ''
    group by placed.code
    having count(shared.former) = 0 and count(counted_once.departement) = 0
"""


@dataclass(frozen=True)
class Territory:
    """A set of whole communes in one year's official geography.

    `population` is the sum of the communes' column `population` of the bundled packages: neither the municipal nor the
    total population of an intercommunality, which are of other vintages. `note` says how a former name or a municipal
    arrondissement was resolved.
    """

    level: str
    code: str
    name: str
    cog: int
    kind: str
    population: int | None
    departement: str | None
    region: str | None
    note: Text | None = None

    @property
    def key(self) -> str:
        """The unambiguous way to ask for it: `departement:27`."""
        return self.code if self.level in ("commune", "intercommunality", "france") else f"{self.level}:{self.code}"


class TerritoryNotFound(EssaimError):
    """No territory of that year bears this code or name."""


class AmbiguousTerritory(EssaimError):
    """Several different territories bear this code or name; `candidates` lists them."""

    def __init__(self, query: str, candidates: Sequence[Territory]) -> None:
        self.candidates = tuple(candidates)
        listed = {
            language: "\n".join(f"  {one.key:<18} {_described(one).in_(language)}" for one in candidates)
            for language in ("fr", "en")
        }
        super().__init__(
            Text(f"« {query} » désigne plusieurs territoires :", f"“{query}” stands for several territories:"),
            remedy=Text(
                "Demandez l'un d'eux par son code :\n" + listed["fr"],
                "Ask for one of them by its code:\n" + listed["en"],
            ),
        )


def _described(territory: Territory) -> Text:
    where = f" ({territory.departement})" if territory.level == "commune" else ""
    return Text(*(f"{territory.name}, {LEVEL_NAMES[territory.level].in_(lang)}{where}" for lang in ("fr", "en")))


def find_territory(query: str, cog: int = LATEST) -> Territory:
    """The territory that a code or a name stands for, in one official geography year.

    Accents, case, hyphens and "St" for "Saint" do not matter. A municipal arrondissement or a former commune resolves
    to the commune that holds it, and says so. Raises AmbiguousTerritory with the candidates, TerritoryNotFound with the
    nearest names.
    """
    check_year(cog)
    level, wanted = _level_asked(query.strip())
    candidates = _candidates(wanted, level, cog)
    if not candidates:
        raise _not_found(query, wanted, cog)
    if len(candidates) > 1 and not _same_communes(candidates):
        raise AmbiguousTerritory(query, candidates)
    return candidates[0]


def territory(level: str, code: str, cog: int = LATEST) -> Territory:
    """The territory of a level and code; raises TerritoryNotFound."""
    found = _rows(f"select {COLUMNS} from territories where cog = ? and level = ? and code = ?", [cog, level, code])
    if not found:
        raise _not_found(f"{level}:{code}", code, cog)
    return found[0]


def communes_of(whole: Territory) -> list[str]:
    """The codes of its communes, in order."""
    if whole.kind == "EPT":
        raise EssaimError(
            Text(
                "la composition des établissements publics territoriaux n'est pas dans la géographie embarquée",
                "the members of Greater Paris territorial bodies are not in the bundled geography",
            )
        )
    column = "code" if whole.level == "commune" else whole.level
    condition = "true" if whole.level == "france" else f"{column} = ?"
    params = [whole.cog] if whole.level == "france" else [whole.cog, whole.code]
    rows = fetched(f"select code from communes where cog = ? and {condition} order by code", params)
    return [code for (code,) in rows]


@lru_cache(maxsize=1024)
def parts_of(whole: Territory) -> tuple[Territory, ...]:
    """The territories of the level below that make it up: communes, intercommunalities, départements or régions.

    None for a commune, nor for the bodies of Greater Paris, whose members are not bundled. An intercommunality that
    straddles two départements is a part of the one where most of its inhabitants live.
    """
    if whole.level == "commune" or whole.kind == "EPT":
        return ()
    if whole.level == "intercommunality":
        return tuple(territories_of("commune", communes_of(whole), whole.cog).values())
    below = LEVELS[LEVELS.index(whole.level) - 1]
    column = {"region": "region", "departement": "departement"}.get(whole.level)
    others = (one for one in _above_communes(whole.cog).values() if one.level == below and one.kind != "EPT")
    held = (one for one in others if column is None or getattr(one, column) == whole.code)
    return tuple(sorted(held, key=lambda one: one.code))


@lru_cache(maxsize=4096)
def parents_of(part: Territory) -> dict[str, Territory]:
    """The territories that hold it, by level, smallest first; France holds all.

    An intercommunality that straddles several départements is given the one where most of its inhabitants live.
    """
    codes: dict[str, str | None] = {"departement": part.departement, "region": part.region, "france": FRANCE}
    if part.level == "commune":
        codes = {"intercommunality": _intercommunality_of(part)} | codes
    above = LEVELS[LEVELS.index(part.level) + 1 :]
    wanted = [
        (level, code) for level in above if (code := codes.get(level)) and (level, code) != (part.level, part.code)
    ]
    found = _above_communes(part.cog)
    return {level: found[level, code] for level, code in wanted if (level, code) in found}


@lru_cache(maxsize=4096)
def peers_of(one: Territory) -> list[str]:
    """The codes of the territories of the same level and kind, its own included, in order.

    Métropoles go with métropoles; communes with those of their intercommunality, for a commune alone has no peer.
    """
    if one.level == "commune":
        group = _intercommunality_of(one)
        return communes_of(territory("intercommunality", group, one.cog)) if group else [one.code]
    above = _above_communes(one.cog).values()
    return sorted(other.code for other in above if (other.level, other.kind) == (one.level, one.kind))


def territories_of(level: str, codes: Sequence[str], cog: int = LATEST) -> dict[str, Territory]:
    """The territories of one level that bear these codes, by code, in the order asked for; unknown codes are left out.

    One query for communes, none for the others.
    """
    if level != "commune":
        above = _above_communes(cog)
        return {code: above[level, code] for code in codes if (level, code) in above}
    found = _rows(
        f"select {COLUMNS} from territories where cog = ? and level = 'commune' and list_contains(?, code)",
        [cog, list(codes)],
    )
    by_code = {one.code: one for one in found}
    return {code: by_code[code] for code in codes if code in by_code}


@cache
def kinds_at(level: str, cog: int = LATEST) -> Mapping[str, str]:
    """The kind of every territory of a level above communes, by code: METRO, CU, CA, CC…"""
    return {one.code: one.kind for one in _above_communes(cog).values() if one.level == level}


def former_populations(level: str, cog: int, base: int = YEARS[0]) -> dict[str, int]:
    """The inhabitants that the communes of each territory had in the base year, by code.

    A territory is left out when its communes cannot be followed (one of them was then part of a commune that lies
    elsewhere), and when part of it was not counted again in between: Mayotte has one census only.
    """
    if base >= cog:
        return {}
    column = "commune" if level == "commune" else level
    rows = fetched(FORMER.format(column=column), {"cog": cog, "base": base})
    return {code: population for code, population in rows if population}


@cache
def _above_communes(cog: int) -> dict[tuple[str, str], Territory]:
    """The 1 400 territories that are not communes, by level and code: few enough to be kept."""
    rows = _rows(f"select {COLUMNS} from territories where cog = ? and level <> 'commune'", [cog])
    return {(one.level, one.code): one for one in rows}


def check_year(cog: int) -> None:
    """Raises EssaimError for a year that is not bundled."""
    if cog not in YEARS:
        raise EssaimError(
            Text(
                f"la géographie de {cog} n'est pas embarquée (de {YEARS[0]} à {LATEST})",
                f"the geography of {cog} is not bundled ({YEARS[0]} to {LATEST})",
            )
        )


def _level_asked(query: str) -> tuple[str | None, str]:
    head, colon, rest = query.partition(":")
    level = PREFIXES.get(fold(head)) if colon else None
    return (level, rest.strip()) if level else (None, query)


def _candidates(wanted: str, level: str | None, cog: int) -> list[Territory]:
    """Territories whose code or name is exactly that; else the commune that holds an arrondissement or a past code."""
    of_level = "" if level is None else " and level = ?"
    found = _rows(
        f"select {COLUMNS} from territories where cog = ? and (code = ? or search_name = ?){of_level}"
        " order by list_position(['commune', 'intercommunality', 'departement', 'region', 'france'], level), code",
        [cog, wanted.upper(), fold(wanted), *([level] if level else [])],
    )
    if found or level not in (None, "commune"):
        return found
    return _resolved(wanted, cog)


def _resolved(code: str, cog: int) -> list[Territory]:
    rows = fetched(
        "select commune, kind from commune_codes where cog = ? and code = ? and kind <> 'current'",
        [cog, code.upper()],
    )
    return [
        Territory(**(vars(territory("commune", commune, cog)) | {"note": _resolution(code, commune, kind)}))
        for commune, kind in rows
    ]


def _resolution(code: str, commune: str, kind: str) -> Text:
    if kind == "arrondissement":
        return Text(f"{code} est un arrondissement de {commune}", f"{code} is a municipal arrondissement of {commune}")
    return Text(f"{code} fait aujourd'hui partie de {commune}", f"{code} is now part of {commune}")


def _same_communes(candidates: Sequence[Territory]) -> bool:
    """Paris is a commune and a département, Mayotte a département and a région: one and the same place."""
    if len({one.level for one in candidates}) < len(candidates) or any(one.kind == "EPT" for one in candidates):
        return False
    first, *others = (communes_of(one) for one in candidates)
    return all(other == first for other in others)


def _intercommunality_of(commune: Territory) -> str | None:
    rows = fetched("select intercommunality from communes where cog = ? and code = ?", [commune.cog, commune.code])
    return rows[0][0] if rows else None


def _not_found(query: str, wanted: str, cog: int) -> TerritoryNotFound:
    rows = fetched(
        "select name, code from territories where cog = ? and damerau_levenshtein(search_name, ?) <= 3"
        " order by damerau_levenshtein(search_name, ?), coalesce(population, 0) desc limit 5",
        [cog, fold(wanted), fold(wanted)],
    )
    near = ", ".join(f"{name} ({code})" for name, code in rows)
    return TerritoryNotFound(
        Text(
            f"aucun territoire de la géographie {cog} ne s'appelle « {query} »",
            f"no territory of the {cog} geography is called “{query}”",
        ),
        remedy=Text(f"Vouliez-vous dire : {near} ?", f"Did you mean: {near}?") if near else None,
    )


@cache
def _connection() -> "DuckDBPyConnection":
    import duckdb

    connection = duckdb.connect()
    connection.execute("set threads = 1")
    for table in ("territories", "communes", "commune_codes"):
        path = str(table_path(f"geography/{table}")).replace("'", "''")
        connection.execute(f"create view {table} as select * from read_parquet('{path}')")
    return connection


def fetched(sql: str, params: Any) -> list[tuple[Any, ...]]:
    """One query on a cursor of its own: a connection shared by threads answers wrongly."""
    return _connection().cursor().execute(sql, params).fetchall()


def _rows(sql: str, params: list[Any]) -> list[Territory]:
    return [Territory(*row) for row in fetched(sql, params)]
