"""What a structure received from public bodies: amounts with what they mean, and only the sums that mean something."""

from typing import Annotated

from pydantic import BaseModel

from essaim.observatory.directory.received import Contract, Subsidy
from essaim.web.api.schemas.common import told


class Received(BaseModel):
    contracts: Annotated[
        list[Contract],
        told(
            "Montant du marché entier, en euros HT ; « amount_kind » dit s'il est celui de la structure (whole).",
            "Amount of the whole contract, in euros, excl. tax; “amount_kind” says if it is the structure's (whole).",
        ),
    ]
    subsidies: Annotated[
        list[Subsidy],
        told(
            "« received » est la part de la structure, en euros ; « nature » : cash, in_kind, both ou untold.",
            "“received” is the structure's part, in euros; “nature”: cash, in_kind, both or untold.",
        ),
    ]
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
