"""Sirene, history of establishments: the periods through which each one went, open or closed, employer or not.

The commune and the head-count band are not historised: only the state, the names, the activity and the employer flag
are. The start of a period is not an event: 25 December and 1 January 2008 are the days of updates of the register.
"""

from essaim.observatory.language import Text
from essaim.observatory.sources.card import Column
from essaim.observatory.sources.sirene import sirene_card

ID = "sirene_history"
STEM = "StockEtablissementHistorique_utf8"

CARD = sirene_card(
    ID,
    STEM,
    "88fbb6b4-0320-443e-b739-b4376a012c32",
    Text("Sirene, historique des établissements", "Sirene register, history of establishments"),
    columns=(
        Column("siret", ("siret",)),
        Column("started", ("dateDebut",), "date"),
        Column("ended", ("dateFin",), "date"),
        Column("state", ("etatAdministratifEtablissement",)),
        Column("employer", ("caractereEmployeurEtablissement",), required=False),
    ),
)
