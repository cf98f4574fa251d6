"""What the models read: each data set under `<name>_source`, typed, beside the geography and the code lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from essaim.observatory.estimation.known import KnownCounts
from essaim.observatory.reference.tables import read_table, table_path
from essaim.observatory.sources import CARDS
from essaim.observatory.sources.card import Column, SourceCard
from essaim.observatory.sources.staging import Staged
from essaim.observatory.store.code_lists import CodeList, attach_rows, band_rows, category_numbers, code_lists
from essaim.observatory.store.engine import Engine

# Births and closures are counted over this many complete years before the vintage.
YEARS_OF_DEMOGRAPHY = 5
# Where the history of the register is there, the lives of establishments are followed over these years.
YEARS_OF_HISTORY = 10

SQL_TYPES = {
    "text": "varchar",
    "integer": "integer",
    "number": "double",
    "date": "date",
    "boolean": "boolean",
    "period": "varchar",
}

# Data sets of which a folder may hold several files: the first one serves as ever, all of them make a series.
SERIES = ("flores", "ess_margins", "scdl_subsidies", "rna")

# The name under which models read each data set, and what the view adds to its columns.
VIEWS: dict[str, tuple[str, tuple[str, ...]]] = {
    "sirene_legal_units": (
        "legal_units_source",
        (
            "try_cast({siren} AS integer) AS unit_key",
            "{started} >= date '{horizon}' AS recent",
            "{started} >= date '{followed_from}' AS followed",
        ),
    ),
    "sirene_establishments": (
        "establishments_source",
        (
            "try_cast({siren} AS integer) AS unit_key",
            "{started} >= date '{horizon}' AS recent",
            "{started} >= date '{followed_from}' AS followed",
        ),
    ),
    "sirene_history": (
        "history_source",
        (
            "try_cast({siret} AS bigint) AS siret_key",
            "cast(try_cast({siret} AS bigint) // 100000 AS integer) AS unit_key",
        ),
    ),
    "sirene_geolocation": ("geolocation_source", ("try_cast({siret} AS bigint) AS siret_key",)),
    "ess_france_list": ("ess_france_source", ("try_cast(trim({siren}) AS integer) AS unit_key",)),
    "esus_list": ("esus_source", ("try_cast(replace({siren}, ' ', '') AS integer) AS unit_key",)),
    "siae": (
        "siae_source",
        (
            "try_cast({siret} AS bigint) AS siret_key",
            "cast(try_cast({siret} AS bigint) // 100000 AS integer) AS unit_key",
        ),
    ),
    "flores": ("flores_source", ()),
    "flores_a88": ("flores_a88_source", ()),
    "employment_zones": ("employment_zones_source", ()),
    "density_grid": ("density_source", ()),
    "ess_margins": ("ess_margins_source", ()),
    "urssaf_ess": ("urssaf_ess_source", ()),
    "contours": ("contours_source", ()),
    "rna": ("associations_source", ()),
    "decp": ("contracts_source", ()),
    "scdl_subsidies": ("subsidies_source", ()),
}


@dataclass(frozen=True)
class Frame:
    """What one build is made for: the month of the stock, the official geography, and whether there is a history."""

    vintage: date
    cog: int
    history: bool = False

    @property
    def years(self) -> tuple[int, ...]:
        """The complete years on which births and closures are counted."""
        return tuple(range(self.vintage.year - YEARS_OF_DEMOGRAPHY, self.vintage.year))

    @property
    def horizon(self) -> date:
        """The first day of the first of these years."""
        return date(self.years[0], 1, 1)

    @property
    def followed_years(self) -> tuple[int, ...]:
        """The complete years over which establishments are followed; none without the history of the register."""
        return tuple(range(self.vintage.year - YEARS_OF_HISTORY, self.vintage.year)) if self.history else ()

    @property
    def declared_years(self) -> tuple[int, ...]:
        """The years of which declarations of associations are counted: those of births and closures, and the current
        one, which tells whether the register goes beyond the last of them.
        """
        return (*(self.followed_years or self.years), self.vintage.year)

    @property
    def followed_from(self) -> date:
        """The day after the first 31 December on which establishments are counted."""
        return date(self.followed_years[0], 1, 1) if self.history else self.horizon


def attach_sources(engine: Engine, staged: dict[str, Staged], frame: Frame, earlier: Sequence[Staged] = ()) -> None:
    """Register every data set and its earlier editions; one that is absent is an empty table, so that the models do not
    change.
    """
    for source, (view, derived) in VIEWS.items():
        card = CARDS[source]
        added = (*derived, _named_category()) if source == "sirene_legal_units" else derived
        if source in staged:
            engine.attach(f"{view}_file", staged[source].parquet)
            headings, origin = staged[source].headings, f"{view}_file"
        else:
            headings, origin = {}, "(select 1 AS nothing) AS empty where false"
        engine.define(view, _select(card, headings, added, origin, frame))
    _attach_editions(engine, staged, earlier, frame)


def _attach_editions(engine: Engine, staged: dict[str, Staged], earlier: Sequence[Staged], frame: Frame) -> None:
    """Register all the editions of a data set under `<name>_editions_source`; `edition` counts from the newest, 0."""
    for source in SERIES:
        view = VIEWS[source][0].removesuffix("_source")
        present = [staged[source]] if source in staged else []
        present += [one for one in earlier if one.card.id == source]
        parts = []
        for number, one in enumerate(present):
            engine.attach(f"{view}_{number}_file", one.parquet)
            added = (f"cast({number} AS integer) AS edition",)
            parts.append(_select(one.card, one.headings, added, f"{view}_{number}_file", frame))
        if not parts:
            added = ("cast(0 AS integer) AS edition",)
            parts = [_select(CARDS[source], {}, added, "(select 1 AS nothing) AS empty where false", frame)]
        engine.define(f"{view}_editions_source", " union all ".join(parts))


def _select(card: SourceCard, headings: dict[str, str], derived: tuple[str, ...], origin: str, frame: Frame) -> str:
    typed = {column.field: _typed(column, headings) for column in card.columns}
    columns = [f"{expression} AS {field}" for field, expression in typed.items()]
    columns += [
        expression.format(horizon=frame.horizon, followed_from=frame.followed_from, **typed) for expression in derived
    ]
    return f"select {', '.join(columns)} from {origin}"


def _named_category() -> str:
    """The sub-families recognised by name (SCIC, CAE), as one SQL expression over `{legal_form}` and `{name}`.

    A table of patterns would be joined row by row, each pattern compiled anew; constants are compiled once.
    """
    number = category_numbers()
    cases = (
        f"when {{legal_form}} in ({', '.join(str(int(form)) for form in row['legal_forms'].split())})"
        f" and regexp_matches(upper({{name}}), '{row['pattern'].replace(chr(39), chr(39) * 2)}')"
        f" then {number[row['subfamily']]}"
        for row in read_table("subfamily_names")
    )
    return f"cast(case {' '.join(cases)} end AS smallint) AS named_category"


def _typed(column: Column, headings: dict[str, str]) -> str:
    sql_type = SQL_TYPES[column.type]
    if column.field not in headings:
        return f"cast(null AS {sql_type})"
    heading = '"' + headings[column.field].replace('"', '""') + '"'
    return f"try_cast({heading} AS {sql_type})"


def attach_reference(engine: Engine, frame: Frame, known: KnownCounts) -> None:
    """Register the code lists: geography of the year, forms, activities, bands, the rules of the perimeters, and the
    head counts that the authority knows.
    """
    _attach_geography(engine, frame.cog)
    years = {"complete_years": _years(frame.years), "declared_years": _years(frame.declared_years)}
    for name, listed in (code_lists() | years | {"followed": _followed(frame), "known_public": _known(known)}).items():
        attach_rows(engine, name, listed)
    engine.define("known", "select * from known_public")


def _years(years: Sequence[int]) -> CodeList:
    return CodeList({"year": "smallint"}, [(str(year),) for year in years])


def _followed(frame: Frame) -> CodeList:
    """The span over which establishments are followed, in one row; no row where there is no history."""
    types = {"first_year": "smallint", "last_year": "smallint", "base": "date", "vintage": "date"}
    years = frame.followed_years
    row = years and (str(years[0]), str(years[-1]), date(years[0] - 1, 12, 31).isoformat(), frame.vintage.isoformat())
    return CodeList(types, [row] if row else [])


# Head counts by SIRET, with the band that they fall in, which then takes the place of Sirene's.
KNOWN = {"siret_key": "bigint", "band_key": "smallint", "posts": "bigint", "private": "boolean"}


def _known(known: KnownCounts) -> CodeList:
    """The public ones; those under agreement come in by groups, once it is known which may (`agreed`)."""
    rows: list[tuple[str, ...]] = []
    for count in (one for one in known.held.values() if one.public):
        posts = round(count.count)
        band = max(key for key, _, low, _, _ in band_rows() if int(low) <= posts and int(key) > 1)
        rows.append((count.siret, band, str(posts), "false"))
    return CodeList(KNOWN, rows)


def _attach_geography(engine: Engine, cog: int) -> None:
    engine.attach("communes_of_every_year", table_path("geography/communes"))
    engine.attach("codes_of_every_year", table_path("geography/commune_codes"))
    engine.define(
        "geography",
        # The key is the order in which territories lie side by side in the files.
        "select code AS commune, name, departement, region, intercommunality, population,"
        " row_number() over (order by departement, intercommunality, code) AS commune_key"
        f" from communes_of_every_year where cog = {cog:d}",
    )
    engine.define(
        "places",
        "select codes.code, codes.commune, codes.kind, geography.commune_key from codes_of_every_year AS codes"
        f" inner join geography on geography.commune = codes.commune where codes.cog = {cog:d}",
    )
    levels = {
        "commune": "commune",
        "intercommunality": "intercommunality",
        "departement": "departement",
        "region": "region",
        "france": "'FR'",
    }
    engine.define(
        "placements",
        " union all ".join(
            f"select '{level}' AS level, {code} AS code, commune from geography where {code} is not null"
            for level, code in levels.items()
        ),
    )
