"""What is answered when the site itself fails: a page to people, a problem to programs."""

from django.http import HttpRequest, HttpResponse

from essaim.web.api import problems
from essaim.web.design import views as design

FOR_PROGRAMS = "/api/v"


def server_error(request: HttpRequest) -> HttpResponse:
    """Neither asks anything of the database, which may be what failed."""
    if request.path.startswith(FOR_PROGRAMS):
        return problems.answer(request, problems.Problem("failure"))
    return design.server_error(request)
