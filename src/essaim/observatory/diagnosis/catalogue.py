"""The catalogue of indicators: what each one means, how it is computed, and what to beware of."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from essaim.observatory.language import Text

CHAPTERS = {
    "framing": Text("Le territoire", "The territory"),
    "weight": Text("Poids de l'ESS", "Weight of the ESS"),
    "comparisons": Text("Comparaisons", "Comparisons"),
    "families": Text("Familles juridiques", "Legal families"),
    "sectors": Text("Secteurs d'activité", "Sectors"),
    "sizes": Text("Taille des établissements", "Size of establishments"),
    "fragmentation": Text("Éclatement", "Fragmentation"),
    "dynamics": Text("Évolution", "Change over time"),
    "demography": Text("Créations, cessations, survie", "Births, closures, survival"),
    "zones": Text("Territoires particuliers", "Particular areas"),
    "actors": Text("Acteurs particuliers", "Particular actors"),
    "reconciliation": Text("Pourquoi les chiffres diffèrent", "Why figures differ"),
}


@dataclass(frozen=True)
class Indicator:
    """One entry of the catalogue.

    `unit` is people, establishments, jobs, fte, euros, share, ratio, rank, communes, index or units.
    """

    id: str
    chapter: str
    name: Text
    definition: Text
    formula: str
    unit: str
    sources: tuple[str, ...]
    breakdowns: tuple[str, ...]
    caveat: Text


@cache
def catalogue() -> dict[str, Indicator]:
    """Every indicator by id, in the order of the diagnosis."""
    text = resources.files("essaim.observatory.diagnosis").joinpath("catalogue.toml").read_text("utf-8")
    return {
        id_: Indicator(
            id_,
            entry["chapter"],
            Text(entry["name_fr"], entry["name_en"]),
            Text(entry["definition_fr"], entry["definition_en"]),
            entry["formula"],
            entry["unit"],
            tuple(entry["sources"]),
            tuple(entry.get("breakdowns", [])),
            Text(entry["caveat_fr"], entry["caveat_en"]),
        )
        for id_, entry in tomllib.loads(text).items()
    }
