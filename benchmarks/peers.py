"""The heart of the build with pandas or Polars, as a careful user would: `python -m benchmarks.peers NAME DIR OUT`.

Read the columns that the build reads; keep the units of an ESS form or flag; join them to the active establishments;
write the directory of units and of establishments, and the count of all employers by commune, form, activity and band.
It is *less* than what Essaim does in the same time: no lists, duplicates nor rejects, no perimeters, no closed
establishments, no levels above the commune, no fragmentation.
"""

import json
import sys
from pathlib import Path
from typing import Any

from essaim.observatory.reference.tables import read_table
from essaim.observatory.store.inputs import columns_read

UNITS, PLACES = "StockUniteLegale_utf8.parquet", "StockEtablissement_utf8.parquet"
FORM, FLAG, UNIT_STATE = (
    "categorieJuridiqueUniteLegale",
    "economieSocialeSolidaireUniteLegale",
    "etatAdministratifUniteLegale",
)
STATE, EMPLOYER, COMMUNE = (
    "etatAdministratifEtablissement",
    "caractereEmployeurEtablissement",
    "codeCommuneEtablissement",
)
KEYS = [COMMUNE, FORM, "activitePrincipaleEtablissement", "trancheEffectifsEtablissement", EMPLOYER]
NAMES = ["siren", FORM, "denominationUniteLegale"]


def core_forms() -> list[int]:
    """Legal forms of the statutory core."""
    return [int(row["code"]) for row in read_table("legal_forms") if row["core"] == "1"]


def with_pandas(stock: Path, out: Path) -> dict[str, int]:
    """pandas, with columns held by Arrow: plain object strings need several times the memory."""
    import pandas as pd

    def read(name: str, source: str) -> "pd.DataFrame":
        options: Any = {"engine": "pyarrow", "dtype_backend": "pyarrow"}
        return pd.read_parquet(stock / name, columns=list(columns_read(source)), **options)

    units = read(UNITS, "sirene_legal_units")
    units = units[(units[UNIT_STATE] == "A") & (units[FORM].isin(core_forms()) | (units[FLAG] == "O"))]
    units.sort_values("siren").to_parquet(out / "units.parquet", compression="zstd")
    places = read(PLACES, "sirene_establishments")
    kept = places[places[STATE] == "A"].merge(units[NAMES], on="siren", how="left")
    del places
    kept = kept[(kept[EMPLOYER] == "O") | kept[FORM].notna()]
    ess = kept[kept[FORM].notna()].sort_values([COMMUNE, FORM, "siret"])
    ess.to_parquet(out / "establishments.parquet", compression="zstd")
    cube = kept.groupby(KEYS, dropna=False).size().rename("establishments").reset_index()
    cube.sort_values(COMMUNE).to_parquet(out / "cube.parquet", compression="zstd")
    return {"kept": len(kept), "ess": len(ess)}


def with_polars(stock: Path, out: Path) -> dict[str, int]:
    """Polars, lazy, with its streaming engine."""
    import polars as pl

    units = pl.scan_parquet(stock / UNITS).select(columns_read("sirene_legal_units"))
    units = units.filter(pl.col(UNIT_STATE) == "A", pl.col(FORM).is_in(core_forms()) | (pl.col(FLAG) == "O"))
    chosen = units.sort("siren").collect(engine="streaming")
    chosen.write_parquet(out / "units.parquet", compression="zstd")
    places = pl.scan_parquet(stock / PLACES).select(columns_read("sirene_establishments"))
    joined = places.filter(pl.col(STATE) == "A").join(chosen.lazy().select(NAMES), on="siren", how="left")
    kept = joined.filter((pl.col(EMPLOYER) == "O") | pl.col(FORM).is_not_null()).collect(engine="streaming")
    ess = kept.filter(pl.col(FORM).is_not_null()).sort(COMMUNE, FORM, "siret")
    ess.write_parquet(out / "establishments.parquet", compression="zstd")
    cube = kept.group_by(KEYS).len("establishments").sort(COMMUNE)
    cube.write_parquet(out / "cube.parquet", compression="zstd")
    return {"kept": kept.height, "ess": ess.height}


PEERS = {"pandas": with_pandas, "polars": with_polars}


def main(name: str, stock: Path, out: Path) -> None:
    """Do the job and say how many rows came out, so that peers can be held to one another."""
    out.mkdir(parents=True, exist_ok=True)
    print(json.dumps(PEERS[name](stock, out)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
