"""Tokens made, revoked, used. Whoever asks has checked whose they are."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from essaim.web.accounts.models import User
from essaim.web.api.models import PREFIX, Token

MOST_TOKENS = 20  # usable at once, of one person
NOTED = timedelta(minutes=5)  # how precise the last use is: reading does not write each time


class TooMany(Exception):
    """The person has as many usable tokens as one may have."""


@transaction.atomic
def issue(*, owner: User, name: str, scopes: Sequence[str], days: int) -> tuple[Token, str]:
    """A token and its secret, which is told this once. Raises TooMany.

    `essaim_` and 64 hexadecimal digits: scanners of leaked secrets find it by `essaim_[0-9a-f]{64}`.
    """
    User.objects.get_queryset().select_for_update().get(pk=owner.pk)  # two at once find each other
    if Token.objects.visible_to(owner).usable().count() >= MOST_TOKENS:
        raise TooMany
    secret = PREFIX + secrets.token_hex(32)
    now = timezone.now()
    token = Token.objects.create(
        owner=owner,
        name=name,
        digest=Token.digest_of(secret),
        ending=secret[-4:],
        scopes=list(scopes),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    return token, secret


def revoke(*, token: Token) -> None:
    """At once and for good; the line stays, so that its owner knows that it was."""
    Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())


def used(secret: str) -> Token | None:
    """The usable token of a secret, whose use is noted; None for anything else, without saying why."""
    digest = Token.digest_of(secret)
    found = Token.objects.usable().select_related("owner").filter(digest=digest).first()
    now = timezone.now()
    if found and (found.last_used_at is None or now - found.last_used_at > NOTED):
        Token.objects.filter(pk=found.pk).update(last_used_at=now)
    return found
