"""The demonstration and the site."""

import os
from pathlib import Path

import click

from essaim.cli.group import DEFAULT_DEMO, command, folder, main, progress, store_option, store_to_read
from essaim.observatory.language import say


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

    show_demo(directory, report=progress)
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

    os.environ["ESSAIM_STORE"] = str(store_to_read(store))
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
