"""The person's own pages."""

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from essaim.web.accounts.access import can_delete_account, signed_in
from essaim.web.accounts.actions import delete_account, personal_data
from essaim.web.accounts.forms import AccountForm, DeletionForm
from essaim.web.design.language import remember
from essaim.web.design.words import language, tr


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Name, language, security, roles, data: everything about oneself, on one page."""
    user = signed_in(request)
    form = AccountForm(request.POST or None, instance=user, initial={"language": language()})
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, tr("C'est enregistré.", "Saved."))
        response = redirect("account")
        remember(response, form.cleaned_data["language"])
        return response
    roles = user.memberships.select_related("authority")
    return render(request, "accounts/account.html", {"form": form, "roles": roles})


@never_cache
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """All that is held about the person, as a file."""
    response = JsonResponse(personal_data(signed_in(request)), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="essaim.json"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    form = DeletionForm(request.POST or None)
    allowed = can_delete_account(request.user)
    if request.method == "POST" and form.is_valid():
        if not allowed:
            raise PermissionDenied
        user = signed_in(request)
        logout(request)
        delete_account(user=user)
        messages.success(request, tr("Votre compte est effacé.", "Your account is erased."))
        return redirect("home")
    return render(request, "accounts/delete.html", {"form": form, "allowed": allowed})
