from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

from essaim.web.design.menu import Door, Entry
from essaim.web.design.words import tr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from essaim.web.accounts.models import Authority, User


class ContributionsConfig(AppConfig):
    name = "essaim.web.contributions"
    label = "contributions"
    menu = (Entry(tr("Contribuer", "Contribute"), "contribute"),)

    def doors(self, user: Any, authority: "Authority") -> "Iterator[Door]":
        from essaim.web.contributions.doors import doors

        return doors(user, authority)

    def personal_data(self, user: "User") -> dict[str, Any]:
        from essaim.web.contributions.personal import held_about

        return held_about(user)

    def forget(self, user: "User") -> None:
        from essaim.web.contributions.personal import forget

        forget(user)

    def populate(self) -> None:
        from essaim.web.contributions.demo import populate

        populate()
