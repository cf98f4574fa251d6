"""`essaim manage prepare`: database and static files up to date; what `essaim serve` does first. Safe to run again."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from essaim.observatory.errors import EssaimError
from essaim.web.accounts.demo import populate
from essaim.web.design.words import language, tr


class Command(BaseCommand):
    help = "Brings the database, the static files and the index of the store up to date; fills the demonstration."

    def handle(self, *_: Any, **__: Any) -> None:
        settings.DATA.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        if settings.DEMO:
            populate()
        # Said before, so that a first start does not look like one that hangs.
        self.stdout.write(str(tr("Ouverture de l'annuaire…", "Opening the directory…")))
        try:
            _for_each_app("prepare")
            if settings.DEMO:
                _for_each_app("populate")
        except EssaimError as fault:
            # Without a store that can be read the site still starts, and its pages say what is missing.
            self.stderr.write(fault.message(language()))


def _for_each_app(what: str) -> None:
    """Let each app do its part: `prepare` before serving, `populate` for the demonstration."""
    for config in apps.get_app_configs():
        if hasattr(config, what):
            getattr(config, what)()
