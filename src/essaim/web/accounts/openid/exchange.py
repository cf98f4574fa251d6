"""The exchange with the provider."""

from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from essaim.web.accounts.openid import leaving


def nonce_of(state: str) -> str:
    """The nonce that goes with a state: 64 characters that only this site can make, so that none has to be kept."""
    return salted_hmac("essaim.openid.nonce", state, algorithm="sha256").hexdigest()


class Client(OAuth2Client):
    """Adds the nonce to the address where a person is sent."""

    def get_redirect_url(self, authorization_url: str, scope: list[str], extra_params: dict[str, str]) -> str:
        nonce = nonce_of(str(self.state))
        return str(super().get_redirect_url(authorization_url, scope, extra_params | {"nonce": nonce}))


class Exchange(OpenIDConnectOAuth2Adapter):
    """Checks the nonce, reads what is told of a person whether plain or signed, remembers how to sign out."""

    client_class = Client

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Raises OAuth2Error when the answer is not for this request, or not signed by the provider."""
        login = super().complete_login(request, app, token, **kwargs)
        told = login.account.extra_data.get("id_token", {})
        if not constant_time_compare(told.get("nonce", ""), nonce_of(request.GET.get("state", ""))):
            raise OAuth2Error("the nonce of the answer is not that of the request")
        leaving.remember(request, kwargs["response"]["id_token"], self.openid_config.get("end_session_endpoint", ""))
        return login

    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {access_token}"}
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.profile_url, headers=headers)
            answer.raise_for_status()
        if "jwt" not in answer.headers.get("Content-Type", ""):
            plain: dict[str, Any] = answer.json()
            return plain
        return self._verified(answer.text)

    def _verified(self, signed: str) -> dict[str, Any]:
        """What a signed answer says: by the key of the provider, or by the secret that we share (HS256)."""
        app = self.get_provider().app
        issuer = self.openid_config["issuer"]
        try:
            if jwt.get_unverified_header(signed).get("alg") == "HS256":
                shared: dict[str, Any] = jwt.decode(
                    signed, app.secret, algorithms=["HS256"], issuer=issuer, audience=app.client_id
                )
                return shared
            found: dict[str, Any] = jwtkit.verify_and_decode(
                credential=signed,
                keys_url=self.openid_config["jwks_uri"],
                issuer=issuer,
                audience=app.client_id,
                lookup_kid=jwtkit.lookup_kid_jwk,
            )
        except (jwt.PyJWTError, KeyError) as fault:
            raise OAuth2Error("what the provider tells of the person is not signed as agreed") from fault
        return found
