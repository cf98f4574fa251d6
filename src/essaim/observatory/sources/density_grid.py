"""The density grid: in which of seven classes INSEE puts each commune, from large centres to very dispersed rural."""

from essaim.observatory.language import Text
from essaim.observatory.sources.card import EVERY_YEAR, Column, SourceCard

ID = "density_grid"

CARD = SourceCard(
    id=ID,
    title=Text("Grille communale de densité (sept niveaux)", "Density grid of communes (seven levels)"),
    producer="Insee",
    licence="Licence Ouverte 2.0 (Etalab)",
    page="https://www.insee.fr/fr/information/6439600",
    cadence=EVERY_YEAR,
    regime="open",
    secrecy=Text("Aucune donnée individuelle.", "No individual data."),
    stale_after_days=730,
    patterns=("grille_densite.csv", "grille_densite_*.csv", "densite.csv"),
    # Published as a workbook with several sheets: the sheet of communes is saved as CSV, or taken from a mirror.
    files=(),
    columns=(
        Column("commune", ("insee_com", "CODGEO", "codgeo", "code_commune")),
        Column("level", ("niveau_densite", "LIBDENS", "libdens", "DENS", "dens")),
    ),
)
