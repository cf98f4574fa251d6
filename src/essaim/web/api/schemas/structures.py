"""Structures, and what people added to them."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Path
from pydantic import BaseModel

from essaim.web.api.schemas.common import Asked, Both, Coded, Listed, Origin, Paged, Perimeter, told
from essaim.web.api.schemas.received import Received
from essaim.web.design.words import tr

MOST_VALUES = 40
Codes = list[str]
Key = Annotated[
    str,
    Path(
        description=tr("SIREN, ou clé local-….", "SIREN, or key local-…."),
        max_length=80,
        pattern=r"^([0-9]{9}|local-[a-z0-9-]+)$",
    ),
]


class StructureFilters(Asked):
    """The filters of the directory's list. Values of one add up (or); filters narrow one another (and)."""

    q: Annotated[str, told("Nom, activité ou besoin, en mots.", "Name, trade or need, in words.", max_length=160)] = ""
    territory: Annotated[
        str,
        told(
            "niveau:code, par exemple intercommunality:242100410.",
            "level:code, for instance intercommunality:242100410.",
            max_length=40,
            examples=["intercommunality:242100410"],
        ),
    ] = ""
    commune: Annotated[Codes, told("Codes INSEE.", "INSEE codes.", max_length=MOST_VALUES)] = []
    family: Annotated[Codes, told("Liste de codes « families ».", "Code list “families”.", max_length=MOST_VALUES)] = []
    sector: Annotated[Codes, told("Liste de codes « sectors ».", "Code list “sectors”.", max_length=MOST_VALUES)] = []
    need: Annotated[Codes, told("Liste de codes « needs ».", "Code list “needs”.", max_length=MOST_VALUES)] = []
    label: Annotated[Codes, told("Liste de codes « labels ».", "Code list “labels”.", max_length=MOST_VALUES)] = []
    headcount: Annotated[
        Codes, told("Liste de codes « headcounts ».", "Code list “headcounts”.", max_length=MOST_VALUES)
    ] = []
    mark: Annotated[Codes, told("Liste de codes « marks ».", "Code list “marks”.", max_length=MOST_VALUES)] = []
    received: Annotated[
        Codes, told("Liste de codes « received ».", "Code list “received”.", max_length=MOST_VALUES)
    ] = []
    zone: Annotated[
        str,
        told(
            "Établissements placés entre ouest,sud,est,nord (degrés).",
            "Places of work placed within west,south,east,north (degrees).",
            max_length=80,
        ),
    ] = ""
    perimeter: Annotated[
        Perimeter,
        told("Définition de l'ESS ; la plus large par défaut.", "Definition of the ESS; the widest by default."),
    ] = "wide"
    employers_only: Annotated[bool, told("Seulement les employeurs.", "Employers only.")] = False
    names_only: Annotated[bool, told("Ne lire « q » que comme un nom.", "Read “q” as a name only.")] = False


class StructuresAsked(StructureFilters, Paged):
    sort: Annotated[
        Literal["relevance", "size", "age", "newest", "name"],
        told("Ordre, toujours le même pour une version des données.", "Order, always the same for one version."),
    ] = "relevance"
    facets: Annotated[
        bool, told("Compter aussi les structures de chaque filtre.", "Count the organisations of each filter too.")
    ] = False


class Named(BaseModel):
    code: str | None
    name: str


class Establishment(BaseModel):
    """A place of work; name, address and position are null under partial diffusion."""

    siret: str | None
    name: str | None
    address: str | None
    postcode: str | None
    commune: Named
    intercommunality: str | None
    departement: str
    region: str
    activity: Coded | None
    headcount_band: str
    employer: bool
    created: date | None
    head_office: bool
    diffusible: bool
    longitude: Annotated[float | None, told("WGS 84, degrés.", "WGS 84, degrees.")]
    latitude: float | None
    approximate: Annotated[bool, told("Position de la commune.", "Position of the commune.")]


class Exchange(BaseModel):
    """An offer or a want, in the shape of Murmurations."""

    title: str
    item_type: str
    transaction_type: str
    description: str
    tags: list[str]
    details_url: str
    geographic_scope: str
    expires_at: str


class GrantedLabel(BaseModel):
    name: str
    criteria: str
    granted_by: str
    granted_on: date
    expires_on: date | None


class Freshness(BaseModel):
    confirmed_at: datetime | None
    score: Annotated[int, told("Sur 100.", "Of 100.")]


class Additions(BaseModel):
    """What people wrote beside the register; blank where nobody said anything."""

    description: Annotated[str, told("HTML sûr.", "Harmless HTML.")]
    offers: list[Exchange]
    wants: list[Exchange]
    area: Annotated[list[str], told("Zone d'intervention : niveau:code.", "Area served: level:code.")]
    website: str
    opening: str
    accessibility: list[Coded]
    status: Coded | None
    labels: Annotated[list[GrantedLabel], told("Accordés par des collectivités.", "Granted by authorities.")]
    speaks_for_itself: Annotated[
        bool, told("La structure tient elle-même sa fiche.", "The organisation keeps its own sheet.")
    ]
    freshness: Freshness


class Contact(BaseModel):
    """Professional, published with consent."""

    name: str
    role: str
    email: str
    phone: str


class Added(BaseModel):
    """The authority that let in an actor that registers lack, the day, and what people say that it is."""

    by: str
    on: date
    kind: Coded


class Structure(BaseModel):
    """A legal unit of the ESS with at least one active place of work."""

    key: Annotated[str, told("SIREN, ou local-… pour un acteur ajouté.", "SIREN, or local-… for an added actor.")]
    siren: str | None
    name: Annotated[
        str | None, told("null quand le répertoire ne le diffuse pas.", "null where the register withholds it.")
    ]
    acronym: str | None
    legal_form: Coded | None
    family: Coded | None
    subfamily: Coded | None
    activity: Annotated[Coded | None, told("NAF rév. 2.", "NAF rev. 2.")]
    headcount_band: Annotated[str, told("Tranche d'effectif de l'Insee.", "Head-count band of Insee.")]
    created: date | None
    rna: str | None
    labels: list[Coded]
    diffusible: Annotated[bool, told("Faux sous diffusion partielle.", "False under partial diffusion.")]
    places: Annotated[int, told("Établissements actifs.", "Active establishments.")]
    head_office: Establishment
    added: Annotated[
        Added | None,
        told("Pour un acteur que les registres n'ont pas.", "For an actor that registers lack."),
    ]
    additions: Additions | None
    page: Annotated[str, told("Sa page, pour des lecteurs.", "Its page, for readers.")]
    address: Annotated[str, told("Elle dans l'API.", "It in the API.")]


class Proof(BaseModel):
    """One thing known about its place in the ESS, for or against, with the data set that says so."""

    statement: Both
    source: Both
    page: str
    vintage: Annotated[str | None, told("Date du jeu de données.", "Date of the data set.")]
    ground: Annotated[str, told("Texte qui le fonde.", "Text that it stands on.")]
    holds: bool


class StructureDetail(Structure):
    perimeters: Annotated[list[Perimeter], told("Définitions qui la contiennent.", "Definitions that hold it.")]
    conclusion: Both
    evidence: list[Proof]
    needs: list[Coded]
    establishments: list[Establishment]
    contact: Contact | None
    received: Annotated[
        Received,
        told(
            "Marchés et subventions publiés ; les seuils de publication en omettent.",
            "Contracts and subsidies as published; thresholds of publication leave some out.",
        ),
    ]
    sheet_version: Annotated[
        int,
        told("Version de la fiche, à rendre avec une révision.", "Version of the sheet, to give back with a revision."),
    ]
    origin: Origin


class Structures(Listed):
    items: list[Structure]
    corrections: Annotated[dict[str, str], told("Mots lus autrement qu'écrits.", "Words read otherwise than typed.")]
    facets: Annotated[dict[str, dict[str, int]] | None, told("Si « facets » est demandé.", "If “facets” is asked for.")]
    page_for_people: Annotated[str, told("La même liste dans l'annuaire.", "The same list in the directory.")]
    origin: Origin


class Properties(BaseModel):
    siret: str
    name: str | None
    family: str
    activity: str
    band: str
    where: str
    page: str


class Point(BaseModel):
    type: Literal["Point"]
    coordinates: Annotated[list[float], told("Longitude, latitude.", "Longitude, latitude.")]


class Feature(BaseModel):
    type: Literal["Feature"]
    geometry: Point
    properties: Properties


class Points(BaseModel):
    """GeoJSON (RFC 7946)."""

    type: Literal["FeatureCollection"]
    essaim: Annotated[dict[str, str | bool], told("D'où viennent ces points.", "Where these points come from.")]
    features: list[Feature]
