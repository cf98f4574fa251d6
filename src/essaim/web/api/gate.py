"""What every address of the API does before and after its operation: count, recognise a token, refuse what it does not
know, let other sites read.

A session counts for nothing here: only a token says who asks. So no other site can make a visitor's browser write.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from essaim.web.api import limits, problems
from essaim.web.api.actions import used
from essaim.web.api.models import Token
from essaim.web.api.problems import Problem
from essaim.web.api.validation import unknown_parameters

View = Callable[..., HttpResponseBase]
Known = Callable[[str, str], frozenset[str] | None]
READ_BY_SCRIPTS = "ETag, Last-Modified, Link, RateLimit, RateLimit-Policy, Retry-After"
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="Essaim"'}


def gated(view: View, known: Known) -> View:
    """The view behind the gate; `known` gives the parameters of an operation by route and method."""

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def answered(request: HttpRequest, **named: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return _shared(_preflight())
        spent: list[limits.Spent] = []
        try:
            _enter(request, spent)
            _check_parameters(request, known)
            response = _bare(request, view, named) if request.method == "HEAD" else view(request, **named)
        except Problem as problem:
            response = problems.answer(request, problem)
        if response.status_code == 405 and response["Content-Type"] != problems.MEDIA_TYPE:
            allowed = {"Allow": f"{response['Allow']}, OPTIONS"}
            response = problems.answer(request, Problem("method", headers=allowed))
        for name, value in limits.headers(spent).items():
            response[name] = value
        return _shared(response) if request.method in ("GET", "HEAD") else response

    return answered


def _enter(request: HttpRequest, spent: list[limits.Spent]) -> None:
    """Count the request, and tell who asks. Guesses of tokens are counted too."""
    request.user = AnonymousUser()
    request.auth = None  # type: ignore[attr-defined]  # where django-ninja's operations look for who asks
    _count(spent, "address", _address(request))
    given = request.headers.get("Authorization")
    if given is None:
        return
    word, _, secret = given.partition(" ")
    token = used(secret.strip()) if word.lower() == "bearer" else None
    if token is None:
        raise Problem("unauthenticated", headers=CHALLENGE)
    _count(spent, "token", str(token.pk))
    request.auth, request.user = token, token.owner  # type: ignore[attr-defined]


def _address(request: HttpRequest) -> str:
    """Where the request comes from; those whose server does not tell it share one count."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return ""


def _count(spent: list[limits.Spent], name: str, who: str) -> None:
    spent.append(limits.spend(name, who))
    if spent[-1].is_over:
        raise Problem("too-many", headers={"Retry-After": str(spent[-1].seconds)})


def _check_parameters(request: HttpRequest, known: Known) -> None:
    match = request.resolver_match
    method = "GET" if request.method == "HEAD" else str(request.method)
    allowed = known(match.route, method) if match else None
    if allowed is not None and (unknown := [name for name in request.GET if name not in allowed]):
        raise unknown_parameters(unknown, allowed)


def _bare(request: HttpRequest, view: View, named: dict[str, Any]) -> HttpResponseBase:
    """What GET would answer, without its body."""
    request.method = "GET"
    response = view(request, **named)
    request.method = "HEAD"
    if not response.streaming:
        return response
    return HttpResponse(headers=dict(response.headers), status=response.status_code)


def _preflight() -> HttpResponse:
    """A script of another site that sends If-None-Match asks first; it may read, and only read."""
    allowed = {
        "Access-Control-Allow-Methods": "GET, HEAD",
        "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since, Accept-Language",
        "Access-Control-Max-Age": "86400",
        "Content-Language": "fr, en",
    }
    return HttpResponse(status=204, headers=allowed)


def _shared(response: HttpResponseBase) -> HttpResponseBase:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = READ_BY_SCRIPTS
    return response


class Scoped:
    """The token that an operation asks for: its own scope, and no other, opens it."""

    openapi_security_schema = {"type": "http", "scheme": "bearer", "bearerFormat": "essaim_…"}

    def __init__(self, scope: str) -> None:
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Token:
        token: Token | None = request.auth  # type: ignore[attr-defined]  # set by the gate
        if token is None:
            raise Problem("unauthenticated", headers=CHALLENGE)
        if self.scope not in token.scopes:
            raise Problem(
                "scope", headers={"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{self.scope}"'}
            )
        return token
