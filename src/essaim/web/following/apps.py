from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from collections.abc import Iterator

    from essaim.web.accounts.models import Authority, User
    from essaim.web.design.menu import Door


class FollowingConfig(AppConfig):
    name = "essaim.web.following"
    label = "following"

    def doors(self, user: Any, authority: "Authority") -> "Iterator[Door]":
        from essaim.web.following.doors import doors

        return doors(user, authority)

    def prepare(self) -> None:
        from essaim.web.following.actions.refreshing import refresh

        refresh()

    def populate(self) -> None:
        from essaim.web.following.demo import populate

        populate()

    def personal_data(self, user: "User") -> dict[str, Any]:
        from essaim.web.following.personal import held_about

        return held_about(user)

    def forget(self, user: "User") -> None:
        from essaim.web.following.personal import forget

        forget(user)
