"""The link that stops alerts: signed, good for one person and one thing, without signing in."""

from django.core import signing
from django.urls import reverse

from essaim.web.accounts.models import User

SALT = "essaim.following.unsubscribe"


def unsubscribe_address(user: User, site: str) -> str:
    return site + reverse("unsubscribe", args=[signing.dumps(user.pk, salt=SALT)])


def unsubscribed(token: str) -> User | None:
    """Whose link it is; None for one that this site did not sign, or of an account that is no more."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=pk).first()
