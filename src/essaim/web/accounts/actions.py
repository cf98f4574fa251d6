"""What changes more than one thing, or sends something: each in one transaction, each leaves a line in the journal."""

import secrets
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from essaim.observatory.reference.geography import Territory
from essaim.web.accounts.models import Authority, Coverage, Entry, Invitation, Membership, Role, User
from essaim.web.design.words import tr


def log(*, authority: Authority, actor: User | None, verb: str, detail: str) -> Entry:
    return Entry.objects.create(authority=authority, actor=actor, verb=verb, detail=detail[:300])


@transaction.atomic
def create_person(*, email: str, name: str = "", password: str | None = None) -> User:
    """Someone whose address is known to be theirs: by the command line and the demonstration."""
    user = User.objects.create_user(email, password, name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def create_authority(*, name: str, slug: str, territories: list[Territory], **looks: str) -> Authority:
    authority = Authority.objects.create(name=name, slug=slug, **looks)
    Coverage.objects.bulk_create(Coverage(authority=authority, level=one.level, code=one.code) for one in territories)
    log(authority=authority, actor=None, verb="created", detail=name)
    return authority


@transaction.atomic
def grant(*, user: User, authority: Authority, role: Role, actor: User | None = None) -> Membership:
    """Give a role; giving it twice changes nothing."""
    membership, is_new = Membership.objects.get_or_create(user=user, authority=authority, role=role)
    if is_new:
        log(authority=authority, actor=actor, verb="granted", detail=f"{role}: {user.email}")
    return membership


@transaction.atomic
def revoke(*, membership: Membership, actor: User) -> None:
    """Take a role away; whoever asks has checked `can_remove`."""
    log(
        authority=membership.authority,
        actor=actor,
        verb="revoked",
        detail=f"{membership.role}: {membership.user.email}",
    )
    membership.delete()


def invite(*, authority: Authority, email: str, role: Role, actor: User, site: str) -> Invitation:
    """Offer a role by e-mail. The same is done whether the address has an account or not, so that nothing shows it.

    Inviting again replaces the former invitation: its link no longer works.
    """
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        Invitation.objects.filter(authority=authority, email__iexact=email, role=role).delete()
        invitation = Invitation.objects.create(
            authority=authority, email=email.lower(), role=role, digest=Invitation.digest_of(token), invited_by=actor
        )
        log(authority=authority, actor=actor, verb="invited", detail=f"{role}: {email.lower()}")
    told = {"invitation": invitation, "address": site + reverse("invitation", args=[token]), "actor": actor}
    send_mail(
        str(tr(f"{authority.name} vous invite sur Essaim", f"{authority.name} invites you to Essaim")),
        render_to_string("accounts/mail/invitation.txt", told),
        settings.DEFAULT_FROM_EMAIL,
        [invitation.email],
    )
    return invitation


@transaction.atomic
def accept(*, invitation: Invitation, user: User) -> Membership:
    """The offer becomes a role; whoever asks has checked `can_accept`."""
    membership = grant(
        user=user, authority=invitation.authority, role=Role(invitation.role), actor=invitation.invited_by
    )
    invitation.delete()
    return membership


@transaction.atomic
def withdraw(*, invitation: Invitation, actor: User) -> None:
    log(
        authority=invitation.authority,
        actor=actor,
        verb="withdrawn",
        detail=f"{invitation.role}: {invitation.email}",
    )
    invitation.delete()


def personal_data(user: User) -> dict[str, Any]:
    """All that the site holds about a person, ready for JSON; each app adds its own (`personal_data` of its config)."""
    others = {config.label: config.personal_data(user) for config in _holders()}
    return others | {
        "email": user.email,
        "name": user.name,
        "joined": user.date_joined.isoformat(),
        "last_sign_in": user.last_login.isoformat() if user.last_login else None,
        "addresses": [
            {"email": one.email, "verified": one.verified, "primary": one.primary}
            for one in EmailAddress.objects.filter(user=user).order_by("email")
        ],
        "roles": [
            {"authority": one.authority.name, "role": one.role, "since": one.since.isoformat()}
            for one in user.memberships.select_related("authority")
        ],
        "invitations": [
            {"authority": one.authority.name, "role": one.role, "sent": one.created_at.isoformat()}
            for one in Invitation.objects.filter(email__iexact=user.email).select_related("authority")
        ],
        "journal": [
            {"authority": one.authority.name, "at": one.at.isoformat(), "what": one.verb, "detail": one.detail}
            for one in Entry.objects.filter(actor=user).select_related("authority")
        ],
    }


@transaction.atomic
def delete_account(*, user: User) -> None:
    """Erase the person; journals keep what was done, without who. Whoever asks has checked `can_delete_account`.

    Each app forgets first what it holds (`forget` of its config).
    """
    for config in _holders():
        config.forget(user)
    Invitation.objects.filter(email__iexact=user.email).delete()
    Entry.objects.filter(detail__iendswith=f": {user.email}").update(detail="(compte supprimé)")
    user.delete()


def _holders() -> list[Any]:
    """The apps that hold something about people besides their account."""
    return [config for config in apps.get_app_configs() if hasattr(config, "personal_data")]
