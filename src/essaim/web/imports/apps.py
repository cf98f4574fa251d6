from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

from essaim.web.design.menu import Door
from essaim.web.design.words import tr

if TYPE_CHECKING:
    from essaim.web.accounts.models import Authority, User


class ImportsConfig(AppConfig):
    name = "essaim.web.imports"
    label = "imports"

    def doors(self, user: Any, authority: "Authority") -> Iterator[Door]:
        from django.urls import reverse

        from essaim.web.imports.access import can_import

        if can_import(user, authority):
            title = str(tr("Importer un fichier", "Import a file"))
            text = str(
                tr("Votre ancien annuaire, vérifié ligne à ligne.", "Your former directory, checked row by row.")
            )
            yield Door("download", title, text, reverse("imports", args=[authority.slug]), work=True)

    def personal_data(self, user: "User") -> dict[str, Any]:
        from essaim.web.imports.models import Import

        own = Import.objects.filter(author=user)
        return {"imports": [{"file": one.name, "at": one.created_at.isoformat(), "counts": one.counts} for one in own]}

    def forget(self, user: "User") -> None:
        from essaim.web.imports.models import Import

        Import.objects.filter(author=user).update(author=None)

    def populate(self) -> None:
        from essaim.web.imports.demo import populate

        populate()
