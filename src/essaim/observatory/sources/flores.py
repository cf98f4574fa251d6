"""FLORES: every salaried job by workplace, the denominator of the weight of the ESS."""

from essaim.observatory.language import Text
from essaim.observatory.sources.card import EVERY_YEAR, Column, SourceCard, SourceFile

ID = "flores"
ADDRESS = "https://api.insee.fr/melodi/file/DS_FLORES_{level}/DS_FLORES_{level}_2024_CSV_FR"

CARD = SourceCard(
    id=ID,
    title=Text(
        "Flores, emploi salarié au lieu de travail (postes au 31 décembre)",
        "Flores, salaried employment at the workplace (posts on 31 December)",
    ),
    producer="Insee",
    licence="Réutilisation libre, mention « Insee, Flores »",
    page="https://www.insee.fr/fr/statistiques/8266010",
    cadence=EVERY_YEAR,
    regime="open",
    secrecy=Text(
        "Secret statistique des entreprises : une cellule non diffusée (statut K) reste vide et se propage aux figures "
        "obtenues par différence.",
        "Business statistical secrecy: an unpublished cell (status K) stays empty and propagates to figures obtained "
        "by difference.",
    ),
    stale_after_days=730,
    patterns=(
        "DS_FLORES_A17_*.zip",
        "DS_FLORES_A17_*_data.csv",
        "DS_FLORES_A5_*.zip",
        "DS_FLORES_A5_*_data.csv",
    ),
    files=(
        SourceFile(ID, "DS_FLORES_A17_2024_CSV_FR.zip", ADDRESS.format(level="A17")),
        SourceFile(ID, "DS_FLORES_A5_2024_CSV_FR.zip", ADDRESS.format(level="A5")),
    ),
    delimiter=";",
    columns=(
        Column("area", ("GEO",)),
        Column("area_kind", ("GEO_OBJECT",)),
        Column("activity", ("ACTIVITY",)),
        Column("band", ("NUMBER_EMPL",), required=False),  # absent from the A88 file
        Column("legal_form_group", ("LEGAL_FORM_WITH_PUBLIC",), required=False),
        Column("measure", ("FLORES_MEASURE",)),
        Column("status", ("OBS_STATUS",), required=False),
        Column("year", ("TIME_PERIOD",), "integer"),
        Column("value", ("OBS_VALUE",), "number"),
    ),
)
