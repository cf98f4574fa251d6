"""The job of `benchmarks.job` with pandas, its columns held by Arrow: plain objects need several times the memory."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks import job
from benchmarks.layouts import columns_read


def run(stock: Path, out: Path) -> dict[str, int]:
    """Write units, establishments and cube; says how many rows each has."""
    siae = pd.read_csv(stock / "siae.csv", dtype="string[pyarrow]")
    siae = siae[siae["kind"].isin(job.KINDS)]
    units = _units(stock, siae)
    members = units[units["tier"] > 0]
    _write(members.sort_values("siren"), out / "units.parquet")
    kept = _places(stock, units, siae)
    ess = kept[kept["tier"] > 0].sort_values(job.PLACED)
    _write(ess, out / "establishments.parquet")
    cube = kept.groupby(job.KEYS, dropna=False, observed=True).size().rename("establishments").reset_index()
    _write(cube.sort_values(job.KEYS), out / "cube.parquet")
    return {"units": len(members), "establishments": len(ess), "cube": len(cube)}


def _read(stock: Path, name: str, source: str, state: str) -> pd.DataFrame:
    """The active rows: the filter is applied while reading, which spares half of the memory."""
    options: Any = {"engine": "pyarrow", "dtype_backend": "pyarrow", "filters": [(state, "==", "A")]}
    return pd.read_parquet(stock / name, columns=list(columns_read(source)), **options)


def _write(table: pd.DataFrame, path: Path) -> None:
    table.to_parquet(path, compression="zstd", index=False)


def _units(stock: Path, siae: pd.DataFrame) -> pd.DataFrame:
    """The units that some evidence designates, with their tier, sphere and family."""
    lists = {
        "ess_france": pd.read_csv(stock / "liste_ess_france.csv", dtype="string[pyarrow]")["SIREN"],
        "esus": pd.read_csv(stock / "liste_esus.csv", dtype="string[pyarrow]")["SIREN"],
        "siae": siae["siret"].str[:9],
    }
    units = _read(stock, job.UNITS, "sirene_legal_units", job.UNIT_STATE)
    chosen = units[job.FORM].isin(job.CHOSEN) | (units[job.FLAG] == "O").fillna(False)
    units = units[chosen | units["siren"].isin(pd.concat(lists.values()))]
    forms = pd.DataFrame(job.FORMS, columns=[job.FORM, "tags", "public", "family", "subfamily"])
    units = units.merge(forms.astype({job.FORM: "int64[pyarrow]"}), on=job.FORM)
    tags = units["tags"].to_numpy() + job.TAG["insee_flag"] * _true(units[job.FLAG] == "O")
    for name, listed in lists.items():
        tags += job.TAG[name] * _true(units["siren"].isin(listed))
    excluded = units[job.UNIT_NAF].isin(job.EXCLUDED) & (units[job.UNIT_CODES] == "NAFRev2")
    tags += job.TAG["excluded_activity"] * _true(excluded)
    units["tier"] = np.array(job.TIERS)[tags]
    for forms_named, pattern, family, subfamily in reversed(job.NAMED):
        candidates = units.loc[units[job.FORM].isin(forms_named), job.UNIT_NAME].str.upper()
        named = candidates.index[_true(candidates.str.match(f".*(?:{pattern})")) == 1]
        units.loc[named, ["family", "subfamily"]] = [family, subfamily]
    return units.drop_duplicates("siren")


def _places(stock: Path, units: pd.DataFrame, siae: pd.DataFrame) -> pd.DataFrame:
    """Active establishments of the ESS, and every employer, with their unit and their commune."""
    places = _read(stock, job.PLACES, "sirene_establishments", job.STATE)
    employs = (places[job.EMPLOYER] == "O") | (places[job.BAND] != "NN")
    places = places[(_true(employs) == 1) | places["siren"].isin(units.loc[units["tier"] > 0, "siren"])]
    of_unit = ["siren", job.UNIT_NAME, job.FORM, "tier", "public", "family", "subfamily"]
    kept = places.merge(units[of_unit], on="siren", how="left").merge(_geography(), on=job.COMMUNE)
    del places
    kept = kept[kept["siret"].str[:9] == kept["siren"]].drop_duplicates("siret")
    tier = kept["tier"].fillna(0).astype("int8").to_numpy()
    kept["tier"] = np.where((tier == 4) & ~kept["siret"].isin(siae["siret"]).to_numpy(bool), 0, tier)
    kept["public"] = kept["public"].astype("boolean").fillna(False).astype(bool)
    for column in ("family", "subfamily"):
        kept[column] = kept[column].where(kept["tier"] > 0, "").fillna("").astype("category")
    division = kept[job.NAF].map(dict(job.DIVISIONS)).where(kept[job.CODES] == "NAFRev2")
    kept["division"] = division.fillna("_U").astype("category")
    kept["band"], kept["employer"] = kept[job.BAND].fillna(""), kept[job.EMPLOYER].fillna("")
    kept[["name", "trade"]] = kept[[job.UNIT_NAME, "enseigne1Etablissement"]].where(kept[job.DIFFUSION] == "O")
    wanted = (kept["tier"] > 0) | (kept["employer"] == "O") | ~kept["band"].isin(["", "NN"])
    return kept[wanted]


def _geography() -> pd.DataFrame:
    codes, communes, year = job.GEOGRAPHY
    options: Any = {"dtype_backend": "pyarrow", "filters": [("cog", "==", year)]}
    placed = pd.read_parquet(communes, **options).drop(columns=["cog", "name", "population"])
    placed = placed.rename(columns={"code": "commune"})
    return (
        pd.read_parquet(codes, columns=["code", "commune"], **options)
        .rename(columns={"code": job.COMMUNE})
        .merge(placed, on="commune")
    )


def _true(condition: "pd.Series[bool]") -> Any:
    """1 where it holds, 0 where it does not or is unknown."""
    return condition.fillna(False).to_numpy(dtype=np.int64)
