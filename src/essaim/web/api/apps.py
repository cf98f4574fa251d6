from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from essaim.web.accounts.models import User


class ApiConfig(AppConfig):
    name = "essaim.web.api"
    label = "api"

    def personal_data(self, user: "User") -> dict[str, Any]:
        from essaim.web.api.models import Token

        return {"tokens": [one.told() for one in Token.objects.visible_to(user)]}

    def forget(self, user: "User") -> None:
        from essaim.web.api.models import Token

        Token.objects.visible_to(user).delete()
