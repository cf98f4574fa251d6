"""From the open data to a store, and what may be wrong with either."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from essaim.cli.group import (
    DEFAULT_SOURCES,
    DEFAULT_STORE,
    command,
    file_to_read,
    file_to_write,
    folder,
    progress,
    store_option,
    store_to_read,
)
from essaim.observatory.errors import UsageError
from essaim.observatory.language import Text, preferred_language, say


@command(
    "fetch",
    "Télécharge les données ouvertes : reprise après coupure, contrôle de taille et d'empreinte.",
    "Downloads the open data: resumes after a cut, checks size and checksum.",
)
@click.argument("sources", nargs=-1, metavar="[SOURCE ...]")
@click.option("--mirror", help=say("Dossier ou adresse d'un miroir.", "Folder or address of a mirror."))
@click.option("--to", "directory", type=folder, default=DEFAULT_SOURCES, show_default=True)
@click.option("--csv", "as_csv", is_flag=True, help=say("Préférer le CSV au Parquet.", "Prefer CSV to Parquet."))
def fetch(sources: tuple[str, ...], mirror: str | None, directory: Path, as_csv: bool) -> None:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    from essaim.observatory.sources.fetching import fetch_sources

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:

        def watch(name: str) -> Callable[[int, int | None], None]:
            bar = bars.add_task(name, total=None)
            return lambda done, total: bars.update(bar, completed=done, total=total)

        for line in fetch_sources(sources, directory, mirror=mirror, as_csv=as_csv, watch=watch):
            click.echo(line.in_(preferred_language()))


@command(
    "build",
    "Construit l'entrepôt à partir des fichiers téléchargés.",
    "Builds the store from the downloaded files.",
)
@click.option("--from", "sources", type=folder, default=DEFAULT_SOURCES, show_default=True)
@click.option("--out", type=folder, default=DEFAULT_STORE, show_default=True, envvar="ESSAIM_STORE")
@click.option(
    "--territory",
    metavar="TERRITOIRE",
    help=say(
        "Ne garder le détail que d'un territoire (nom ou code), avec ses niveaux de comparaison.",
        "Keep the detail of one territory only (name or code), with its comparison levels.",
    ),
)
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True)
@click.option(
    "--vintage",
    metavar="AAAA-MM",
    help=say("Mois du stock, si rien ne le dit dans le dossier.", "Month of the stock, if the folder does not say."),
)
@click.option(
    "--known",
    type=file_to_read,
    help=say(
        "CSV d'effectifs connus (siret, effectif, notion, date, source, qui, public).",
        "CSV of known head counts (siret, count, concept, date, source, who, public).",
    ),
)
@click.option(
    "--directory/--no-directory",
    default=True,
    help=say(
        "Faire aussi l'index de l'annuaire, que le site lit.", "Also make the index that the site's directory reads."
    ),
)
def build(
    sources: Path,
    out: Path,
    territory: str | None,
    engine: str,
    vintage: str | None,
    known: Path | None,
    directory: bool,
) -> None:
    from essaim.observatory.store.build import build as build_store

    scope = None
    if territory:
        from essaim.observatory.reference.geography import find_territory

        scope = find_territory(territory)
    published = build_store(
        sources,
        out,
        territory=scope,
        engine=engine,
        vintage=_month(vintage),
        known=known,
        report=progress,
        derive=_index if directory else None,
    )
    click.echo(say(f"Entrepôt publié : {published}", f"Store published: {published}"))
    if known:
        _tell_known(published)


def _tell_known(published: Path) -> None:
    """What became of the head counts that were given."""
    from essaim.observatory.report.protecting import known_head_counts

    manifest = json.loads((published / "manifest.json").read_text("utf-8"))
    for told in known_head_counts(manifest):
        click.echo(told.in_(preferred_language()))


def _index(prepared: Path, target: Path) -> None:
    from essaim.observatory.directory.opening import index_before_publication

    progress(Text("Index de l'annuaire", "Index of the directory"))
    index_before_publication(prepared, target)


def _month(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as fault:
        raise UsageError(Text(f"« {text} » n'est pas un mois AAAA-MM", f"“{text}” is not a month YYYY-MM")) from fault


@command(
    "classify",
    "Dit, pour chaque unité légale d'une liste CSV, ses preuves, sa famille et ses périmètres.",
    "Says, for each legal unit of a CSV list, its evidence, its family and its perimeters.",
)
@click.argument("listing", metavar="FICHIER.csv", type=file_to_read)
@click.option("--out", type=file_to_write, help=say("Fichier CSV à écrire.", "CSV file to write."))
@store_option
@click.option(
    "--agreement",
    is_flag=True,
    help=say(
        "Confronter chaque périmètre au marquage de Sirene, à la liste ESS France et à la liste ESUS.",
        "Set each perimeter against the flag in Sirene, the ESS France list and the ESUS list.",
    ),
)
def classify(listing: Path, out: Path | None, store: Path | None, agreement: bool) -> None:
    from essaim.observatory.perimeter.listing import classify_file

    outcome = classify_file(listing, out, evidence=_evidence_of(store))
    language = preferred_language()
    click.echo(outcome.summary(language))
    for line in outcome.agreement_lines(language) if agreement else []:
        click.echo(line)


def _evidence_of(store: Path | None) -> Any:
    if store is None:
        return None
    from essaim.observatory.store.evidence import evidence_in

    return evidence_in(store)


@command(
    "doctor",
    "Dit ce qui est installé, ce qui manque, ce qui est périmé ou incohérent.",
    "Says what is installed, missing, stale or inconsistent.",
)
@store_option
@click.option("--from", "sources", type=folder, default=DEFAULT_SOURCES, show_default=True)
def doctor(store: Path | None, sources: Path) -> None:
    from essaim.observatory.store.doctor import examine

    findings = examine(store_to_read(store), sources)
    marks = {"ok": ("✓", "green"), "warning": ("!", "yellow"), "fault": ("✗", "red")}
    for finding in findings:
        mark, colour = marks[finding.severity]
        click.secho(f"{mark} ", fg=colour, nl=False)
        click.echo(finding.text.in_(preferred_language()))
    if any(finding.severity == "fault" for finding in findings):
        raise SystemExit(1)
