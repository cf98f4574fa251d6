"""Addresses. An app of the site has its own `urls.py`, included here under a French path."""

from django.urls import include, path

from essaim.web.config import failures
from essaim.web.design import views as design

urlpatterns = [
    path("", include("essaim.web.territories.urls")),
    path("", include("essaim.web.following.urls")),
    path("", include("essaim.web.directory.urls")),
    path("", include("essaim.web.imports.urls")),
    path("", include("essaim.web.contributions.urls")),
    path("", include("essaim.web.api.urls")),
    path("", include("essaim.web.accounts.urls")),
    path("", include("essaim.web.maps.urls")),
    path("", include("essaim.web.design.urls")),
]

handler400 = design.bad_request
handler403 = design.forbidden
handler404 = design.not_found
handler500 = failures.server_error
