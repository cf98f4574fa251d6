"""The space of an authority: its public page, its looks, and what its administrators do there."""

from typing import Any

from django.apps import apps
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from essaim.observatory.errors import EssaimError
from essaim.observatory.reference.geography import Territory, territory
from essaim.web.accounts import access, actions
from essaim.web.accounts.forms import IdentityForm, InvitationForm, RoleForm
from essaim.web.accounts.models import Authority, Entry, Invitation, Membership, Role, User
from essaim.web.design.contrast import DARK_GROUND, LIGHT_GROUND, Shades, contrast, ink_on, shades
from essaim.web.design.menu import Step
from essaim.web.design.words import tr


@login_not_required
@require_safe
def authority_list(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/authority_list.html", {"authorities": Authority.objects.all()})


@login_not_required
@require_safe
def authority(request: HttpRequest, slug: str) -> HttpResponse:
    """Public: who it is, its territories and what can be seen of them."""
    found = get_object_or_404(Authority, slug=slug)
    doors = [door for app in apps.get_app_configs() if hasattr(app, "doors") for door in app.doors(request.user, found)]
    shown = {
        "theme": found,
        "trail": _trail(found)[:2],
        "territories": _territories(found),
        "doors": [door for door in doors if not door.work],
        "work": [door for door in doors if door.work],
        "administers": access.can_administer(request.user, found),
    }
    return render(request, "accounts/authority.html", shown)


@login_not_required
@cache_control(public=True, max_age=31536000, immutable=True)
@require_safe
def style(request: HttpRequest, slug: str) -> HttpResponse:
    """Its two colours, in the shades that can be read on light and on dark; the address changes when they do."""
    found = get_object_or_404(Authority, slug=slug)
    grounds = {"light": LIGHT_GROUND, "dark": DARK_GROUND}
    told: dict[str, Any] = {name: _pair(found, ground) for name, ground in grounds.items()}
    told |= {"accent": found.accent_colour, "on_accent": ink_on(found.accent_colour)}
    return render(request, "accounts/authority.css", told, content_type="text/css; charset=utf-8")


@login_not_required
@cache_control(public=True, max_age=31536000, immutable=True)
@require_safe
def logo(_: HttpRequest, slug: str) -> HttpResponse | FileResponse:
    found = get_object_or_404(Authority, slug=slug)
    if not found.logo:
        raise Http404
    return FileResponse(found.logo.open(), content_type="image/png", filename=f"{found.slug}.png")


@never_cache
@require_safe
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """People with their roles, pending invitations, the journal."""
    found = _administered(request, slug)
    roles = Membership.objects.visible_to(request.user).filter(authority=found)
    people = (
        User.objects.get_queryset()
        .filter(memberships__in=roles)
        .distinct()
        .order_by("name", "email")
        .prefetch_related(Prefetch("memberships", roles.select_related("user", "authority"), to_attr="roles_here"))
    )
    shown = {
        "theme": found,
        "trail": [*_trail(found)[:2], Step(str(tr("Membres", "Members")))],
        "people": people,
        "invitations": Invitation.objects.visible_to(request.user).filter(authority=found).select_related("invited_by"),
        "journal": Entry.objects.visible_to(request.user).filter(authority=found).select_related("actor")[:20],
    }
    return render(request, "accounts/members.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    found = _administered(request, slug)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        site = f"{request.scheme}://{request.get_host()}"
        role = Role(form.cleaned_data["role"])
        actions.invite(
            authority=found, email=form.cleaned_data["email"], role=role, actor=access.signed_in(request), site=site
        )
        messages.success(request, tr("L'invitation est partie.", "The invitation is on its way."))
        return redirect("authority_members", found.slug)
    trail = [*_trail(found), Step(str(tr("Inviter", "Invite")))]
    return render(request, "accounts/invite.html", {"theme": found, "trail": trail, "form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One person: roles to take away, a role to add."""
    found = _administered(request, slug)
    roles = Membership.objects.visible_to(request.user).filter(authority=found, user=pk)
    held = list(roles.select_related("user", "authority"))
    if not held:
        raise Http404
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.grant(
            user=held[0].user, authority=found, role=Role(form.cleaned_data["role"]), actor=access.signed_in(request)
        )
        messages.success(request, tr("Le rôle est ajouté.", "The role is added."))
        return redirect("authority_member", found.slug, pk)
    trail = [*_trail(found), Step(str(held[0].user))]
    shown = {"theme": found, "trail": trail, "form": form, "held": held, "person": held[0].user}
    return render(request, "accounts/member.html", shown)


@never_cache
@require_POST
def revoke(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    found = _administered(request, slug)
    visible = Membership.objects.visible_to(request.user).filter(authority=found)
    membership = get_object_or_404(visible.select_related("user", "authority"), pk=pk)
    if not access.can_remove(request.user, membership):
        text = tr(
            "C'est la dernière personne qui administre cet espace : nommez-en une autre d'abord.",
            "This is the last administrator of this space: name another one first.",
        )
        messages.error(request, text)
    else:
        actions.revoke(membership=membership, actor=access.signed_in(request))
        messages.success(request, tr("Le rôle est retiré.", "The role is removed."))
    # Whoever gave up their own administration cannot see the members any more.
    still = access.can_administer(request.user, found)
    return redirect("authority_members" if still else "authority", found.slug)


@never_cache
@require_POST
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    found = _administered(request, slug)
    visible = Invitation.objects.visible_to(request.user).filter(authority=found)
    actions.withdraw(invitation=get_object_or_404(visible, pk=pk), actor=access.signed_in(request))
    messages.success(request, tr("L'invitation est retirée.", "The invitation is withdrawn."))
    return redirect("authority_members", found.slug)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: HttpRequest, slug: str) -> HttpResponse:
    """Name, logo, colours; « aperçu » shows the contrast of colours without keeping them."""
    found = _administered(request, slug)
    before = {"main_colour": found.main_colour, "accent_colour": found.accent_colour}
    form = IdentityForm(request.POST or None, request.FILES or None, instance=found)
    valid = request.method == "POST" and form.is_valid()
    if valid and "preview" not in request.POST:
        form.save()
        actions.log(authority=found, actor=access.signed_in(request), verb="identity", detail=found.name)
        messages.success(request, tr("C'est enregistré.", "Saved."))
        return redirect("authority_identity", found.slug)
    shown = {
        "theme": Authority.objects.get(pk=found.pk),  # the page keeps the looks that are in force
        "trail": [*_trail(found)[:2], Step(str(tr("Identité", "Identity")))],
        "form": form,
        "colours": _contrasts(form.cleaned_data if valid else before),
    }
    return render(request, "accounts/identity.html", shown)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of the message leads: what is offered, and a button to accept it once signed in."""
    offered = Invitation.objects.filter(digest=Invitation.digest_of(token)).select_related("authority", "invited_by")
    found = offered.first()
    if found is None or found.is_expired:
        return render(request, "accounts/invitation_gone.html", status=404)
    if request.method == "POST":
        if not access.can_accept(request.user, found):
            raise PermissionDenied
        membership = actions.accept(invitation=found, user=access.signed_in(request))
        messages.success(request, tr("Bienvenue !", "Welcome!"))
        return redirect(membership.authority)
    shown = {
        "theme": found.authority,
        "invitation": found,
        "accepts": access.can_accept(request.user, found),
    }
    return render(request, "accounts/invitation.html", shown)


def _administered(request: HttpRequest, slug: str) -> Authority:
    """The authority, for those who administer it."""
    found = get_object_or_404(Authority, slug=slug)
    if not access.can_administer(request.user, found):
        raise PermissionDenied
    return found


def _trail(found: Authority) -> list[Step]:
    return [
        Step(str(tr("Collectivités", "Authorities")), reverse("authority_list")),
        Step(found.name, found.get_absolute_url()),
        Step(str(tr("Membres", "Members")), reverse("authority_members", args=[found.slug])),
    ]


def _territories(found: Authority) -> list[Territory]:
    """Those that the official geography still knows."""
    known = []
    for one in found.coverage.all():
        try:
            known.append(territory(one.level, one.code))
        except EssaimError:  # a commune that was merged since: its authority will be told by the living-data pages
            continue
    return known


def _pair(found: Authority, ground: str) -> dict[str, Shades]:
    return {"main": shades(found.main_colour, ground), "accent": shades(found.accent_colour, ground)}


def _contrasts(colours: dict[str, Any]) -> list[dict[str, Any]]:
    """For each colour and ground: what was chosen, what will be shown, and the ratio of each."""
    names = {
        "main_colour": tr("Couleur principale", "Main colour"),
        "accent_colour": tr("Couleur d'accent", "Accent colour"),
    }
    grounds = ((tr("thème clair", "light theme"), LIGHT_GROUND), (tr("thème sombre", "dark theme"), DARK_GROUND))
    return [
        {
            "name": name,
            "ground": label,
            "chosen": colours[key],
            "ratio": contrast(colours[key], ground),
            "shown": shades(colours[key], ground).text,
            "shown_ratio": contrast(shades(colours[key], ground).text, ground),
        }
        for key, name in names.items()
        for label, ground in grounds
    ]
