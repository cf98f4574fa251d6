"""Sirene, positions of establishments for statistical studies."""

from essaim.observatory.language import Text
from essaim.observatory.sources.card import Column
from essaim.observatory.sources.sirene import sirene_card

ID = "sirene_geolocation"
STEM = "GeolocalisationEtablissement_Sirene_pour_etudes_statistiques_utf8"

CARD = sirene_card(
    ID,
    STEM,
    "ba6a4e4c-aac6-4764-bbd2-f80ae345afc5",
    Text(
        "Géolocalisation des établissements du répertoire Sirene pour les études statistiques",
        "Positions of the establishments of the Sirene register, for statistical studies",
    ),
    columns=(
        Column("siret", ("siret",)),
        Column("longitude", ("x_longitude",), "number"),
        Column("latitude", ("y_latitude",), "number"),
        Column("quality", ("qualite_xy",)),
        Column("priority_district", ("plg_qp24", "plg_qp15"), required=False),
    ),
    folder="geoloc",
    page="https://www.data.gouv.fr/datasets/geolocalisation-des-etablissements-du-repertoire-sirene-pour-les-etudes-statistiques/",
    regime="open_partial",
    stale_after_days=93,
    delimiter=";",  # the only Sirene file that is not separated by commas
)
