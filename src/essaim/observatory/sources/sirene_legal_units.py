"""Sirene, stock of legal units (*unités légales*): who exists, under which legal form, with which ESS flag."""

from essaim.observatory.language import Text
from essaim.observatory.sources.card import Column
from essaim.observatory.sources.sirene import sirene_card

ID = "sirene_legal_units"

# Never loaded: sexe, prenom*, nom*, pseudonyme* (names of natural persons), and caractereEmployeurUniteLegale,
# which INSEE no longer maintains (always null).
CARD = sirene_card(
    ID,
    "StockUniteLegale_utf8",
    "825f4199-cadd-486c-ac46-a65a8ea1a047",
    Text("Sirene, stock des unités légales", "Sirene register, stock of legal units"),
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
    required=True,
)
