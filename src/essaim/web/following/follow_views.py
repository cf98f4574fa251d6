"""Following: one's list, following something, and no more, with or without signing in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from essaim.web.accounts.access import signed_in
from essaim.web.contributions.pages import throttled
from essaim.web.design.menu import Step
from essaim.web.design.words import language, tr
from essaim.web.following.actions import following as doing
from essaim.web.following.links import unsubscribed
from essaim.web.following.models import Alert, Follow
from essaim.web.following.subjects import Subject, address_of_follow, subject

FORM = ["GET", "HEAD", "POST"]
MOST = 200  # things that one person follows
FOLLOWED_IN_AN_HOUR = 100


def _trail(*last: str) -> list[Step]:
    mine = Step(str(tr("Mon compte", "My account")), reverse("account"))
    steps = [mine, Step(str(tr("Mes suivis", "What I follow")), reverse("following") if last else "")]
    return [*steps, *(Step(word) for word in last)]


@never_cache
@require_safe
def following(request: HttpRequest) -> HttpResponse:
    """All that one follows, each with the way to stop, and the alerts."""
    user = signed_in(request)
    follows = Follow.objects.visible_to(user)
    shown = {
        "follows": [(one, address_of_follow(one)) for one in follows],
        "alert": Alert.objects.filter(user=user).first(),
        "trail": _trail(),
    }
    return render(request, "following/following.html", shown)


@never_cache
@require_http_methods(FORM)
@throttled("follow", FOLLOWED_IN_AN_HOUR)
def follow(request: HttpRequest) -> HttpResponse:
    """What would be followed, and the button: a link of any page leads here, signing in on the way."""
    user = signed_in(request)
    given = request.POST if request.method == "POST" else request.GET
    found = subject(given.get("genre", ""), given.get("cible", ""))
    if found is None:
        raise Http404
    if request.method == "POST":
        return _followed(request, found)
    already = Follow.objects.visible_to(user).filter(kind=found.kind, target=found.target).first()
    return render(
        request, "following/follow.html", {"subject": found, "already": already, "trail": _trail(found.label)}
    )


def _followed(request: HttpRequest, found: Subject) -> HttpResponse:
    user = signed_in(request)
    if Follow.objects.visible_to(user).count() >= MOST:
        text = tr(
            "Vous suivez déjà {n} choses : arrêtez-en une d'abord.", "You already follow {n} things: stop one first."
        )
        messages.error(request, str(text).format(n=MOST))
        return redirect("following")
    doing.follow(user=user, subject=found, language=language())
    messages.success(request, tr(f"Vous suivez « {found.label} ».", f"You follow “{found.label}”."))
    return redirect(found.address)


@never_cache
@require_POST
def unfollow(request: HttpRequest, pk: int) -> HttpResponse:
    """One click, from the list or from the page of what was followed."""
    one = get_object_or_404(Follow.objects.visible_to(request.user), pk=pk)
    address = address_of_follow(one) if request.POST.get("retour") else ""
    doing.unfollow(follow=one)
    messages.success(request, tr(f"Vous ne suivez plus « {one.label} ».", f"You no longer follow “{one.label}”."))
    return redirect(address or "following")


@never_cache
@require_POST
def mails(request: HttpRequest) -> HttpResponse:
    """Alerts by e-mail, or none."""
    doing.set_mails(user=signed_in(request), wanted=request.POST.get("recevoir") == "1")
    messages.success(request, tr("C'est enregistré.", "Saved."))
    return redirect("following")


@csrf_exempt  # the mail reader sends this form, from nowhere (RFC 8058); the signature of the link is what counts
@never_cache
@login_not_required
@require_http_methods(FORM)
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """No more alerts, without signing in. Reading the page stops nothing: mail filters read links."""
    user = unsubscribed(token)
    if user is None:
        raise Http404
    done = request.method == "POST"
    if done:
        doing.set_mails(user=user, wanted=False)
    shown: dict[str, Any] = {"done": done, "trail": [Step(str(tr("Alertes", "Alerts")))]}
    return render(request, "following/unsubscribe.html", shown)
