"""Who may do what with changes. What a person follows is theirs alone."""

from essaim.web.accounts.access import Person
from essaim.web.accounts.models import Authority
from essaim.web.contributions.access import can_moderate


def can_check(user: Person, authority: Authority) -> bool:
    """See the list to check and tick it: those who look after the sheets of the territory."""
    return can_moderate(user, authority)
