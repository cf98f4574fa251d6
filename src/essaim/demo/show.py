"""`essaim demo`: the demonstration from nothing to the diagnosis of Dijon Métropole, as text, as a page, as a site."""

import hashlib
import os
import sys
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import click
from filelock import FileLock

from essaim.demo.former import region as former_region
from essaim.demo.former import write_former_stock
from essaim.demo.stock import DETAILED, Report, silent, write_stock
from essaim.observatory.diagnosis.diagnose import diagnose
from essaim.observatory.directory.opening import index_before_publication
from essaim.observatory.language import preferred_language, say
from essaim.observatory.reference.geography import territory
from essaim.observatory.report.rendering import render, show
from essaim.observatory.store.build import build
from essaim.observatory.store.publication import current_version
from essaim.observatory.store.reader import open_store

MARK = "made-by"
MADE_BY = ("essaim.demo", "essaim.observatory")


def show_demo(directory: Path, *, report: Report = silent) -> None:
    """Make the demonstration in `directory` unless this very program already did, then show it."""
    store = directory / "store"
    directory.mkdir(parents=True, exist_ok=True)
    with FileLock(directory / ".making.lock"):  # a second run waits, then finds it made
        if not is_made(directory):
            make_demo(directory, report=report)
    page = directory / "dijon-metropole.html"
    with open_store(store) as opened:
        found = territory("intercommunality", DETAILED, opened.manifest["cog"])
        diagnosis = diagnose(opened, found)
        language = preferred_language()
        page.write_bytes(render(diagnosis, "html", language))
    show(diagnosis, language)
    click.secho(
        "\n" + say(f"Page complète : {page.resolve().as_uri()}", f"Full page: {page.resolve().as_uri()}"),
        bold=True,
    )
    click.echo(
        say(
            f"Un autre territoire : essaim diagnose Besançon --store {store}",
            f"Another territory: essaim diagnose Besançon --store {store}",
        )
    )


def serve_demo(directory: Path, port: int) -> None:
    """Serve the site on the demonstration, with its people.

    A new program takes the place of this one, which has read the store: DuckDB must not be carried into the workers.
    """
    address = f"http://127.0.0.1:{port}/"
    click.secho(
        "\n" + say(f"Le site : {address} (Ctrl+C pour arrêter)", f"The site: {address} (Ctrl+C to stop)"), bold=True
    )
    sys.stdout.flush()
    os.environ |= {
        "ESSAIM_STORE": str((directory / "store").resolve()),
        "ESSAIM_DATA": str((directory / "site").resolve()),
        "ESSAIM_DEMO": "1",
    }
    os.execv(sys.executable, [sys.executable, "-m", "essaim", "serve", "--port", str(port)])  # noqa: S606


def make_demo(directory: Path, *, report: Report = silent) -> None:
    """Write the synthetic stock and build its store; the mark comes last, so that a killed run starts again."""
    (directory / MARK).unlink(missing_ok=True)
    write_stock(directory / "sources", report=report)
    write_former_stock(directory / "sources", directory / "former-sources")
    # The version before this one, of one region: so that the demonstration shows what changed.
    build(directory / "former-sources", directory / "store", territory=former_region(), report=report)
    build(directory / "sources", directory / "store", report=report, derive=index_before_publication)
    (directory / MARK).write_text(signature(), encoding="utf-8")


def is_made(directory: Path) -> bool:
    """Whether the demonstration there was made by this very program."""
    mark = directory / MARK
    made = mark.is_file() and mark.read_text(encoding="utf-8") == signature()
    return made and current_version(directory / "store") is not None


def signature() -> str:
    """A digest of the program's files that the demonstration depends on, and of no other."""
    digest = hashlib.sha256()
    for package in MADE_BY:
        for name, file in sorted(_files(resources.files(package))):
            digest.update(name.encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _files(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry, f"{prefix}{entry.name}/")
        elif not entry.name.endswith(".pyc"):
            yield prefix + entry.name, entry
