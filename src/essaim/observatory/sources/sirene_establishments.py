"""Sirene, stock of establishments (*établissements*): where each legal unit works, in which activity and band."""

from essaim.observatory.language import Text
from essaim.observatory.sources.card import Column
from essaim.observatory.sources.sirene import sirene_card

ID = "sirene_establishments"

CARD = sirene_card(
    ID,
    "StockEtablissement_utf8",
    "0651fb76-bcf3-4f6a-a38d-bc04fa708576",
    Text("Sirene, stock des établissements", "Sirene register, stock of establishments"),
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
    required=True,
)
