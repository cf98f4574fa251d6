"""Open data sets: one module each, with its card; then how they are downloaded, found, opened and staged."""

from essaim.observatory.secrecy.rules import Regime
from essaim.observatory.sources import (
    contours,
    decp,
    density_grid,
    employment_zones,
    ess_france_list,
    ess_margins,
    esus_list,
    flores,
    flores_a88,
    rna,
    scdl_subsidies,
    siae,
    sirene_establishments,
    sirene_geolocation,
    sirene_history,
    sirene_legal_units,
    urssaf_ess,
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
        flores_a88,
        employment_zones,
        density_grid,
        ess_margins,
        urssaf_ess,
        contours,
        rna,
        decp,
        scdl_subsidies,
    )
}


def regime_of(source: str) -> Regime:
    """What binds a figure computed from a source; the tables that the package brings, which have no card, are open."""
    return CARDS[source].regime if source in CARDS else "open"


__all__ = ["CARDS", "SourceCard", "regime_of"]
