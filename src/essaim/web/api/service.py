"""The API itself: its operations, and what becomes of what they raise."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from essaim.observatory.errors import EssaimError
from essaim.observatory.reference.geography import TerritoryNotFound
from essaim.web.api import problems
from essaim.web.api.operations import changes, references, router, structures, territories, writing
from essaim.web.api.problems import Problem
from essaim.web.api.validation import of_pydantic
from essaim.web.contributions.throttle import TooOften
from essaim.web.design.words import tr

VERSION = "1.0.0"
api = NinjaAPI(
    title="Essaim",
    version=VERSION,
    description=tr(
        "L'économie sociale et solidaire des territoires : chiffres, structures, codes. Lecture libre, écriture par"
        " jeton.",
        "The social and solidarity economy of territories: figures, organisations, codes. Open to read, written by"
        " token.",
    ),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
SUBJECTS = (territories, structures, changes, references, writing)  # read so that their operations are on the router
api.add_router("", router)


# What is told of each fault that an operation may raise; the first class that holds it is the one.
TOLD: dict[type[Exception], Callable[[Any], Problem]] = {
    Problem: lambda fault: fault,
    ValidationError: lambda fault: of_pydantic(fault.errors),
    TerritoryNotFound: lambda fault: Problem("not-found", fault.what, fault.remedy),
    EssaimError: lambda fault: Problem("unavailable", fault.what, fault.remedy),
    PermissionDenied: lambda _: Problem("forbidden"),
    Http404: lambda _: Problem("not-found"),
    TooOften: lambda fault: Problem("too-many", headers={"Retry-After": str(fault.wait)}),
    RequestDataTooBig: lambda _: Problem("too-large"),
    HttpError: lambda _: Problem("unreadable"),  # django-ninja raises it for a body that is not JSON
}


def _told(request: HttpRequest, fault: Any) -> HttpResponse:
    told = next(told for kind, told in TOLD.items() if isinstance(fault, kind))
    return problems.answer(request, told(fault))


for fault_class in TOLD:
    api.add_exception_handler(fault_class, _told)
