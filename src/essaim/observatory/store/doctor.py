"""`essaim doctor`: what is installed, missing, stale or inconsistent, and what to do about it."""

import importlib.util
import platform
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

import essaim
from essaim.observatory import perimeter
from essaim.observatory.errors import EssaimError, listed
from essaim.observatory.language import Text
from essaim.observatory.reference.geography import LATEST
from essaim.observatory.sources import CARDS
from essaim.observatory.sources.card import SourceCard
from essaim.observatory.sources.ledger import read_ledger
from essaim.observatory.sources.staging import find_editions, find_file
from essaim.observatory.sources.wholeness import is_whole
from essaim.observatory.store.publication import WORK_PREFIX, current_version
from essaim.observatory.store.reader import Store, open_store

Severity = Literal["ok", "warning", "fault"]
# Above this share, what was set aside would show in the figures.
TOLERATED_REJECTS = 0.01
SHOWN_ALERTS = 5
SHOWN_FILES = 5
# Rows set aside because another says the same, or because they tell of nothing that is counted: nothing is lost.
NOT_LOST = ("contract_repeated", "subsidy_repeated", "number_repeated", "deleted", "local_law")


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; a warning or a fault says what to do."""

    severity: Severity
    text: Text


def examine(store: Path, sources: Path, *, today: date | None = None) -> list[Finding]:
    """Look at the program, the folder of open data and the store; `today` decides what is stale."""
    today = today or date.today()  # noqa: DTZ011 - the day as the user counts it
    return [*_program(), *_sources(sources, today), *_store(store, sources, today)]


def _program() -> Iterator[Finding]:
    import duckdb

    python, engine = platform.python_version(), duckdb.__version__
    yield Finding("ok", Text(*[f"Essaim {essaim.__version__}, Python {python}, DuckDB {engine}"] * 2))
    if importlib.util.find_spec("pyspark") is None or shutil.which("java") is None:
        yield Finding(
            "ok",
            Text("Moteur Spark non installé (facultatif)", "Spark engine not installed (optional)"),
        )
    else:
        yield Finding("ok", Text("Moteur Spark disponible", "Spark engine available"))


def _sources(directory: Path, today: date) -> Iterator[Finding]:
    if not directory.is_dir():
        yield Finding(
            "warning",
            Text(
                f"Pas de données ouvertes dans {directory} : essaim fetch --to {directory}",
                f"No open data in {directory}: essaim fetch --to {directory}",
            ),
        )
        return
    try:
        ledger = read_ledger(directory)
    except EssaimError as fault:
        yield Finding("fault", Text(fault.message("fr"), fault.message("en")))
        return
    for card in CARDS.values():
        if card.by_hand or (card.many_files and len(find_editions(card, directory)) > 1):
            yield _several(card, directory)
        else:
            yield _source(card, directory, ledger.get("files", {}), today)
    for part in sorted(directory.glob("*.part")):
        yield Finding(
            "warning",
            Text(
                f"Téléchargement inachevé : {part.name}. Relancez essaim fetch.",
                f"Unfinished download: {part.name}. Run essaim fetch again.",
            ),
        )


def _source(card: SourceCard, directory: Path, known: dict[str, Any], today: date) -> Finding:
    found = find_file(card, directory)
    if found is None:
        return _absent(card, directory)
    entry = known.get(found.name, {})
    if not is_whole(found, found.suffix) or entry.get("bytes") not in (None, found.stat().st_size):
        return Finding(
            "fault",
            Text(
                f"{card.title.fr} : {found.name} est incomplet ou a changé depuis son téléchargement. "
                f"Relancez essaim fetch {card.id}",
                f"{card.title.en}: {found.name} is incomplete, or has changed since it was downloaded. "
                f"Run essaim fetch {card.id} again",
            ),
        )
    vintage = entry.get("vintage")
    if vintage is None:
        return Finding(
            "ok",
            Text(
                f"{card.title.fr} : {found.name}, de date inconnue",
                f"{card.title.en}: {found.name}, of unknown date",
            ),
        )
    return _dated(card, date.fromisoformat(vintage), today)


def _several(card: SourceCard, directory: Path) -> Finding:
    """The files of a data set that is published in several: how many there are. The build says which one is cut."""
    found = find_editions(card, directory)
    if not found:
        return _absent(card, directory)
    names = listed([path.name for path in found], SHOWN_FILES)
    return Finding(
        "ok",
        Text(f"{card.title.fr} : {len(found)} fichier(s), {names}", f"{card.title.en}: {len(found)} file(s), {names}"),
    )


def _absent(card: SourceCard, directory: Path) -> Finding:
    return Finding(
        "fault" if card.required else "warning",
        Text(f"{card.title.fr} : absent de {directory}", f"{card.title.en}: not in {directory}"),
    )


def _dated(card: SourceCard, vintage: date, today: date) -> Finding:
    title = Text(f"{card.title.fr} : {vintage}", f"{card.title.en}: {vintage}")
    if today - vintage <= timedelta(days=card.stale_after_days):
        return Finding("ok", title)
    return Finding(
        "warning",
        Text(
            f"{title.fr}, périmé (publication {card.cadence.fr}). essaim fetch {card.id}",
            f"{title.en}, stale (published {card.cadence.en}). essaim fetch {card.id}",
        ),
    )


def _store(path: Path, sources: Path, today: date) -> Iterator[Finding]:
    if current_version(path) is None:
        yield Finding(
            "warning",
            Text(
                f"Pas d'entrepôt dans {path} : essaim build --out {path}",
                f"No store in {path}: essaim build --out {path}",
            ),
        )
        return
    for leftover in sorted(path.glob(f"{WORK_PREFIX}*/")):
        yield Finding(
            "warning",
            Text(
                f"Reste d'une construction interrompue : {leftover.name} (la prochaine l'effacera)",
                f"Left by an interrupted build: {leftover.name} (the next one removes it)",
            ),
        )
    try:
        with open_store(path) as opened:
            yield from _content(opened, sources, today)
    except EssaimError as fault:
        yield Finding("fault", Text(fault.message("fr"), fault.message("en")))


def _content(store: Store, sources: Path, today: date) -> Iterator[Finding]:
    manifest = store.manifest
    synthetic = Text(" (données de démonstration)", " (demonstration data)") if manifest["synthetic"] else Text("", "")
    yield Finding(
        "ok",
        Text(
            f"Entrepôt {store.version}{synthetic.fr}, géographie {manifest['cog']}",
            f"Store {store.version}{synthetic.en}, geography {manifest['cog']}",
        ),
    )
    yield from _age(manifest, sources, today)
    yield from _rejects(manifest)
    yield from _repairs(manifest)
    yield from _editions(manifest)
    yield from _alerts(manifest)
    yield from _tables(store)


def _age(manifest: dict[str, Any], sources: Path, today: date) -> Iterator[Finding]:
    vintage = date.fromisoformat(f"{manifest['vintage']}-01")
    if today - vintage > timedelta(days=CARDS["sirene_establishments"].stale_after_days):
        yield Finding(
            "warning",
            Text(
                f"L'entrepôt date du stock de {vintage:%Y-%m} : essaim fetch, puis essaim build",
                f"The store is of the stock of {vintage:%Y-%m}: essaim fetch, then essaim build",
            ),
        )
    held = {source["file"]: source["sha256"] for source in manifest["sources"]}
    ledger = read_ledger(sources).get("files", {}) if sources.is_dir() else {}
    newer = [
        name for name, entry in ledger.items() if held.get(name) not in (None, entry.get("sha256", held.get(name)))
    ]
    if newer:
        yield Finding(
            "warning",
            Text(
                f"Fichiers plus récents que l'entrepôt : {', '.join(newer)}. Relancez essaim build",
                f"Files newer than the store: {', '.join(newer)}. Run essaim build again",
            ),
        )
    if manifest["perimeter_version"] != perimeter.VERSION:
        yield Finding(
            "warning",
            Text(
                f"Périmètres de version {manifest['perimeter_version']}, le programme en est à {perimeter.VERSION} :"
                " relancez essaim build",
                f"Perimeters of version {manifest['perimeter_version']}, the program has {perimeter.VERSION}:"
                " run essaim build again",
            ),
        )
    if manifest["cog"] < LATEST and vintage.year >= LATEST:
        yield Finding(
            "warning",
            Text("Géographie dépassée : relancez essaim build", "Old geography: run essaim build again"),
        )


def _editions(manifest: dict[str, Any]) -> Iterator[Finding]:
    """An edition newer than the one in use is of fewer sectors: it makes a point of the series, and no denominator."""
    used = {source["id"]: source["vintage"] or "" for source in manifest["sources"]}
    for edition in manifest.get("editions", []):
        year, current = (edition["vintage"] or "")[:4], used.get(edition["id"], "")[:4]
        if edition["id"] == "flores" and year > current:
            yield Finding(
                "warning",
                Text(
                    f"{edition['file']} est de {year} mais n'a pas les secteurs A17 : le dénominateur reste de "
                    f"{current}. essaim fetch flores",
                    f"{edition['file']} is of {year} but lacks the A17 sectors: the denominator stays of {current}. "
                    "essaim fetch flores",
                ),
            )


def _alerts(manifest: dict[str, Any]) -> Iterator[Finding]:
    """What published totals had against the bands: a few are told in full, the others counted."""
    alerts = [Text(alert["fr"], alert["en"]) for alert in manifest["estimation"]["alerts"]]
    yield from (Finding("warning", alert) for alert in alerts[:SHOWN_ALERTS])
    if (more := len(alerts) - SHOWN_ALERTS) > 0:
        yield Finding(
            "warning",
            Text(
                f"… et {more} autres écarts entre totaux publiés et tranches : manifest.json, estimation.alerts",
                f"… and {more} other gaps between published totals and bands: manifest.json, estimation.alerts",
            ),
        )


def _rejects(manifest: dict[str, Any]) -> Iterator[Finding]:
    read = Counter({source["id"]: source["rows_read"] for source in manifest["sources"]})
    for other in manifest["editions"]:
        if CARDS[other["id"]].many_files:
            read[other["id"]] += other["rows_read"]
    for reject in manifest["rejects"]:
        share = reject["rows"] / max(read[reject["source"]], 1)
        lost = reject["reason"] not in NOT_LOST
        severity: Severity = "warning" if lost and share > TOLERATED_REJECTS else "ok"
        yield Finding(
            severity,
            Text(
                f"{reject['rows']} ligne(s) mise(s) de côté : {reject['source']}, {reject['reason']}",
                f"{reject['rows']} row(s) set aside: {reject['source']}, {reject['reason']}",
            ),
        )


def _repairs(manifest: dict[str, Any]) -> Iterator[Finding]:
    """Damaged identifiers that were read all the same."""
    for one in manifest.get("repairs", []):
        yield Finding(
            "ok",
            Text(
                f"{one['rows']} identifiant(s) réparé(s) : {one['source']}, {one['repair']}",
                f"{one['rows']} identifier(s) repaired: {one['source']}, {one['repair']}",
            ),
        )


def _tables(store: Store) -> Iterator[Finding]:
    """Every table whole, and the totals of the rollup those of the weights."""
    for name, described in store.manifest["tables"].items():
        path = store.folder / f"{name}.parquet"
        if path.stat().st_size != described["bytes"] or not is_whole(path, path.suffix):
            yield Finding(
                "fault",
                Text(
                    f"{name}.parquet est endommagé : relancez essaim build",
                    f"{name}.parquet is damaged: run essaim build again",
                ),
            )
            return
    [(cells,)] = store.rows(
        "select sum(establishments) from rollup where level = 'france' and tier between 1 and 4"
        " and band not in ('', 'NN', '00')"
    )
    [(weighed,)] = store.rows("select ess_employers from weights where level = 'france' and perimeter = 'wide'")
    if (cells or 0) != weighed:
        yield Finding(
            "fault",
            Text(
                f"Incohérence : {cells} employeurs par cellules, {weighed} au total. Relancez essaim build",
                f"Inconsistent: {cells} employer establishments by cells, {weighed} in total. Run essaim build again",
            ),
        )
    else:
        yield Finding("ok", Text("Tables entières et cohérentes", "Tables whole and consistent"))
