"""The national list of enterprises approved as ESUS (code du travail, art. L3332-17-1)."""

from essaim.observatory.language import Text
from essaim.observatory.sources.card import OPEN_REGISTER, Column, SourceCard

ID = "esus_list"

CARD = SourceCard(
    id=ID,
    title=Text(
        "Liste nationale des entreprises agréées ESUS",
        "National list of ESUS-approved social-utility enterprises",
    ),
    producer="Direction générale du Trésor",
    licence="Conditions indiquées par le producteur",
    page="https://www.tresor.economie.gouv.fr/banque-assurance-finance/finance-sociale-et-solidaire/liste-nationale-agrements-esus",
    cadence=Text("plusieurs fois par an", "several times a year"),
    regime="open",
    secrecy=OPEN_REGISTER,
    stale_after_days=365,
    patterns=("liste_esus.xlsx", "liste_esus.csv"),
    # The Treasury publishes the workbook behind a page without a stable address: fetched by hand or from a mirror.
    files=(),
    columns=(Column("siren", ("SIREN", "siren", "numero_siren", "N° SIREN")),),
)
