"""Work-integration structures (SIAE), adapted companies (EA) and sheltered workshops (ESAT), by establishment."""

from essaim.observatory.language import Text
from essaim.observatory.sources.card import OPEN_REGISTER, Column, SourceCard

ID = "siae"

CARD = SourceCard(
    id=ID,
    title=Text(
        "Structures d'insertion par l'activité économique et du secteur adapté et protégé",
        "Work-integration structures, adapted companies and sheltered workshops",
    ),
    producer="Plateforme de l'inclusion (Marché de l'inclusion, Emplois de l'inclusion)",
    licence="Conditions d'utilisation de l'interface de programmation",
    page="https://lemarche.inclusion.beta.gouv.fr/",
    cadence=Text("continue", "continuous"),
    regime="open",
    secrecy=OPEN_REGISTER,
    stale_after_days=365,
    patterns=("siae.csv", "siae_*.csv"),
    # Both interfaces need a token of the authority: the export is placed in the folder by hand or from a mirror.
    files=(),
    columns=(
        Column("siret", ("siret", "SIRET")),
        Column("kind", ("kind", "type", "Type")),
    ),
)
