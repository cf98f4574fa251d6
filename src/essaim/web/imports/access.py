"""Who may import: the officers of an authority, since what is imported is published in its name."""

from essaim.web.accounts.access import Person, has_role
from essaim.web.accounts.models import Authority
from essaim.web.contributions.models.review import OFFICERS


def can_import(user: Person, authority: Authority) -> bool:
    """Administrators and policy officers of that authority."""
    return has_role(user, authority, *OFFICERS)
