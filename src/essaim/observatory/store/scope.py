"""A small store: one territory in detail, and everything that it is compared with."""

from pathlib import Path

from essaim.observatory.reference.geography import Territory
from essaim.observatory.store.engine import Engine
from essaim.observatory.store.models import Model

PRESENT = " semi join (select siren from establishments where {inside}) AS present on present.siren = "
# Only these are large; every other table is kept whole, so that ranks and comparisons stay those of France.
IN_TERRITORY = {
    "cube": "select cube.* from cube where {inside}",
    "establishments": "select establishments.* from establishments where {inside}",
    # Those that closed their last place of work there stay known: a later store is compared with this one.
    "legal_units": (
        "select legal_units.* from legal_units"
        " semi join ("
        "select siren from establishments where {inside} union "
        "select lpad(cast(sound.unit_key AS varchar), 9, '0') AS siren"
        " from sound inner join geography on geography.commune_key = sound.commune_key"
        " where sound.tier > 0 and sound.state = 'F' and {inside}"
        ") AS present on present.siren = legal_units.siren"
    ),
    **{name: f"select {name}.* from {name}{PRESENT}{name}.siren" for name in ("contracts", "subsidies")},
}
ORDER = {
    "cube": (
        "departement, intercommunality, commune, tier, public, family, subfamily, division, band, employer, private"
    ),
    "establishments": "departement, intercommunality, commune, family, siret",
    "legal_units": "siren",
    "contracts": "siren, notified desc nulls last, uid",
    "subsidies": "siren, year desc nulls last, granted desc nulls last, grantor, received desc, reference, object",
}


def narrowed(engine: Engine, table: str, territory: Territory | None) -> Path | None:
    """The Parquet file of a table reduced to a territory; None where the table is kept whole."""
    if territory is None or territory.level == "france" or table not in IN_TERRITORY:
        return None
    inside = f"{territory.level} = '{territory.code}'"
    select = f"{IN_TERRITORY[table].format(inside=inside)} order by {ORDER[table]}"
    return engine.make(Model(f"{table}_of_territory", select, is_view=False))
