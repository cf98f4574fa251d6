"""The heart of the build with pandas or Polars, as a careful user would: `python -m benchmarks.peers NAME DIR OUT`.

Read the columns, keep the units of an ESS form or flag, join them to the active establishments, keep employers and the
ESS, count by commune, form, activity and band, write both tables. It is *less* than what Essaim does in the same time:
no names nor dates, no lists, no duplicates nor rejects, no perimeters, no directory, no fragmentation.
"""

import json
import sys
from pathlib import Path
from typing import Any

from essaim.observatory.reference.tables import read_table

UNIT = {
    "siren": "siren",
    "categorieJuridiqueUniteLegale": "form",
    "economieSocialeSolidaireUniteLegale": "flag",
    "etatAdministratifUniteLegale": "state",
    "activitePrincipaleUniteLegale": "unit_activity",
}
PLACE = {
    "siret": "siret",
    "siren": "siren",
    "codeCommuneEtablissement": "commune",
    "trancheEffectifsEtablissement": "band",
    "caractereEmployeurEtablissement": "employer",
    "etatAdministratifEtablissement": "place_state",
    "activitePrincipaleEtablissement": "activity",
}
KEYS = ["commune", "form", "activity", "band", "employer"]


def core_forms() -> list[int]:
    """Legal forms of the statutory core."""
    return [int(row["code"]) for row in read_table("legal_forms") if row["core"] == "1"]


def with_pandas(stock: Path, out: Path) -> dict[str, int]:
    """pandas, with columns held by Arrow: plain object strings need several times the memory."""
    import pandas as pd

    options: Any = {"engine": "pyarrow", "dtype_backend": "pyarrow"}
    units = pd.read_parquet(stock / "StockUniteLegale_utf8.parquet", columns=list(UNIT), **options).rename(columns=UNIT)
    units = units[(units["state"] == "A") & (units["form"].isin(core_forms()) | (units["flag"] == "O"))]
    places = pd.read_parquet(stock / "StockEtablissement_utf8.parquet", columns=list(PLACE), **options)
    places = places.rename(columns=PLACE)
    places = places[places["place_state"] == "A"].drop(columns="place_state")
    kept = places.merge(units[["siren", "form"]], on="siren", how="left")
    kept = kept[(kept["employer"] == "O") | kept["form"].notna()].sort_values(["commune", "form", "siret"])
    cube = kept.groupby(KEYS, dropna=False).size().rename("establishments").reset_index()
    kept.to_parquet(out / "kept.parquet", compression="zstd")
    cube.to_parquet(out / "cube.parquet", compression="zstd")
    return {"kept": len(kept), "ess": int(kept["form"].notna().sum())}


def with_polars(stock: Path, out: Path) -> dict[str, int]:
    """Polars, lazy, with its streaming engine."""
    import polars as pl

    units = pl.scan_parquet(stock / "StockUniteLegale_utf8.parquet").select(list(UNIT)).rename(UNIT)
    units = units.filter(pl.col("state") == "A", pl.col("form").is_in(core_forms()) | (pl.col("flag") == "O"))
    places = pl.scan_parquet(stock / "StockEtablissement_utf8.parquet").select(list(PLACE)).rename(PLACE)
    places = places.filter(pl.col("place_state") == "A").drop("place_state")
    joined = places.join(units.select("siren", "form"), on="siren", how="left")
    kept = (
        joined.filter((pl.col("employer") == "O") | pl.col("form").is_not_null())
        .sort("commune", "form", "siret")
        .collect(engine="streaming")
    )
    kept.write_parquet(out / "kept.parquet", compression="zstd")
    kept.group_by(KEYS).len("establishments").write_parquet(out / "cube.parquet", compression="zstd")
    return {"kept": kept.height, "ess": kept.height - kept["form"].null_count()}


PEERS = {"pandas": with_pandas, "polars": with_polars}


def main(name: str, stock: Path, out: Path) -> None:
    """Do the job and say how many rows came out, so that peers can be held to one another."""
    out.mkdir(parents=True, exist_ok=True)
    print(json.dumps(PEERS[name](stock, out)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
