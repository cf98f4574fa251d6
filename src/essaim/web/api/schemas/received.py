"""What a structure received from public bodies: amounts with what they mean, and only the sums that mean something."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel

from essaim.web.api.schemas.common import told


class Contract(BaseModel):
    uid: str
    buyer: str | None
    buyer_siren: str | None
    object: str | None
    cpv: str | None
    months: int | None
    notified: date | None
    updated: date | None
    amount: Annotated[
        float | None, told("Du marché entier, en euros HT.", "Of the whole contract, in euros, excl. tax.")
    ]
    amount_kind: Annotated[
        str,
        told(
            "whole : le sien ; shared, ceiling, disputed, symbolic, fictitious, missing : non additionné.",
            "whole: its own; shared, ceiling, disputed, symbolic, fictitious, missing: not added up.",
        ),
    ]
    holders: int
    framework: bool
    of_framework: bool
    reserved: bool


class Subsidy(BaseModel):
    reference: str | None
    grantor: str | None
    grantor_siren: str | None
    object: str | None
    granted: date | None
    year: int | None
    nature: Annotated[str, told("cash, in_kind, both ou untold.", "cash, in_kind, both or untold.")]
    amount: float
    part: float | None
    received: float


class Received(BaseModel):
    contracts: list[Contract]
    subsidies: list[Subsidy]
    awarded: Annotated[
        float,
        told(
            "Somme des marchés dont la structure est seule titulaire, en euros HT.",
            "Sum of the contracts of which it is the sole holder, in euros, excl. tax.",
        ),
    ]
    granted: Annotated[
        float, told("Somme des subventions en argent, en euros.", "Sum of the subsidies in money, in euros.")
    ]
