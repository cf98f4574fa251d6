"""`essaim serve` and `essaim manage`: the site on gunicorn, and Django's own commands."""

import gc
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from essaim.observatory.errors import EssaimError
from essaim.observatory.language import Text

SETTINGS = "essaim.web.config.settings"


def check_installed() -> None:
    """The site is an extra: the command line does without."""
    if find_spec("django") is None or find_spec("gunicorn") is None:
        raise EssaimError(
            Text("le site n'est pas installé", "the site is not installed"),
            remedy=Text("Installez-le : pip install 'essaim[web]'", "Install it: pip install 'essaim[web]'"),
        )


def manage(arguments: list[str]) -> None:
    """Run a command of Django's with the settings of the site."""
    check_installed()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["essaim manage", *arguments])


def serve(*, host: str, port: int, workers: int) -> None:
    """Bring the database and the static files up to date, then serve until told to stop.

    The preparation runs in a process of its own: a connection opened here would be inherited by every worker, and
    DuckDB does not survive that.
    """
    check_installed()
    prepared = subprocess.run([sys.executable, "-m", "essaim", "manage", "prepare"], check=False)
    if prepared.returncode:
        raise EssaimError(Text("le site n'a pas pu être préparé", "the site could not be prepared"))
    # gunicorn has its own idea of the environment: what it must be told is told here.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    _server(host, port, workers).run()


def _server(host: str, port: int, workers: int) -> Any:
    from gunicorn.app.base import BaseApplication

    class Site(BaseApplication):
        """One process a worker, one request at a time: the steadiest of those measured (docs/decisions)."""

        def load_config(self) -> None:
            chosen = {
                "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
                "workers": workers,
                "preload_app": False,
                "timeout": 30,
                "max_requests": 5000,
                "max_requests_jitter": 500,
                "worker_tmp_dir": "/dev/shm" if Path("/dev/shm").is_dir() else None,  # noqa: S108 - heartbeats in memory
                "loglevel": "warning",
                "pre_fork": _check_nothing_is_open,
                "post_worker_init": _collect_seldom,
            }
            for name, value in chosen.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from essaim.web.config.wsgi import application

            return application

    return Site()


def _check_nothing_is_open(_server: Any, _worker: Any) -> None:
    stores = sys.modules.get("essaim.web.territories.stores")
    if stores is not None and stores.is_open():
        raise RuntimeError("a store is open before the workers are forked")


def _collect_seldom(_worker: Any) -> None:
    """A portrait is made of a hundred thousand objects and hardly a cycle: looking for cycles as often as Python does
    by itself is a fifth of its time (docs/performance.md). What the program itself is made of is not looked at again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
