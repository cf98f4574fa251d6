"""`essaim manage create_authority "Dijon Métropole" --territory 242100410 --administrator marie@example.org`"""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.text import slugify

from essaim.observatory.reference.geography import find_territory
from essaim.web.accounts.actions import create_authority, create_person, grant
from essaim.web.accounts.models import Role, User


class Command(BaseCommand):
    help = "Creates the space of an authority, with its territories and its first administrator, who signs in by code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--territory", action="append", required=True, metavar="NAME_OR_CODE")
        parser.add_argument("--administrator", required=True, metavar="EMAIL")
        parser.add_argument("--slug", help="by default, made from the name")

    def handle(self, *_: Any, **options: Any) -> None:
        territories = [find_territory(query) for query in options["territory"]]
        slug = options["slug"] or slugify(options["name"])
        authority = create_authority(name=options["name"], slug=slug, territories=territories)
        email = options["administrator"]
        person = User.objects.get_queryset().with_email(email).first() or create_person(email=email)
        grant(user=person, authority=authority, role=Role.ADMINISTRATOR)
        self.stdout.write(f"{authority.name}: /collectivites/{authority.slug}/")
