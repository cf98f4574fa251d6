"""What the pages of an authority have in common: who they are for."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from essaim.web.accounts.access import Person
from essaim.web.accounts.models import Authority

View = Callable[..., HttpResponseBase]


def of_authority(may: Callable[[Person, Authority], bool]) -> Callable[[View], View]:
    """Give a view the authority that its address names, to those who may only: a rule of `access.py` says who."""

    def given(view: View) -> View:
        @wraps(view)
        def found(request: HttpRequest, slug: str, **named: Any) -> HttpResponseBase:
            authority = get_object_or_404(Authority, slug=slug)
            if not may(request.user, authority):
                raise PermissionDenied
            return view(request, authority, **named)

        return found

    return given
