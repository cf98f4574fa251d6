"""Open data sets: one module each, with its card; then how they are downloaded, found, opened and staged."""

from essaim.observatory.sources import (
    contours,
    density_grid,
    ess_france_list,
    ess_margins,
    esus_list,
    flores,
    siae,
    sirene_establishments,
    sirene_geolocation,
    sirene_history,
    sirene_legal_units,
)
from essaim.observatory.sources.card import SourceCard

CARDS: dict[str, SourceCard] = {
    module.ID: module.CARD
    for module in (
        sirene_legal_units,
        sirene_establishments,
        sirene_geolocation,
        sirene_history,
        ess_france_list,
        esus_list,
        siae,
        flores,
        density_grid,
        ess_margins,
        contours,
    )
}

__all__ = ["CARDS", "SourceCard"]
