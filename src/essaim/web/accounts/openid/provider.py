"""The provider as allauth knows it."""

from typing import Any

from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider

from essaim.web.accounts.openid.exchange import Exchange


class Provider(OpenIDConnectProvider):
    oauth2_adapter_class = Exchange

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """ProConnect calls `usual_name` what others call `family_name`."""
        found: dict[str, Any] = super().extract_common_fields(data)
        told = data.get("userinfo") or data.get("id_token") or data
        return found | {"last_name": found["last_name"] or told.get("usual_name")}
