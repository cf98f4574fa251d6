"""Sirene, stock of legal units (*unités légales*): who exists, under which legal form, with which ESS flag."""

from essaim.observatory.language import Text
from essaim.observatory.sources.card import (
    EVERY_MONTH,
    LICENCE_OUVERTE,
    OPEN_REGISTER,
    Column,
    SourceCard,
    SourceFile,
)

ID = "sirene_legal_units"

# Never loaded: sexe, prenom*, nom*, pseudonyme* (names of natural persons), and caractereEmployeurUniteLegale,
# which INSEE no longer maintains (always null).
CARD = SourceCard(
    id=ID,
    title=Text("Sirene, stock des unités légales", "Sirene register, stock of legal units"),
    producer="Insee",
    licence=LICENCE_OUVERTE,
    page="https://www.data.gouv.fr/datasets/base-sirene-des-entreprises-et-de-leurs-etablissements-siren-siret/",
    cadence=EVERY_MONTH,
    regime="open",
    secrecy=OPEN_REGISTER,
    stale_after_days=62,
    required=True,
    patterns=("StockUniteLegale_utf8.parquet", "StockUniteLegale_utf8.zip", "StockUniteLegale_utf8.csv"),
    files=(
        SourceFile(
            ID,
            "StockUniteLegale_utf8.parquet",
            "https://object.files.data.gouv.fr/data-pipeline-open/siren/stock/StockUniteLegale_utf8.parquet",
        ),
        SourceFile(
            ID,
            "StockUniteLegale_utf8.zip",
            "https://www.data.gouv.fr/datasets/r/825f4199-cadd-486c-ac46-a65a8ea1a047",
        ),
    ),
    columns=(
        Column("siren", ("siren",)),
        Column("diffusion", ("statutDiffusionUniteLegale",)),
        Column("created", ("dateCreationUniteLegale",), "date"),
        Column("acronym", ("sigleUniteLegale",)),
        Column("association_id", ("identifiantAssociationUniteLegale",), required=False),
        Column("band", ("trancheEffectifsUniteLegale",)),
        Column("state", ("etatAdministratifUniteLegale",)),
        Column("started", ("dateDebut",), "date"),
        Column("name", ("denominationUniteLegale",)),
        Column("legal_form", ("categorieJuridiqueUniteLegale",), "integer"),
        Column("activity", ("activitePrincipaleUniteLegale",)),
        Column("nomenclature", ("nomenclatureActivitePrincipaleUniteLegale",)),
        Column("insee_flag", ("economieSocialeSolidaireUniteLegale",)),
    ),
)
