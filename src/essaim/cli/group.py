"""What every command shares: the group that tells faults, the options, where a store is, where an answer goes."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from essaim import __version__
from essaim.observatory.errors import EssaimError
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


def progress(step: Text) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{step.in_(preferred_language())}", err=True, nl=False)


def store_to_read(given: Path | None) -> Path:
    """The store asked for; else the one that was built here; else the demonstration, which says what it is."""
    if given:
        return given
    if (DEFAULT_STORE / "current").is_file() or not (DEFAULT_DEMO / "store" / "current").is_file():
        return DEFAULT_STORE
    return DEFAULT_DEMO / "store"


def deliver(content: bytes, out: Path | None, written: Text) -> None:
    """To the terminal, or whole into a file, which is then told."""
    if out is None:
        sys.stdout.buffer.write(content)
    else:
        write_whole(out, content)
        click.echo(f"{written.in_(preferred_language())}{say(' :', ':')} {out}")
