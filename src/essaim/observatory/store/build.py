"""From the open stock files to a published store."""

import hashlib
import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from essaim.observatory.errors import EssaimError, UsageError
from essaim.observatory.estimation.alerts import Alert
from essaim.observatory.estimation.known import KnownCounts, read_known_counts
from essaim.observatory.language import Text
from essaim.observatory.reference.geography import LATEST, YEARS, Territory
from essaim.observatory.sources import CARDS
from essaim.observatory.sources.faults import explained
from essaim.observatory.sources.ledger import read_ledger
from essaim.observatory.sources.staging import Staged, date_in_name, find_editions, find_file, stage
from essaim.observatory.sources.wholeness import digest_of
from essaim.observatory.store.agreed import Agreed, attach_agreed, attach_withheld
from essaim.observatory.store.engine import Engine
from essaim.observatory.store.estimates import attach_head_counts
from essaim.observatory.store.inputs import SERIES, Frame, attach_reference, attach_sources
from essaim.observatory.store.limits import above_flores
from essaim.observatory.store.manifest import Origin, describe_geography, describe_source, describe_table, manifest
from essaim.observatory.store.models import models
from essaim.observatory.store.publication import publish, workshop
from essaim.observatory.store.recipients import attach_recipients
from essaim.observatory.store.scope import narrowed

Report = Callable[[Text], None]
# Makes something of a version before anyone can see it: the folder where it is ready, that where it will be published.
Derive = Callable[[Path, Path], None]


def silent(_: Text) -> None:
    """Report nothing."""


@dataclass(frozen=True)
class Intake:
    """What a build is made from: the files and where they come from, the month and its geography, known head counts."""

    files: dict[str, Path]
    origins: dict[str, Origin]
    frame: Frame
    known: Path | None
    counts: KnownCounts


@dataclass(frozen=True)
class Made:
    """The Parquet file of each published table, what the estimates had to say, which head counts under agreement they
    use."""

    tables: dict[str, Path]
    alerts: tuple[Alert, ...]
    agreed: Agreed


def build(  # noqa: PLR0913 - the options of one command, all by name but the two folders
    sources: Path,
    out: Path,
    *,
    territory: Territory | None = None,
    engine: str = "duckdb",
    vintage: date | None = None,
    known: Path | None = None,
    report: Report = silent,
    derive: Derive | None = None,
) -> Path:
    """Build a store from a folder of open data and publish it in `out`; returns the folder of the new version.

    `territory` keeps the establishments of one territory, with every level that it is compared with. `vintage` is the
    month of the stock, for files that no ledger describes. `known` is a CSV of head counts that the authority knows:
    they take the place of the bands, those that are not public by groups (`agreed`). `derive` is called before
    publication, so that what is made of a version is there when it is. Raises EssaimError when a required file is
    missing, damaged or lacks a column, the disk full, or another build at work; the store in use is then untouched.
    """
    taken = _taken_in(sources, vintage, known)
    with explained(out), workshop(out) as work:
        staged = _staged(taken.files, work, report)
        earlier = _earlier_editions(sources, work)
        prepared = work / "version"
        prepared.mkdir()
        with closing(_engine(engine, work)) as running:
            made = _run(running, staged, earlier, taken, report)
            tables = _gather(running, made.tables, prepared, territory)
            faults = {"rejects": _rejects(running), "repairs": _repairs(running)}
        described = manifest(
            taken.frame,
            engine=engine,
            scope=_scope(territory),
            sources=_described(taken, staged),
            tables=tables,
            estimation={"known_head_counts": _told(taken, made.agreed), "alerts": [one.told for one in made.alerts]},
        )
        described |= faults
        described["editions"] = [describe_source(one, _origin(sources, one.card.id, one.path)) for one in earlier]
        return _published(prepared, out, described, derive)


def _published(prepared: Path, out: Path, described: dict[str, Any], derive: Derive | None) -> Path:
    """Name the version by its content, write its manifest, let be made what is made of it, publish."""
    version = described["version"] = _version(described)
    (prepared / "manifest.json").write_text(json.dumps(described, ensure_ascii=False, indent=1), encoding="utf-8")
    if derive:
        derive(prepared, out / version)
    return publish(prepared, out, version)


def _taken_in(sources: Path, vintage: date | None, known: Path | None) -> Intake:
    files = _present_files(sources)
    origins = {source: _origin(sources, source, path) for source, path in files.items()}
    frame = _frame(origins, vintage)
    return Intake(files, origins, frame, known, read_known_counts(known, frame.vintage) if known else KnownCounts({}))


def _staged(files: dict[str, Path], work: Path, report: Report) -> dict[str, Staged]:
    staged = {}
    for source, path in files.items():
        report(Text(f"Lecture de {path.name}", f"Reading {path.name}"))
        staged[source] = stage(CARDS[source], path, work)
    return staged


def _described(taken: Intake, staged: dict[str, Staged]) -> list[dict[str, Any]]:
    """The manifest entries of the data sets in use, and of the bundled geography."""
    described = [describe_source(one, taken.origins[source]) for source, one in staged.items()]
    return [*described, describe_geography(taken.frame.cog)]


def _present_files(sources: Path) -> dict[str, Path]:
    if not sources.is_dir():
        raise UsageError(Text(f"le dossier {sources} n'existe pas", f"the folder {sources} does not exist"))
    found = {source: path for source, card in CARDS.items() if (path := find_file(card, sources))}
    absent = [card for source, card in CARDS.items() if card.required and source not in found]
    if absent:
        raise EssaimError(
            Text(
                "il manque " + ", ".join(f"« {card.title.fr} » ({card.patterns[0]})" for card in absent),
                "missing: " + ", ".join(f"“{card.title.en}” ({card.patterns[0]})" for card in absent),
            ),
            file=sources,
            remedy=Text(
                f"essaim fetch --to {sources} {' '.join(card.id for card in absent)}",
                f"essaim fetch --to {sources} {' '.join(card.id for card in absent)}",
            ),
        )
    return found


def _earlier_editions(sources: Path, work: Path) -> list[Staged]:
    """What the folder holds of earlier years: never a denominator, only points of a series."""
    return [
        stage(CARDS[source], path, work, edition=number)
        for source in SERIES
        for number, path in enumerate(find_editions(CARDS[source], sources)[1:], start=1)
    ]


def _origin(directory: Path, source: str, path: Path) -> Origin:
    """What the ledger of the folder says of a file, provided that it is still the file it describes."""
    ledger = read_ledger(directory)
    known = ledger.get("files", {}).get(path.name, {})
    same = known.get("bytes") in (None, path.stat().st_size)
    told = known.get("vintage") if same else None
    return Origin(
        address=known.get("address"),
        sha256=known.get("sha256") if same and known.get("bytes") else None,
        vintage=CARDS[source].fixed_vintage or (date.fromisoformat(told) if told else date_in_name(path)),
        synthetic=bool(ledger.get("synthetic")),
    )


def _frame(origins: dict[str, Origin], vintage: date | None) -> Frame:
    """The month of the stock: as told, else as the ledger says; never guessed from the clock."""
    told = vintage or origins["sirene_establishments"].vintage or origins["sirene_legal_units"].vintage
    if told is None:
        raise EssaimError(
            Text(
                "rien n'indique de quel mois date le stock Sirene",
                "nothing says which month the Sirene stock is of",
            ),
            remedy=Text(
                "Précisez-le : essaim build --vintage 2026-11 … (« essaim fetch » l'enregistre de lui-même).",
                "Say it: essaim build --vintage 2026-11 … (`essaim fetch` records it by itself).",
            ),
        )
    cog = min(max(told.year, YEARS[0]), LATEST)
    return Frame(told, cog, history="sirene_history" in origins)


def _engine(name: str, work: Path) -> Engine:
    if name == "spark":
        from essaim.observatory.store.spark_engine import SparkEngine

        return SparkEngine(work)
    from essaim.observatory.store.duckdb_engine import DuckDBEngine

    return DuckDBEngine(work)


def _run(engine: Engine, staged: dict[str, Staged], earlier: list[Staged], taken: Intake, report: Report) -> Made:
    """Make every model."""
    attach_sources(engine, staged, taken.frame, earlier)
    attach_reference(engine, taken.frame, taken.counts)
    made: dict[str, Path] = {}
    alerts: tuple[Alert, ...] = ()
    agreed = Agreed()
    for model in models():
        report(Text(f"Calcul de {model.name}", f"Computing {model.name}"))
        path = engine.make(model)
        if model.name == "legal_units":
            attach_recipients(engine)
        if model.name == "sound":
            agreed = attach_agreed(engine, taken.counts)
        if model.name == "counts":
            estimated = attach_head_counts(engine)
            made["head_counts"], alerts = estimated.parquet, estimated.alerts
        if path and model.published:
            made[model.name] = path
        if model.name == "limits":
            alerts += above_flores(engine)
    if cells := attach_withheld(engine, agreed):
        made["withheld"] = cells
    return Made(made, alerts, agreed)


def _told(taken: Intake, agreed: Agreed) -> dict[str, Any] | None:
    """The manifest entry of the known head counts: how many are public, how many are not and what became of them.

    The digest of the file is told when all of it is public only: a few head counts can be guessed from their digest.
    """
    if taken.known is None:
        return None
    known = taken.counts
    public = sum(count.public for count in known.held.values())
    return {
        "file": taken.known.name,
        "sha256": digest_of(taken.known) if known.all_public else None,
        "public": public,
        "private": len(known.held) - public,
        "private_used": agreed.used,
        "private_outside": agreed.outside,
        "private_alone": agreed.alone,
        "rules": agreed.rules.id if agreed.rules else None,
        "expired": len(known.expired),
        "other_concept": len(known.other_concept),
    }


def _gather(
    engine: Engine, made: dict[str, Path], prepared: Path, territory: Territory | None
) -> dict[str, dict[str, Any]]:
    """Move the published tables, narrowed to a territory if one is given, and describe them."""
    tables = {}
    for name, path in made.items():
        kept = narrowed(engine, name, territory) or path
        final = prepared / f"{name}.parquet"
        kept.rename(final)
        engine.attach(name, final)
        [(rows,)] = engine.rows(f"select count(*) from {name}")
        tables[name] = describe_table(final, rows)
    return tables


def _rejects(engine: Engine) -> list[dict[str, Any]]:
    rows = engine.rows("select source, reason, rows from rejects order by source, reason")
    return [{"source": source, "reason": reason, "rows": int(count)} for source, reason, count in rows]


def _repairs(engine: Engine) -> list[dict[str, Any]]:
    """The identifiers that were read although damaged: rows by source and kind of repair."""
    rows = engine.rows("select source, repair, rows from repairs order by source, repair")
    return [{"source": source, "repair": repair, "rows": int(count)} for source, repair, count in rows]


def _scope(territory: Territory | None) -> dict[str, str] | None:
    if territory is None:
        return None
    return {"level": territory.level, "code": territory.code, "name": territory.name}


def _version(described: dict[str, Any]) -> str:
    """`2026-11-` and eight hexadecimal digits of the content: the same data give the same version."""
    content = json.dumps({key: described[key] for key in ("tables", "scope", "sources", "estimation")})
    return f"{described['vintage']}-{hashlib.sha256(content.encode()).hexdigest()[:8]}"
