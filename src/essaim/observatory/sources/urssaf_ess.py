"""Urssaf: employees and payroll of private employers by région, ESS family and year, a row for each division.

The field is that of the general scheme: no agriculture, no public employer, no Mayotte; employees are the mean of the
year, which posts on 31 December are not. The two are never added nor chained (open.urssaf.fr).
"""

from essaim.observatory.language import Text
from essaim.observatory.sources.card import EVERY_YEAR, Column, SourceCard, SourceFile

ID = "urssaf_ess"
DATASET = "nombre-etab-effectifs-salaries-et-masse-salariale-ess-regions-x-na88"

CARD = SourceCard(
    id=ID,
    title=Text(
        "Établissements, effectifs et masse salariale du privé par région et famille de l'ESS",
        "Establishments, employees and payroll of the private sector by région and ESS family",
    ),
    producer="Urssaf",
    licence="ODbL 1.0",
    page=f"https://open.urssaf.fr/explore/dataset/{DATASET}/",
    cadence=EVERY_YEAR,
    regime="open",
    secrecy=Text(
        "Tableau publié, déjà protégé : une cellule vide n'est pas diffusée, et l'année n'est alors pas sommée.",
        "A published table, already protected: an empty cell is withheld, and its year is then not added up.",
    ),
    stale_after_days=800,
    patterns=("urssaf_ess_regions.csv", f"{DATASET}.csv"),
    files=(
        SourceFile(
            ID,
            "urssaf_ess_regions.csv",
            f"https://open.urssaf.fr/api/explore/v2.1/catalog/datasets/{DATASET}/exports/csv",
        ),
    ),
    columns=(
        Column("region", ("code_region", "Code région", "code_reg")),
        Column("family", ("famille_ess", "Famille ESS")),
        Column("year", ("annee", "Année"), "integer"),
        Column("employees", ("effectifs_salaries_moyens", "Effectifs salariés moyens"), "number"),
        Column("payroll", ("masse_salariale", "Masse salariale"), "number"),
    ),
    delimiter=";",
)
