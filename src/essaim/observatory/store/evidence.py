"""What a store knows of a legal unit, for lists that bring only a SIREN."""

from pathlib import Path

from essaim.observatory.perimeter.listing import KnownUnits
from essaim.observatory.store.reader import open_store

VINTAGED = ("sirene_legal_units", "ess_france_list", "esus_list", "siae")


def evidence_in(path: Path) -> KnownUnits:
    """The legal units of a store, as evidence for `classify`: a unit that it lacks has no sign of being in the ESS."""
    with open_store(path) as store:
        rows = store.rows(
            "select siren, name, legal_form, activity, nomenclature, insee_flag, in_ess_france, in_esus, siae_kinds"
            " from legal_units"
        )
        sources = {source["id"]: source for source in store.manifest["sources"]}
    vintages = {name: quoted(sources[name]["vintage"], name) for name in VINTAGED if name in sources}
    return KnownUnits({row[0]: row[1:] for row in rows}, vintages, complete=store.manifest["scope"] is None)


def quoted(vintage: str | None, source: str) -> str | None:
    """A vintage as it is quoted: the month for a register, the day for a list."""
    if vintage is None:
        return None
    return vintage[:7] if source.startswith("sirene") else vintage
