"""What the observatory refuses becomes a page that says what is wrong and what to do, never a bare 500."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from essaim.observatory.errors import EssaimError
from essaim.observatory.reference.geography import TerritoryNotFound
from essaim.web.design.words import language


class FaultMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        if not isinstance(fault, EssaimError):
            return None
        status = 404 if isinstance(fault, TerritoryNotFound) else 503
        told = {"what": fault.what.in_(language()), "remedy": fault.remedy.in_(language()) if fault.remedy else ""}
        return render(request, "design/errors/fault.html", told, status=status)
