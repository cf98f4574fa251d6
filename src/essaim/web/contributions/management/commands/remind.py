"""`essaim manage remind`: writes to those who keep a sheet that nobody confirmed for six months. Safe each day."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from essaim.web.contributions.actions.reminders import due, remind


class Command(BaseCommand):
    help = "Asks by e-mail whether sheets still hold; a second run on the same day writes to nobody."

    def handle(self, *_: Any, **__: Any) -> None:
        if not settings.PUBLIC_URL:
            raise CommandError("ESSAIM_URL is not set: the messages would carry no address to come back to.")
        sent = sum(remind(claim=claim, site=settings.PUBLIC_URL) for claim in due(timezone.now()))
        self.stdout.write(f"{sent} reminders sent")
