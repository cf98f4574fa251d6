"""What people may do. One function a rule, without a request: pages, API, command line and tests ask the same."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from essaim.web.accounts.models import Authority, Invitation, Membership, Role, User

# Signed in or not: AnonymousUser is no User.
Person = Any


def signed_in(request: HttpRequest) -> User:
    """The person behind a page that asks for one; the middleware has turned the others away."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def has_role(user: Person, authority: Authority, *roles: Role) -> bool:
    """Whether the person holds one of these roles in this authority; a role elsewhere counts for nothing here."""
    return bool(
        user.is_authenticated and Membership.objects.filter(user=user, authority=authority, role__in=roles).exists()
    )


def can_administer(user: Person, authority: Authority) -> bool:
    """Members, invitations, name, logo, colours: the administrators of that authority, and nobody else."""
    return has_role(user, authority, Role.ADMINISTRATOR)


def can_remove(user: Person, membership: Membership) -> bool:
    """An administrator of its authority, or the person who holds it; never the last administrator's own role."""
    return (membership.user == user or can_administer(user, membership.authority)) and not is_last_administrator(
        membership
    )


def can_accept(user: Person, invitation: Invitation) -> bool:
    """The person whose address it was sent to, within its fourteen days."""
    return bool(user.is_authenticated and user.email.lower() == invitation.email.lower() and not invitation.is_expired)


def is_last_administrator(membership: Membership) -> bool:
    """An authority without an administrator could not be given one from the site."""
    if membership.role != Role.ADMINISTRATOR:
        return False
    others = Membership.objects.filter(authority=membership.authority, role=Role.ADMINISTRATOR).exclude(
        user=membership.user
    )
    return not others.exists()


def can_delete_account(user: Person) -> bool:
    """Anyone their own, unless an authority would be left without an administrator."""
    held = Membership.objects.filter(user=user, role=Role.ADMINISTRATOR).select_related("authority", "user")
    return not any(is_last_administrator(membership) for membership in held)
