"""Sirene, stock of establishments (*établissements*): where each legal unit works, in which activity and band."""

from essaim.observatory.language import Text
from essaim.observatory.sources.card import (
    EVERY_MONTH,
    LICENCE_OUVERTE,
    OPEN_REGISTER,
    Column,
    SourceCard,
    SourceFile,
)

ID = "sirene_establishments"

CARD = SourceCard(
    id=ID,
    title=Text("Sirene, stock des établissements", "Sirene register, stock of establishments"),
    producer="Insee",
    licence=LICENCE_OUVERTE,
    page="https://www.data.gouv.fr/datasets/base-sirene-des-entreprises-et-de-leurs-etablissements-siren-siret/",
    cadence=EVERY_MONTH,
    regime="open",
    secrecy=OPEN_REGISTER,
    stale_after_days=62,
    required=True,
    patterns=(
        "StockEtablissement_utf8.parquet",
        "StockEtablissement_utf8.zip",
        "StockEtablissement_utf8.csv",
    ),
    files=(
        SourceFile(
            ID,
            "StockEtablissement_utf8.parquet",
            "https://object.files.data.gouv.fr/data-pipeline-open/siren/stock/StockEtablissement_utf8.parquet",
        ),
        SourceFile(
            ID,
            "StockEtablissement_utf8.zip",
            "https://www.data.gouv.fr/datasets/r/0651fb76-bcf3-4f6a-a38d-bc04fa708576",
        ),
    ),
    columns=(
        Column("siren", ("siren",)),
        Column("siret", ("siret",)),
        Column("diffusion", ("statutDiffusionEtablissement",)),
        Column("created", ("dateCreationEtablissement",), "date"),
        Column("band", ("trancheEffectifsEtablissement",)),
        Column("band_year", ("anneeEffectifsEtablissement",), "integer"),
        Column("head_office", ("etablissementSiege",), "boolean"),
        Column("street_number", ("numeroVoieEtablissement",), required=False),
        Column("street_number_suffix", ("indiceRepetitionEtablissement",), required=False),
        Column("street_kind", ("typeVoieEtablissement",), required=False),
        Column("street", ("libelleVoieEtablissement",), required=False),
        Column("postcode", ("codePostalEtablissement",), required=False),
        Column("commune_code", ("codeCommuneEtablissement",)),
        Column("started", ("dateDebut",), "date"),
        Column("state", ("etatAdministratifEtablissement",)),
        Column("sign", ("enseigne1Etablissement",)),
        Column("usual_name", ("denominationUsuelleEtablissement",)),
        Column("activity", ("activitePrincipaleEtablissement",)),
        Column("nomenclature", ("nomenclatureActivitePrincipaleEtablissement",)),
        Column("employer", ("caractereEmployeurEtablissement",)),
        # Added in 2026 as the last column; two spellings have circulated, and older stocks lack it.
        Column(
            "activity_2025",
            ("activitePrincipaleNAF25Etablissement", "activitePrincipaleNAF25UniteLegale"),
            required=False,
        ),
    ),
)
