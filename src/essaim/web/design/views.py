"""Pages that belong to the design: the style guide, the language switch, and what is shown when something fails."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from essaim.web.design.icons import ICONS
from essaim.web.design.language import LANGUAGES, remember
from essaim.web.design.menu import Step
from essaim.web.design.words import tr


class Sample(forms.Form):
    """The form of the style guide, shown as it is and with its errors."""

    name = forms.CharField(label=tr("Nom de la structure", "Name of the organisation"))
    email = forms.EmailField(
        label=tr("Adresse e-mail", "E-mail address"),
        help_text=tr("Elle n'est jamais montrée.", "It is never shown."),
    )
    kind = forms.ChoiceField(
        label=tr("Famille", "Family"),
        choices=[("a", tr("Association", "Association")), ("c", tr("Coopérative", "Co-operative"))],
    )
    about = forms.CharField(label=tr("Ce que nous faisons", "What we do"), widget=forms.Textarea, required=False)
    agree = forms.BooleanField(label=tr("Prévenez-moi des appels à projets", "Tell me about calls for projects"))


@login_not_required
@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component as it is, on one page: what is not here does not exist."""
    shown = {
        "form": Sample(),
        "faulty": Sample({"email": "nobody@", "kind": "a"}, auto_id="id_faulty_%s"),
        "icons": ICONS,
        "page": Paginator(range(25), 10).page(2),
        "tokens": ("paper", "card", "ink", "soft", "line", "main", "main-soft", "honey", "honey-soft", "link", "fault"),
        "trail": [Step(str(tr("Accueil", "Home")), "/"), Step(str(tr("Guide de style", "Style guide")))],
    }
    return render(request, "design/style_guide.html", shown)


@login_not_required
@require_safe
def switch_language(request: HttpRequest, code: str) -> HttpResponse:
    """A plain link: it only changes what the visitor reads, and works without a session."""
    if code not in LANGUAGES:
        raise Http404
    back = request.GET.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")
    remember(response, code)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return render(request, "design/errors/400.html", status=400)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return render(request, "design/errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return render(request, "design/errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """On its own: what failed may be the database, or the session."""
    return render(None if request is None else request, "design/errors/500.html", status=500)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    return render(request, "design/errors/csrf.html", status=403)
