"""Addresses that answers give: whole, so that a program follows them as they are."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse


def whole(request: HttpRequest, route: str, *names: Any, **query: str) -> str:
    """The whole address of a route of the site."""
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return request.build_absolute_uri(reverse(route, args=names) + (f"?{asked}" if asked else ""))
