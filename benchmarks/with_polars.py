"""The job of `benchmarks.job` with Polars: lazy, on its streaming engine."""

from pathlib import Path

import polars as pl

from benchmarks import job
from benchmarks.layouts import columns_read

col = pl.col


def run(stock: Path, out: Path) -> dict[str, int]:
    """Write units, establishments and cube; says how many rows each has."""
    siae = pl.scan_csv(stock / "siae.csv", infer_schema=False).filter(col("kind").is_in(job.KINDS))
    units = _units(stock, siae).collect(engine="streaming")
    members = units.filter(col("tier") > 0).sort("siren")
    members.write_parquet(out / "units.parquet", compression="zstd")
    kept = _places(stock, units, siae).collect(engine="streaming")
    ess = kept.filter(col("tier") > 0).sort(job.PLACED)
    ess.write_parquet(out / "establishments.parquet", compression="zstd")
    cube = kept.group_by(job.KEYS).len("establishments").sort(job.KEYS)
    cube.write_parquet(out / "cube.parquet", compression="zstd")
    return {"units": members.height, "establishments": ess.height, "cube": cube.height}


def _read(stock: Path, name: str, source: str) -> pl.LazyFrame:
    return pl.scan_parquet(stock / name).select(columns_read(source))


def _units(stock: Path, siae: pl.LazyFrame) -> pl.LazyFrame:
    """The units that some evidence designates, with their tier, sphere and family."""
    lists = {
        "ess_france": pl.scan_csv(stock / "liste_ess_france.csv", infer_schema=False).select(siren="SIREN"),
        "esus": pl.scan_csv(stock / "liste_esus.csv", infer_schema=False).select(siren="SIREN"),
        "siae": siae.select(siren=col("siret").str.head(9)),
    }
    listed = pl.concat(lists.values()).unique().collect()["siren"]
    flagged = (col(job.FLAG) == "O").fill_null(False)
    # Chosen before any join: few units are left.
    units = _read(stock, job.UNITS, "sirene_legal_units").filter(
        col(job.UNIT_STATE) == "A",
        col(job.FORM).is_in(job.CHOSEN) | flagged | col("siren").is_in(listed.implode()),
    )
    for name, mentions in lists.items():
        mark = mentions.unique().with_columns(pl.lit(job.TAG[name]).alias(name))
        units = units.join(mark, on="siren", how="left")
    listed_tags = [col(name).fill_null(0) for name in lists]
    forms = pl.LazyFrame(job.FORMS, schema=[job.FORM, "tags", "public", "family", "subfamily"], orient="row")
    excluded = (col(job.UNIT_NAF).is_in(job.EXCLUDED) & (col(job.UNIT_CODES) == "NAFRev2")).fill_null(False)
    tags = (
        pl.sum_horizontal("tags", *listed_tags)
        + flagged.cast(pl.Int64) * job.TAG["insee_flag"]
        + excluded.cast(pl.Int64) * job.TAG["excluded_activity"]
    )
    units = units.join(forms, on=job.FORM).with_columns(
        tier=tags.replace_strict(range(len(job.TIERS)), job.TIERS, return_dtype=pl.Int8)
    )
    for forms_named, pattern, family, subfamily in reversed(job.NAMED):
        named = col(job.FORM).is_in(forms_named) & col(job.UNIT_NAME).str.to_uppercase().str.contains(pattern)
        units = units.with_columns(
            pl.when(named).then(pl.lit(value)).otherwise(column).alias(column)
            for column, value in (("family", family), ("subfamily", subfamily))
        )
    return units.unique("siren")


def _places(stock: Path, units: pl.DataFrame, siae: pl.LazyFrame) -> pl.LazyFrame:
    """Active establishments of the ESS, and every employer, with their unit and their commune."""
    of_unit = units.lazy().select("siren", job.UNIT_NAME, job.FORM, "tier", "public", "family", "subfamily")
    integrates = siae.select("siret").unique().with_columns(integrates=True)
    places = _read(stock, job.PLACES, "sirene_establishments").filter(col(job.STATE) == "A")
    employs = (col(job.EMPLOYER) == "O").fill_null(False) | (col(job.BAND) != "NN").fill_null(False)
    kept = places.join(of_unit, on="siren", how="left").filter(employs | (col("tier") > 0).fill_null(False))
    kept = kept.join(_geography(), on=job.COMMUNE).join(integrates, on="siret", how="left")
    kept = kept.filter(col("siret").str.head(9) == col("siren")).unique("siret")
    outside = col("tier").is_null() | ((col("tier") == 4) & col("integrates").is_null())
    kept = kept.with_columns(tier=pl.when(outside).then(0).otherwise("tier"), public=col("public").fill_null(False))
    divisions = pl.LazyFrame(job.DIVISIONS, schema=[job.NAF, "division"], orient="row")
    shown = col(job.DIFFUSION) == "O"
    kept = kept.join(divisions, on=job.NAF, how="left").with_columns(
        *(pl.when(col("tier") > 0).then(name).fill_null("").alias(name) for name in ("family", "subfamily")),
        division=pl.when(col(job.CODES) == "NAFRev2").then("division").fill_null("_U"),
        band=col(job.BAND).fill_null(""),
        employer=col(job.EMPLOYER).fill_null(""),
        name=pl.when(shown).then(job.UNIT_NAME),
        trade=pl.when(shown).then("enseigne1Etablissement"),
    )
    known = ~col("band").is_in(["", "NN"])
    return kept.filter((col("tier") > 0) | (col("employer") == "O") | known)


def _geography() -> pl.LazyFrame:
    codes, communes, year = job.GEOGRAPHY
    placed = pl.scan_parquet(communes).filter(col("cog") == year)
    placed = placed.select("departement", "region", "intercommunality", commune="code")
    of_year = pl.scan_parquet(codes).filter(col("cog") == year).select("commune", col("code").alias(job.COMMUNE))
    return of_year.join(placed, on="commune")
