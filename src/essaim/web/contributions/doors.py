"""What the space of an authority leads to here: its labels for everyone, its work for those who decide."""

from collections.abc import Iterator

from django.urls import reverse

from essaim.web.accounts.access import Person
from essaim.web.accounts.models import Authority
from essaim.web.contributions.access import can_moderate
from essaim.web.contributions.queue import queue
from essaim.web.design.menu import Door
from essaim.web.design.words import count, tr


def doors(user: Person, authority: Authority) -> Iterator[Door]:
    """Labels, then what waits for an answer, then what may be written twice."""
    slug = [authority.slug]
    granted = str(tr("Qui les a reçus, sur quels critères.", "Who received them, on what criteria."))
    yield Door("check", str(tr("Ses labels", "Its labels")), granted, reverse("label_kinds", args=slug))
    if not can_moderate(user, authority):
        return
    waiting = count(
        queue(user, authority).total,
        ("{n} contribution attend", "{n} contributions attendent"),
        ("{n} contribution is waiting", "{n} contributions are waiting"),
    )
    read = str(tr("À lire, accepter ou refuser.", "To read, accept or refuse."))
    yield Door("mail", waiting, read, reverse("queue", args=slug), work=True)
    twice = str(tr("Les acteurs ajoutés qui ressemblent à un autre.", "Added actors that look like another one."))
    yield Door("people", str(tr("Doublons", "Duplicates")), twice, reverse("duplicates", args=slug), work=True)
