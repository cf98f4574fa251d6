"""FLORES: every salaried job by workplace, the denominator of the weight of the ESS."""

from essaim.observatory.language import Text
from essaim.observatory.sources.card import EVERY_YEAR, Column, SourceCard, SourceFile

ID = "flores"
ADDRESS = "https://api.insee.fr/melodi/file/DS_FLORES_{level}/DS_FLORES_{level}_2024_CSV_FR"


def card_of(source: str, title: Text, *levels: str) -> SourceCard:
    """The card of the files of some nomenclature levels, the first one preferred: INSEE makes one file of each."""
    return SourceCard(
        id=source,
        title=title,
        producer="Insee",
        licence="Réutilisation libre, mention « Insee, Flores »",
        page="https://www.insee.fr/fr/statistiques/8266010",
        cadence=EVERY_YEAR,
        regime="open",
        secrecy=Text(
            "Secret statistique des entreprises : une cellule non diffusée (statut K) reste vide et se propage aux "
            "figures obtenues par différence.",
            "Business statistical secrecy: an unpublished cell (status K) stays empty and propagates to figures "
            "obtained by difference.",
        ),
        stale_after_days=730,
        patterns=tuple(
            pattern.format(level=level)
            for level in levels
            for pattern in ("DS_FLORES_{level}_*.zip", "DS_FLORES_{level}_*_data.csv")
        ),
        files=tuple(
            SourceFile(source, f"DS_FLORES_{level}_2024_CSV_FR.zip", ADDRESS.format(level=level)) for level in levels
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


CARD = card_of(
    ID,
    Text(
        "Flores, emploi salarié au lieu de travail (postes au 31 décembre)",
        "Flores, salaried employment at the workplace (posts on 31 December)",
    ),
    "A17",
    "A5",
)
