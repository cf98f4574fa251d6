"""One page for an elected official: six numbers, what to remember, and what must be said with them."""

from typing import Any

from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.language import Language, Text
from essaim.observatory.report.document import identity, key_figures, picture
from essaim.observatory.report.drawings import drawings
from essaim.observatory.report.sentences import sentences, takeaways

MOST_TAKEAWAYS, MOST_CHARTS = 9, 2
POSTS = Text(
    "Les postes sont estimés d'après les tranches d'effectif de Sirene ; un poste n'est pas une personne.",
    "Posts are estimated from the head-count bands of Sirene; a post is not a person.",
)
NO_SCORE = Text(
    "Un rang n'est pas une note : des intervalles qui se touchent ne départagent pas deux territoires.",
    "A rank is not a mark: intervals that touch do not tell two territories apart.",
)


def summary(diagnosis: Diagnosis, language: Language) -> dict[str, Any]:
    """Plain values in one language, as `document` gives them; whatever the territory lacks is left out."""
    drawn = drawings(diagnosis, language)
    charts = [drawn[chapter][0] for chapter in ("comparisons", "families", "weight") if chapter in drawn]
    cautions = [one.in_(language) for one in (POSTS, NO_SCORE, *sentences(diagnosis, "reconciliation"))]
    remembered = [one for one in takeaways(diagnosis, language) if one["text"] not in cautions]
    return identity(diagnosis, language) | {
        "key_figures": key_figures(diagnosis, language),
        "takeaways": remembered[:MOST_TAKEAWAYS],
        "charts": [picture(chart, language) for chart in charts[:MOST_CHARTS]],
        "cautions": cautions,
    }
