"""The figures of a territory, and what happened to its structures."""

from pathlib import Path
from typing import Any

import click

from essaim.cli.group import command, deliver, file_to_write, folder, store_option, store_to_read
from essaim.observatory.errors import EssaimError, UsageError
from essaim.observatory.files import write_whole
from essaim.observatory.language import Text, preferred_language, say


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
    from essaim.observatory.diagnosis.diagnose import with_names
    from essaim.observatory.reference.geography import find_territory
    from essaim.observatory.report.rendering import ASKING, render, show
    from essaim.observatory.store.reader import open_store

    language = preferred_language()
    with open_store(store_to_read(store)) as opened:
        found = find_territory(territory, cog=opened.manifest["cog"])
        chosen = tuple(find_territory(name, cog=found.cog) for name in (peers or "").split(",") if name.strip())
        diagnosis = diagnose_territory(opened, found, perimeter=perimeter, peers=chosen or None)
        if questions or form in ASKING:
            diagnosis = with_names(opened, diagnosis)
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
    deliver(content, out, Text("Diagnostic écrit", "Diagnosis written"))


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

    later = version_folder(store_to_read(now))
    within = find_territory(territory, cog=read_manifest(later)["cog"]) if territory else None
    content = render_changes(compare(version_folder(before), later, within), form, preferred_language())
    deliver(content, out, Text("Changements écrits", "Changes written"))
