"""`essaim manage prepare`: database and static files up to date; what `essaim serve` does first. Safe to run again."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Brings the database, the cache table and the static files up to date; fills the demonstration."

    def handle(self, *_: Any, **__: Any) -> None:
        settings.DATA.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        if settings.DEMO:
            from essaim.web.accounts.demo import populate

            populate()
            for config in apps.get_app_configs():
                if hasattr(config, "populate"):
                    config.populate()
