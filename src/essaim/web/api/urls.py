from django.urls import URLPattern, include, path

from essaim.web.api import token_views, views
from essaim.web.api.description import BASE, known_parameters
from essaim.web.api.gate import gated
from essaim.web.api.service import api


def _operations() -> list[URLPattern]:
    """The operations behind the gate; the root that django-ninja adds is not one."""
    patterns, _, _ = api.urls
    found = [one for one in patterns if isinstance(one, URLPattern) and one.name != "api-root"]
    for one in found:
        one.callback = gated(one.callback, known_parameters)
    return found


_versioned = [
    path("openapi.json", views.openapi, name="openapi"),
    *_operations(),
    path("<path:rest>", gated(views.unknown, known_parameters), name="unknown"),
]
urlpatterns = [
    path("compte/jetons/", token_views.tokens, name="tokens"),
    path("compte/jetons/<int:pk>/revoquer/", token_views.revoke_token, name="token_revoke"),
    path("api/", views.reference_page, name="api_reference"),
    path(f"{BASE}/", include((_versioned, "api"))),
]
