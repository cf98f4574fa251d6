"""`essaim manage refresh`: what changed since the last version of the store, then the alerts. Safe to run twice."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from essaim.observatory.errors import EssaimError
from essaim.web.design.words import language, tr
from essaim.web.following.actions.alerting import send_due
from essaim.web.following.actions.refreshing import refresh


class Command(BaseCommand):
    help = "Writes what changed since the last version of the store, once, and sends the alerts that are due."

    def handle(self, *_: Any, **__: Any) -> None:
        try:
            outcome = refresh()
        except EssaimError as fault:
            raise CommandError(fault.message(language())) from fault
        last = outcome.last
        if not outcome.made:
            self.stdout.write(str(tr(f"Rien de nouveau depuis {last}.", f"Nothing new since {last}.")))
        elif last.lost:
            text = tr(
                f"{last} : la version précédente n'est plus là, ce qui a changé depuis ne peut pas être dit.",
                f"{last}: the former version is no longer there, what changed since cannot be told.",
            )
            self.stderr.write(str(text))
        else:
            number = last.changes.count()
            self.stdout.write(str(tr(f"{last} : {number} changements.", f"{last}: {number} changes.")))
        self._alert()

    def _alert(self) -> None:
        if not settings.PUBLIC_URL:
            text = tr(
                "ESSAIM_URL n'est pas défini : aucune alerte n'est envoyée, elle n'aurait pas d'adresse où revenir.",
                "ESSAIM_URL is not set: no alert is sent, it would carry no address to come back to.",
            )
            self.stderr.write(str(text))
            return
        sent = send_due(site=settings.PUBLIC_URL)
        self.stdout.write(str(tr(f"{sent} alertes envoyées.", f"{sent} alerts sent.")))
