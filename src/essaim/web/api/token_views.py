"""A person's own tokens: made, seen, revoked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from essaim.web.accounts.access import signed_in
from essaim.web.api.actions import MOST_TOKENS, TooMany, issue, revoke
from essaim.web.api.forms import TokenForm
from essaim.web.api.models import Token
from essaim.web.design.menu import Step
from essaim.web.design.words import tr


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("secret")
def tokens(request: HttpRequest) -> HttpResponse:
    """Those that one has, and a form for another one. A new secret is told in the answer, and kept nowhere."""
    user = signed_in(request)
    form = TokenForm(request.POST or None)
    shown = {"trail": _trail(), "most": MOST_TOKENS}
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = issue(owner=user, **form.cleaned_data)
        except TooMany:
            form.add_error(None, tr("Révoquez d'abord un jeton.", "Revoke a token first."))
        else:
            return render(request, "api/token_made.html", shown | {"token": token, "secret": secret})
    mine = Token.objects.visible_to(user)
    return render(request, "api/tokens.html", shown | {"form": form, "tokens": mine})


@never_cache
@require_POST
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    """At once; another person's token does not exist here."""
    token = get_object_or_404(Token.objects.visible_to(signed_in(request)), pk=pk)
    revoke(token=token)
    messages.success(request, tr("Le jeton est révoqué.", "The token is revoked."))
    return redirect("tokens")


def _trail() -> list[Step]:
    return [Step(str(tr("Mon compte", "My account")), reverse("account")), Step(str(tr("Jetons", "Tokens")))]
