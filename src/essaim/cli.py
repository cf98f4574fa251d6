"""The `essaim` command. Each command only reads its arguments and says what came of it; the work is done elsewhere.

Exit codes: 0 done, 1 the data or the answer is at fault, 2 the call is.
"""

import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from essaim import __version__
from essaim.observatory.errors import EssaimError, UsageError
from essaim.observatory.files import write_whole
from essaim.observatory.language import Language, Text, preferred_language, say

DEFAULT_STORE = Path("var/store")
DEFAULT_SOURCES = Path("var/sources")
DEFAULT_DEMO = Path("var/demo")


class Group(click.Group):
    """Tells faults in the user's language, without a traceback, with the exit code that scripts rely on."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except EssaimError as fault:
            click.secho(fault.message(), fg="red", err=True)
            ctx.exit(fault.exit_code)
        except OSError as fault:  # a folder that is not there, a disk that is full, a file that may not be written
            click.secho(f"{fault.strerror or fault}: {fault.filename or ''}".rstrip(": "), fg="red", err=True)
            ctx.exit(1)


folder = click.Path(file_okay=False, path_type=Path)
file_to_write = click.Path(dir_okay=False, path_type=Path)
file_to_read = click.Path(dir_okay=False, exists=True, path_type=Path)
store_option = click.option(
    "--store",
    type=folder,
    envvar="ESSAIM_STORE",
    help=say("Dossier de l'entrepôt.", "Folder of the store."),
)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, package_name="essaim")
@click.option(
    "--lang",
    type=click.Choice(["fr", "en"]),
    help=say(
        "Langue des textes (sinon ESSAIM_LANG, puis celle du système).",
        "Language of the texts (else ESSAIM_LANG, then the system's).",
    ),
)
def main(lang: Language | None) -> None:
    """Essaim."""
    if lang:
        os.environ["ESSAIM_LANG"] = lang


main.help = say(
    "Essaim montre à un territoire son économie sociale et solidaire, à partir des données ouvertes.",
    "Essaim shows a territory its social and solidarity economy, from open data.",
)


def command(name: str, help_fr: str, help_en: str) -> Callable[[Callable[..., None]], click.Command]:
    """A command whose help is in the language of the process."""
    return main.command(name, help=say(help_fr, help_en), short_help=say(help_fr, help_en).split(".")[0])


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
        report=_progress,
        derive=_index if directory else None,
    )
    click.echo(say(f"Entrepôt publié : {published}", f"Store published: {published}"))
    if known:
        _tell_known(published)


def _tell_known(published: Path) -> None:
    """What became of the head counts that were given."""
    import json

    from essaim.observatory.report.protecting import known_head_counts

    manifest = json.loads((published / "manifest.json").read_text("utf-8"))
    for told in known_head_counts(manifest):
        click.echo(told.in_(preferred_language()))


def _index(prepared: Path, target: Path) -> None:
    from essaim.observatory.directory.opening import index_before_publication

    _progress(Text("Index de l'annuaire", "Index of the directory"))
    index_before_publication(prepared, target)


def _month(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as fault:
        raise UsageError(Text(f"« {text} » n'est pas un mois AAAA-MM", f"“{text}” is not a month YYYY-MM")) from fault


def _progress(step: Text) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{step.in_(preferred_language())}", err=True, nl=False)


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
    "diagnose",
    "Établit le diagnostic de l'ESS d'un territoire, donné par son nom ou son code.",
    "Makes the ESS diagnosis of a territory, given by name or code.",
)
@click.argument("territory", metavar="TERRITOIRE")
@store_option
@click.option("--perimeter", type=click.Choice(["strict", "legal", "wide"]), default="strict", show_default=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv", "html", "pdf", "summary", "ods"]),
    default="text",
    show_default=True,
    help=say("summary : une page PDF pour un élu.", "summary: one page of PDF for an elected official."),
)
@click.option("--out", type=file_to_write, help=say("Fichier à écrire.", "File to write."))
@click.option(
    "--peers",
    metavar="TERRITOIRE,…",
    help=say(
        "Les territoires à qui le comparer, au lieu des plus proches (noms ou codes, séparés par des virgules).",
        "The territories to compare it with, instead of the nearest (names or codes, separated by commas).",
    ),
)
@click.option(
    "--explain",
    metavar="INDICATEUR",
    help=say(
        "Dire d'où vient un indicateur (W6…) : définition, sources, règles, lignes.",
        "Say where an indicator (W6…) comes from: definition, sources, rules, rows.",
    ),
)
@click.option(
    "--to-ask",
    "questions",
    type=file_to_write,
    help=say(
        "Écrire le CSV des dix effectifs qui réduiraient le plus l'incertitude, à remplir pour « build --known ».",
        "Write the CSV of the ten head counts that would reduce uncertainty most, to be filled for `build --known`.",
    ),
)
@click.option(
    "--against",
    type=folder,
    help=say(
        "Dire ce qui a bougé depuis un autre entrepôt, et pourquoi.",
        "Say what moved since another store, and why.",
    ),
)
def diagnose(  # noqa: PLR0913, PLR0917 - one argument an option
    territory: str,
    store: Path | None,
    perimeter: str,
    form: str,
    out: Path | None,
    peers: str | None,
    explain: str | None,
    questions: Path | None,
    against: Path | None,
) -> None:
    from essaim.observatory.diagnosis.diagnose import diagnose as diagnose_territory
    from essaim.observatory.diagnosis.diagnose import with_questions
    from essaim.observatory.reference.geography import find_territory
    from essaim.observatory.report.rendering import ASKING, render, show
    from essaim.observatory.store.reader import open_store

    language = preferred_language()
    with open_store(_store_to_read(store)) as opened:
        found = find_territory(territory, cog=opened.manifest["cog"])
        chosen = tuple(find_territory(name, cog=found.cog) for name in (peers or "").split(",") if name.strip())
        diagnosis = diagnose_territory(opened, found, perimeter=perimeter, peers=chosen or None)
        if questions or form in ASKING:
            diagnosis = with_questions(opened, diagnosis)
        if questions:
            _write_questions(diagnosis, questions)
            return
        if form == "text" and out is None and not explain and not against:
            show(diagnosis, language)
            return
        if against:
            content = _comparison(against, diagnosis, form)
        elif explain:
            content = _explanation(opened, diagnosis, explain, form)
        else:
            content = render(diagnosis, form, language)  # the store is still open: maps are drawn from it
    if out is None:
        sys.stdout.buffer.write(content)
    else:
        write_whole(out, content)
        click.echo(say(f"Diagnostic écrit : {out}", f"Diagnosis written: {out}"))


def _write_questions(diagnosis: Any, out: Path) -> None:
    from essaim.observatory.report.questions import introduction, to_fill_in

    told = introduction(diagnosis)
    if told is None:
        raise EssaimError(
            Text(
                f"aucun établissement à interroger : {diagnosis.territory.name}",
                f"no establishment to ask: {diagnosis.territory.name}",
            )
        )
    write_whole(out, to_fill_in(diagnosis))
    click.echo(say(f"À remplir : {out}", f"To be filled in: {out}"))


def _explanation(store: Any, diagnosis: Any, indicator: str, form: str) -> bytes:
    from essaim.observatory.diagnosis.provenance import provenance
    from essaim.observatory.report.explaining import FORMS, render_provenance

    _check_form("--explain", form, FORMS)
    return render_provenance(provenance(store, diagnosis, indicator), form, preferred_language())


def _comparison(against: Path, now: Any, form: str) -> bytes:
    from essaim.observatory.diagnosis.diagnose import diagnose as diagnose_territory
    from essaim.observatory.diagnosis.vintages import compare
    from essaim.observatory.reference.succession import counterpart
    from essaim.observatory.report.comparing import FORMS, render_comparison
    from essaim.observatory.store.reader import open_store

    _check_form("--against", form, FORMS)
    with open_store(against) as opened:
        found = counterpart(now.territory, opened.manifest["cog"])
        before = diagnose_territory(opened, found, perimeter=now.perimeter)
    return render_comparison(compare(before, now), form, preferred_language())


def _check_form(option: str, form: str, forms: tuple[str, ...]) -> None:
    if form not in forms:
        listed = ", ".join(forms)
        raise UsageError(Text(f"{option} se lit en {listed}", f"{option} is read as {listed}"))


@command(
    "changes",
    "Dit ce qui est arrivé aux structures entre deux entrepôts : créées, fermées, déménagées, devenues employeuses…",
    "Says what happened to structures between two stores: created, closed, moved, became employers…",
)
@click.argument("territory", metavar="[TERRITOIRE]", required=False)
@click.option(
    "--from",
    "before",
    type=folder,
    required=True,
    help=say("L'entrepôt d'avant, ou l'une de ses versions.", "The former store, or one of its versions."),
)
@click.option(
    "--to",
    "now",
    type=folder,
    envvar="ESSAIM_STORE",
    help=say("L'entrepôt d'après, ou l'une de ses versions.", "The later store, or one of its versions."),
)
@click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True)
@click.option("--out", type=file_to_write, help=say("Fichier à écrire.", "File to write."))
def changes(territory: str | None, before: Path, now: Path | None, form: str, out: Path | None) -> None:
    from essaim.observatory.directory.changes import compare
    from essaim.observatory.reference.geography import find_territory
    from essaim.observatory.report.changing import render_changes
    from essaim.observatory.store.reader import read_manifest, version_folder

    later = version_folder(_store_to_read(now))
    within = find_territory(territory, cog=read_manifest(later)["cog"]) if territory else None
    content = render_changes(compare(version_folder(before), later, within), form, preferred_language())
    if out is None:
        sys.stdout.buffer.write(content)
    else:
        write_whole(out, content)
        click.echo(say(f"Changements écrits : {out}", f"Changes written: {out}"))


def _store_to_read(given: Path | None) -> Path:
    """The store asked for; else the one that was built here; else the demonstration, which says what it is."""
    if given:
        return given
    if (DEFAULT_STORE / "current").is_file() or not (DEFAULT_DEMO / "store" / "current").is_file():
        return DEFAULT_STORE
    return DEFAULT_DEMO / "store"


@command(
    "demo",
    "Construit la démonstration (données synthétiques), montre le diagnostic de Dijon Métropole et sert le site.",
    "Builds the demonstration (synthetic data), shows the diagnosis of Dijon Métropole and serves the site.",
)
@click.option("--dir", "directory", type=folder, default=DEFAULT_DEMO, show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--no-serve", is_flag=True, help=say("S'arrêter au diagnostic.", "Stop at the diagnosis."))
def demo(directory: Path, port: int, no_serve: bool) -> None:
    from essaim.demo.show import serve_demo, show_demo

    show_demo(directory, report=_progress)
    if not no_serve:
        serve_demo(directory, port)


@command(
    "serve",
    "Sert le site. Une adresse publique, une base et un courrier se règlent par l'environnement (docs/deploy.md).",
    "Serves the site. A public address, a database and mail are set by the environment (docs/deploy.md).",
)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True)
@store_option
def serve(host: str, port: int, workers: int, store: Path | None) -> None:
    from essaim.web.serve import serve as serve_site

    os.environ["ESSAIM_STORE"] = str(_store_to_read(store))
    serve_site(host=host, port=port, workers=workers)


@main.command(
    "manage",
    help=say("Les commandes de Django, avec les réglages du site.", "Django's commands, with the site's settings."),
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    from essaim.web.serve import manage as run

    run(list(arguments))


@command(
    "doctor",
    "Dit ce qui est installé, ce qui manque, ce qui est périmé ou incohérent.",
    "Says what is installed, missing, stale or inconsistent.",
)
@store_option
@click.option("--from", "sources", type=folder, default=DEFAULT_SOURCES, show_default=True)
def doctor(store: Path | None, sources: Path) -> None:
    from essaim.observatory.store.doctor import examine

    findings = examine(_store_to_read(store), sources)
    marks = {"ok": ("✓", "green"), "warning": ("!", "yellow"), "fault": ("✗", "red")}
    for finding in findings:
        mark, colour = marks[finding.severity]
        click.secho(f"{mark} ", fg=colour, nl=False)
        click.echo(finding.text.in_(preferred_language()))
    if any(finding.severity == "fault" for finding in findings):
        raise SystemExit(1)
