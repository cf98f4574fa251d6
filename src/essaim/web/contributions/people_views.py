"""Personal data and the legal pages, in plain words."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from essaim.web.accounts.models import Authority, User
from essaim.web.contributions.personal import held_about


@login_not_required
@never_cache
@require_safe
def personal_data(request: HttpRequest) -> HttpResponse:
    """What is held about me, where it is taken away, how it is erased."""
    held = held_about(request.user) if isinstance(request.user, User) else {}
    return render(request, "contributions/personal_data.html", {"held": held})


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    shown = {"authorities": Authority.objects.all(), "legal": settings.LEGAL}
    return render(request, "contributions/privacy.html", shown)


@login_not_required
@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    return render(request, "contributions/legal.html", {"legal": settings.LEGAL})
