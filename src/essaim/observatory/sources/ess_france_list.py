"""The list of ESS enterprises kept by ESS France and the regional chambers (loi n° 2014-856, art. 6)."""

from datetime import date

from essaim.observatory.language import Text
from essaim.observatory.sources.card import OPEN_REGISTER, Column, SourceCard, SourceFile

ID = "ess_france_list"

CARD = SourceCard(
    id=ID,
    title=Text("Liste des entreprises de l'ESS", "List of ESS enterprises"),
    producer="ESS France",
    licence="Conditions indiquées par le producteur",
    page="https://www.data.gouv.fr/datasets/liste-des-entreprises-de-less/",
    cadence=Text("non actualisée depuis le 20 novembre 2023", "not refreshed since 20 November 2023"),
    regime="open",
    secrecy=OPEN_REGISTER,
    stale_after_days=36_500,  # it is known not to be refreshed: saying "stale" at each run would teach nothing
    fixed_vintage=date(2023, 11, 20),
    patterns=("liste_ess_france.csv", "liste_ess_france.zip"),
    files=(
        SourceFile(
            ID,
            "liste_ess_france.csv",
            "https://www.data.gouv.fr/datasets/r/57bc99ca-0432-4b46-8fcc-e76a35c9efaf",
        ),
    ),
    columns=(
        Column("siren", ("SIREN", "siren")),
        Column(
            "family_label",
            ("Famille juridique de l'entreprise", "Famille juridique de l’entreprise"),
            required=False,
        ),
    ),
)
