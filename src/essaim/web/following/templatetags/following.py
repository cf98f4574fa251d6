"""Following, in the pages of other apps."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.http import urlencode

from essaim.web.accounts.models import Authority
from essaim.web.following.access import can_check
from essaim.web.following.models import Follow
from essaim.web.following.reading import Shown, history
from essaim.web.following.territory import to_check

register = template.Library()


@register.inclusion_tag("following/button.html", takes_context=True)
def follow_button(context: Context, kind: str, target: str) -> dict[str, Any]:
    """« Suivre »: a link for who is not signed in, a button for the others, « Ne plus suivre » once it is done."""
    request = context.get("request")
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    already = Follow.objects.visible_to(user).filter(kind=kind, target=target).first() if signed_in else None
    query = urlencode({"genre": kind, "cible": target})
    return {
        "kind": kind,
        "target": target,
        "signed_in": signed_in,
        "already": already,
        "query": query,
        "request": request,
    }


@register.simple_tag
def history_of(key: str) -> list[Shown]:
    """What happened to a structure, the newest first."""
    return history(key)


@register.simple_tag(takes_context=True)
def changes_to_check(context: Context, authority: Authority) -> int | None:
    """How many changes wait in an authority; None for who may not check them."""
    request = context.get("request")
    if request is None or not can_check(request.user, authority):
        return None
    return to_check(authority).count()
