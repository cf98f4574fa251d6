"""Sirene, positions of establishments for statistical studies."""

from essaim.observatory.language import Text
from essaim.observatory.sources.card import (
    EVERY_MONTH,
    LICENCE_OUVERTE,
    OPEN_REGISTER,
    Column,
    SourceCard,
    SourceFile,
)

ID = "sirene_geolocation"
STEM = "GeolocalisationEtablissement_Sirene_pour_etudes_statistiques_utf8"

CARD = SourceCard(
    id=ID,
    title=Text(
        "Géolocalisation des établissements du répertoire Sirene pour les études statistiques",
        "Positions of the establishments of the Sirene register, for statistical studies",
    ),
    producer="Insee",
    licence=LICENCE_OUVERTE,
    page="https://www.data.gouv.fr/datasets/geolocalisation-des-etablissements-du-repertoire-sirene-pour-les-etudes-statistiques/",
    cadence=EVERY_MONTH,
    regime="open_partial",
    secrecy=OPEN_REGISTER,
    stale_after_days=93,
    patterns=(f"{STEM}.parquet", f"{STEM}.zip", f"{STEM}.csv"),
    files=(
        SourceFile(
            ID,
            f"{STEM}.parquet",
            f"https://object.files.data.gouv.fr/data-pipeline-open/siren/geoloc/{STEM}.parquet",
        ),
        SourceFile(ID, f"{STEM}.zip", "https://www.data.gouv.fr/datasets/r/ba6a4e4c-aac6-4764-bbd2-f80ae345afc5"),
    ),
    delimiter=";",  # the only Sirene file that is not separated by commas
    columns=(
        Column("siret", ("siret",)),
        Column("longitude", ("x_longitude",), "number"),
        Column("latitude", ("y_latitude",), "number"),
        Column("quality", ("qualite_xy",)),
        Column("priority_district", ("plg_qp24", "plg_qp15"), required=False),
    ),
)
