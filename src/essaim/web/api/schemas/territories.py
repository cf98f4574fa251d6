"""Territories, their figures, the indicators, the store."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict

from essaim.web.api.schemas.common import PERIMETER, Asked, Both, Level, Listed, Paged, Perimeter, told


class TerritoriesAsked(Paged):
    q: Annotated[
        str,
        told(
            "Nom ou code, sans souci des accents ni d'une faute de frappe.",
            "Name or code, whatever the accents and despite a slip.",
            max_length=80,
            examples=["dijon metropole"],
        ),
    ] = ""
    level: Annotated[Level | None, told("Un seul niveau.", "One level only.")] = None


class FiguresAsked(Asked):
    perimeter: Annotated[Perimeter, PERIMETER] = "strict"
    own: Annotated[
        bool,
        told(
            "Seulement les chiffres du territoire lui-même, sans ceux qu'on met à côté (territoires qui le contiennent,"
            " comparables, parties).",
            "Only the figures of the territory itself, without those set beside it (what holds it, peers, parts).",
        ),
    ] = False


class IndicatorAsked(Asked):
    perimeter: Annotated[Perimeter, PERIMETER] = "strict"


class Place(BaseModel):
    level: Level
    code: Annotated[str, told("Code officiel géographique.", "Official geographic code.")]
    name: str


class TerritorySummary(Place):
    kind: Annotated[str, told("Nature : commune, CC, CA, METRO…", "Kind: commune, CC, CA, METRO…")]
    population: int | None
    address: Annotated[str, told("Ce territoire dans l'API.", "This territory in the API.")]


class Territory(TerritorySummary):
    cog: Annotated[int, told("Année de la géographie officielle.", "Year of the official geography.")]
    belongs_to: Annotated[
        list[Place], told("Ce qui le contient, du plus petit au plus grand.", "What holds it, smallest first.")
    ]
    figures: Annotated[str, told("Ses chiffres dans l'API.", "Its figures in the API.")]
    structures: Annotated[str, told("Ses structures dans l'API.", "Its organisations in the API.")]
    page: Annotated[str, told("Son portrait, pour des lecteurs.", "Its portrait, for readers.")]


class Territories(Listed):
    items: list[TerritorySummary]


class Basis(BaseModel):
    known: Annotated[float, told("Part de l'estimation tirée d'effectifs connus.", "Share from known head counts.")]
    banded: Annotated[float, told("Part tirée de tranches d'effectif.", "Share from head-count bands.")]
    unknown_establishments: int


class Figure(BaseModel):
    """One number, with what is needed to defend it."""

    indicator: Annotated[str, told("Code du catalogue.", "Code of the catalogue.")]
    territory: Place
    breakdown: Annotated[
        dict[str, str], told("Quelle part de l'indicateur, ou {}.", "Which part of the indicator, or {}.")
    ]
    value: Annotated[
        float | None, told("null avec sa raison quand elle manque, jamais 0.", "null with its reason, never 0.")
    ]
    low: Annotated[float | None, told("Bas de l'intervalle à 90 %.", "Low end of the 90% interval.")]
    high: Annotated[float | None, told("Haut de l'intervalle à 90 %.", "High end of the 90% interval.")]
    bound_low: Annotated[float | None, told("Somme des bas de tranches.", "Sum of the low limits of bands.")]
    bound_high: Annotated[float | None, told("Somme des hauts de tranches.", "Sum of the high limits of bands.")]
    unit: str
    kind: Literal["published", "counted", "estimated", "declared"]
    grade: Annotated[Literal["A", "B", "C", "D"] | None, told("Qualité de l'estimation.", "Quality of the estimate.")]
    regime: Annotated[str, told("Ce à quoi ses sources obligent.", "What its sources bind it to.")]
    basis: Basis | None
    period: Annotated[str, told("Ce qu'elle décrit, et quand.", "What it describes, and when.")]
    published: Annotated[str | None, told("Édition la plus récente.", "Newest edition.")]
    cog: int
    computed: str
    denominator: Both | None
    sources: Annotated[list[str], told("Codes de sources de « store ».", "Codes of sources of “store”.")]
    reason: Annotated[Both | None, told("Pourquoi la valeur manque.", "Why the value is missing.")]
    reason_code: str | None
    suppressed_by: str | None


class Source(BaseModel):
    """A data set of the store; other members tell how it was read."""

    model_config = ConfigDict(extra="allow")

    id: str
    title: Both
    producer: str
    licence: str
    page: str
    vintage: str | None
    synthetic: bool
    regime: str


class Scope(BaseModel):
    model_config = ConfigDict(extra="allow")

    level: str
    code: str
    name: str


class Store(BaseModel):
    """What every figure and every structure comes from."""

    version: str
    vintage: Annotated[str, told("Mois des données.", "Month of the data.")]
    cog: int
    perimeter_version: Annotated[str, told("Version des règles de périmètre.", "Version of the perimeter rules.")]
    program: str
    built_at: str
    synthetic: bool
    scope: Annotated[
        Scope | None, told("Territoire auquel il se limite, ou null.", "Territory that it is limited to, or null.")
    ]
    sources: list[Source]
    notice: Both | None = None
    secrecy: Annotated[list[Both], told("Ce qui a été protégé, et pourquoi.", "What was protected, and why.")] = []


class FiguresTerritory(Place):
    kind: str
    cog: int
    population: int | None
    note: Both | None


class Figures(BaseModel):
    territory: FiguresTerritory
    store: Store
    perimeter: Perimeter
    figures: list[Figure]


class Indicator(BaseModel):
    """One entry of the catalogue."""

    code: str
    chapter: str
    name: Both
    definition: Both
    formula: str
    unit: str
    sources: list[str]
    breakdowns: list[str]
    caveat: Both


class Indicators(BaseModel):
    items: list[Indicator]


class Code(BaseModel):
    code: str
    label: Both
    parent: Annotated[str | None, told("Code dont c'est une partie.", "Code that it is a part of.")] = None
    detail: Annotated[Both | None, told("Définition.", "Definition.")] = None


class CodeList(BaseModel):
    name: str
    items: list[Code]
