"""The way into the list to check, on the page of an authority."""

from collections.abc import Iterator

from django.urls import reverse

from essaim.web.accounts.access import Person
from essaim.web.accounts.models import Authority
from essaim.web.design.menu import Door
from essaim.web.design.words import count, tr
from essaim.web.following.access import can_check
from essaim.web.following.territory import to_check


def doors(user: Person, authority: Authority) -> Iterator[Door]:
    """What changed and waits to be checked, for those who check it."""
    if can_check(user, authority):
        waiting = count(
            to_check(authority).count(),
            ("{n} changement à vérifier", "{n} changements à vérifier"),
            ("{n} change to check", "{n} changes to check"),
        )
        told = str(tr("Ce que les registres disent de neuf.", "What is new in the registers."))
        yield Door("info", waiting, told, reverse("authority_changes", args=[authority.slug]), work=True)
