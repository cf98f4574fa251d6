"""Signing out of the provider too, for a shared computer's sake: the browser is sent there, then comes back."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.crypto import get_random_string

KEPT = "openid_leaving"


def remember(request: HttpRequest, id_token: str, address: str) -> None:
    """Keep in the session what the provider wants to be shown at the end of it."""
    if address:
        request.session[KEPT] = {"id_token": id_token, "address": address}


def farewell(request: HttpRequest, back: str) -> str | None:
    """Where to send the browser so that the provider ends its session; None for who did not come by it."""
    kept = request.session.get(KEPT)
    if not kept:
        return None
    asked = {
        "id_token_hint": kept["id_token"],
        "state": get_random_string(43),
        "post_logout_redirect_uri": request.build_absolute_uri(back),
    }
    return f"{kept['address']}?{urlencode(asked)}"
