"""FLORES by division (A88): finer than the file that makes the denominators, it only limits estimates."""

from essaim.observatory.language import Text
from essaim.observatory.sources import flores

ID = "flores_a88"

CARD = flores.card_of(
    ID,
    Text(
        "Flores, emploi salarié au lieu de travail par division d'activité (A88)",
        "Flores, salaried employment at the workplace by division of activity (A88)",
    ),
    "A88",
)
