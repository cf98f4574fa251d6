"""What happened to structures between two versions of the store."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel

from essaim.web.api.schemas.common import Coded, Listed, Paged, told


class ChangesAsked(Paged):
    territory: Annotated[str, told("niveau:code.", "level:code.", max_length=40)] = ""
    kind: Annotated[str, told("Liste de codes « changes ».", "Code list “changes”.", max_length=40)] = ""
    key: Annotated[
        str,
        told(
            "D'une seule structure.",
            "Of one organisation only.",
            max_length=80,
            pattern=r"^([0-9]{9}|local-[a-z0-9-]+)?$",
        ),
    ] = ""


class Change(BaseModel):
    """One thing that happened; `before` and `after` are codes, addresses or names, as the kind has it."""

    kind: Coded
    key: Annotated[str, told("SIREN de la structure.", "SIREN of the organisation.")]
    siret: Annotated[str | None, told("L'établissement concerné.", "The place of work concerned.")]
    name: Annotated[str | None, told("null quand il n'est pas diffusé.", "null where it is withheld.")]
    family: Coded | None
    before: str | None
    after: str | None
    on: Annotated[date | None, told("Jour que dit le répertoire.", "Day that the register tells.")]
    cause: Annotated[
        Coded,
        told(
            "Ce qui l'explique : les données, une règle, la géographie…", "What explains it: data, a rule, geography…"
        ),
    ]
    store: Annotated[str, told("Version qui l'a montré.", "Version that showed it.")]
    page: str


class Changes(Listed):
    items: list[Change]
