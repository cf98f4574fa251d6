"""Ticking the list of an authority."""

from collections.abc import Iterable

from django.db import transaction

from essaim.web.accounts.models import Authority, User
from essaim.web.following.models import Change, Check

BATCH = 1_000


@transaction.atomic
def tick(*, authority: Authority, changes: Iterable[Change], actor: User) -> int:
    """These changes were looked at; what was ticked already keeps who did it and when. Returns how many are new."""
    before = Check.objects.filter(authority=authority).count()
    Check.objects.bulk_create(
        (Check(authority=authority, change=one, by=actor) for one in changes), batch_size=BATCH, ignore_conflicts=True
    )
    return Check.objects.filter(authority=authority).count() - before


def untick(*, authority: Authority, change: Change) -> None:
    Check.objects.filter(authority=authority, change=change).delete()
