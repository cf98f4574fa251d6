"""The description, for programs, and its reference, for people."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from essaim.observatory.directory.query import Query
from essaim.web.api import problems
from essaim.web.api.answering import tag, unless_held, written
from essaim.web.api.description import BASE, description
from essaim.web.api.problems import Problem
from essaim.web.api.reference import SECRET, reference
from essaim.web.contributions.reading import opposed
from essaim.web.design.menu import Step
from essaim.web.design.words import language, tr
from essaim.web.territories.stores import current_index


@login_not_required
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The description, in the visitor's language, with the address of this site."""
    body = written(description(language()) | {"servers": [{"url": request.build_absolute_uri("/")[:-1]}]})
    response = HttpResponse(body, content_type="application/vnd.oai.openapi+json;version=3.1")
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=300"
    response["ETag"] = tag(body, packed=False)
    return unless_held(request, response)


@login_not_required
@require_safe
def reference_page(request: HttpRequest) -> HttpResponse:
    """Everything that the description says, to be read; and what to copy to begin."""
    shown: dict[str, Any] = {
        "reference": reference(description(language()), request.build_absolute_uri("/")[:-1], _known()),
        "problems": problems.KINDS.values(),
        "limit": settings.ESSAIM_API_LIMIT,
        "base": request.build_absolute_uri(f"/{BASE}/"),
        "header": f"Authorization: Bearer {SECRET}",
        "python": "Python",
        "trail": [Step(str(tr("Accueil", "Home")), "/"), Step("API")],
    }
    return render(request, "api/reference.html", shown)


def _known() -> dict[str, str]:
    """A value for each part of the paths of examples: one that this store has."""
    found = current_index().search(Query(size=1, without=opposed())).structures
    siren = found[0].siren if found else "000000000"
    return {
        "level": "intercommunality",
        "code": "242100410",
        "indicator": "W6",
        "name": "families",
        "key": siren,
        "number": "1",
    }


def unknown(_request: HttpRequest, **_: Any) -> HttpResponse:
    """An address of the API that no operation has."""
    raise Problem("not-found")
