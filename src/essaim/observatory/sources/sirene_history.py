"""Sirene, history of establishments: the periods through which each one went, open or closed, employer or not.

The commune and the head-count band are not historised: only the state, the names, the activity and the employer flag
are. The start of a period is not an event: 25 December and 1 January 2008 are the days of updates of the register.
"""

from essaim.observatory.language import Text
from essaim.observatory.sources.card import (
    EVERY_MONTH,
    LICENCE_OUVERTE,
    OPEN_REGISTER,
    Column,
    SourceCard,
    SourceFile,
)

ID = "sirene_history"
STEM = "StockEtablissementHistorique_utf8"

CARD = SourceCard(
    id=ID,
    title=Text("Sirene, historique des établissements", "Sirene register, history of establishments"),
    producer="Insee",
    licence=LICENCE_OUVERTE,
    page="https://www.data.gouv.fr/datasets/base-sirene-des-entreprises-et-de-leurs-etablissements-siren-siret/",
    cadence=EVERY_MONTH,
    regime="open",
    secrecy=OPEN_REGISTER,
    stale_after_days=62,
    patterns=(f"{STEM}.parquet", f"{STEM}.zip", f"{STEM}.csv"),
    files=(
        SourceFile(
            ID,
            f"{STEM}.parquet",
            f"https://object.files.data.gouv.fr/data-pipeline-open/siren/stock/{STEM}.parquet",
        ),
        SourceFile(
            ID,
            f"{STEM}.zip",
            "https://www.data.gouv.fr/datasets/r/88fbb6b4-0320-443e-b739-b4376a012c32",
        ),
    ),
    columns=(
        Column("siret", ("siret",)),
        Column("started", ("dateDebut",), "date"),
        Column("ended", ("dateFin",), "date"),
        Column("state", ("etatAdministratifEtablissement",)),
        Column("employer", ("caractereEmployeurEtablissement",), required=False),
    ),
)
