"""What several answers have in common."""

from typing import Annotated, Any, Literal

from ninja import Path
from pydantic import BaseModel, ConfigDict, Field

from essaim.observatory.language import Text
from essaim.web.design.words import tr

Level = Literal["commune", "intercommunality", "departement", "region", "france"]
Perimeter = Literal["strict", "legal", "wide"]
MOST_A_PAGE = 100
LAST_PAGE = 100_000


def told(fr: str, en: str, **more: Any) -> Any:
    """What a field means, in both languages."""
    return Field(description=tr(fr, en), **more)


PERIMETER = told(
    "Définition de l'ESS : strict, legal ou wide (liste de codes « perimeters »).",
    "Definition of the ESS: strict, legal or wide (code list “perimeters”).",
)
PAGE = told("Page demandée, à partir de 1.", "Page asked for, from 1.", ge=1, le=LAST_PAGE)
SIZE = told("Éléments par page.", "Items a page.", ge=1, le=MOST_A_PAGE)


LevelPart = Annotated[Level, Path(description=tr("Niveau du territoire.", "Level of the territory."))]
CodePart = Annotated[
    str, Path(description=tr("Code officiel (Insee, SIREN).", "Official code (Insee, SIREN)."), max_length=12)
]


class Asked(BaseModel):
    """Parameters of a request: an unknown one is refused."""

    model_config = ConfigDict(extra="forbid")


class Paged(Asked):
    page: Annotated[int, PAGE] = 1
    size: Annotated[int, SIZE] = 20


class Both(BaseModel):
    fr: str
    en: str


class Coded(BaseModel):
    code: str
    label: Both


class Links(BaseModel):
    here: Annotated[str, told("Cette page.", "This page.")]
    next: Annotated[str | None, told("Page suivante.", "Next page.")]
    previous: Annotated[str | None, told("Page précédente.", "Previous page.")]


class Listed(BaseModel):
    total: Annotated[int, told("Nombre d'éléments en tout.", "Number of items in all.")]
    page: int
    size: int
    links: Links


class Origin(BaseModel):
    store: Annotated[str, told("Version des données.", "Version of the data.")]
    source: Both
    vintage: Annotated[str, told("Mois des données.", "Month of the data.")]
    licence: str
    synthetic: Annotated[
        bool, told("Vrai pour une démonstration : rien n'est réel.", "True for a demonstration: nothing is real.")
    ]


class Fault(BaseModel):
    field: str
    place: Annotated[str, told("query, path, header ou body.", "query, path, header or body.", alias="in")]
    detail: str
    remedy: str


class ProblemOut(BaseModel):
    """RFC 9457."""

    type: Annotated[str, told("Adresse qui explique ce problème.", "Address that explains this problem.")]
    title: str
    status: int
    detail: str
    remedy: Annotated[str, told("Quoi faire.", "What to do.")]
    instance: str
    errors: Annotated[list[Fault], told("Champ par champ.", "Field by field.")] = []


def both(text: Text) -> Both:
    return Both(fr=text.fr, en=text.en)


def coded(code: str, label: Text) -> Coded:
    return Coded(code=code, label=both(label))
