"""Employment zones: which of the zones of 2020 INSEE puts each commune in, in the geography of the year of the file."""

from essaim.observatory.language import Text
from essaim.observatory.sources.card import EVERY_YEAR, LICENCE_OUVERTE, Column, SourceCard, SourceFile

ID = "employment_zones"

CARD = SourceCard(
    id=ID,
    title=Text("Zones d'emploi 2020 (composition communale)", "Employment zones 2020 (communes of each)"),
    producer="Insee",
    licence=LICENCE_OUVERTE,
    page="https://www.insee.fr/fr/information/4652957",
    cadence=EVERY_YEAR,
    regime="open",
    secrecy=Text("Aucune donnée individuelle.", "No individual data."),
    stale_after_days=2_190,  # zones are drawn every ten years; communes that merged since are followed
    patterns=(
        "ZE2020_au_*.zip",
        "ZE2020_au_*.xlsx",
        "ZE2020_au_*.csv",
        "table-appartenance-geo-communes-*.zip",
        "table-appartenance-geo-communes-*.xlsx",
    ),
    files=(
        SourceFile(
            ID,
            "ZE2020_au_01-01-2022.zip",
            "https://www.insee.fr/fr/statistiques/fichier/4652957/ZE2020_au_01-01-2022.zip",
        ),
    ),
    columns=(
        Column("commune", ("CODGEO",)),
        Column("zone", ("ZE2020",)),
        Column("name", ("LIBZE2020",), required=False),
    ),
)
