"""ESS posts by région and family, as INSEE publishes them: totals that estimates are calibrated to.

INSEE's tables are workbooks whose layout changes from one edition to the next ("L'économie sociale", by région): the
few numbers that matter are copied into this small file, with their year.
"""

from essaim.observatory.language import Text
from essaim.observatory.sources.card import EVERY_YEAR, Column, SourceCard

ID = "ess_margins"

CARD = SourceCard(
    id=ID,
    title=Text(
        "Postes de l'économie sociale par région et famille", "Posts of the social economy by région and family"
    ),
    producer="Insee",
    licence="Réutilisation libre, mention « Insee »",
    page="https://www.insee.fr/fr/statistiques/7636531",
    cadence=EVERY_YEAR,
    regime="open",
    secrecy=Text(
        "Tableau publié, déjà protégé : une cellule non diffusée reste vide.",
        "A published table, already protected: an unpublished cell stays empty.",
    ),
    stale_after_days=1460,
    patterns=("marges_ess.csv", "marges_ess_*.csv"),
    files=(),
    columns=(
        Column("region", ("region", "code_region", "reg")),
        Column("family", ("famille", "family")),
        Column("year", ("annee", "year"), "integer"),
        Column("posts", ("postes", "posts", "effectifs"), "number"),
    ),
)
