"""The changes of an authority: those of its territories."""

from django.db.models import Exists, OuterRef

from essaim.web.accounts.models import Authority
from essaim.web.contributions.models import Claim, Decision
from essaim.web.following.models import Check
from essaim.web.following.models.changes import ChangeQuerySet
from essaim.web.following.reading import told
from essaim.web.following.subjects import territory_of


def changes_of(authority: Authority) -> ChangeQuerySet:
    """What concerns one of its territories at least."""
    found = (territory_of(str(one)) for one in authority.coverage.all())
    return told().within_any([one for one in found if one is not None])


def to_check(authority: Authority) -> ChangeQuerySet:
    """Those that it did not tick yet."""
    return changes_of(authority).filter(~_ticked(authority))


def checked(authority: Authority) -> ChangeQuerySet:
    """Those that it ticked."""
    return changes_of(authority).filter(_ticked(authority))


def claimed_first(changes: ChangeQuerySet) -> ChangeQuerySet:
    """Those of structures whose sheet somebody keeps (`claimed`) first: people are to be told. Then the newest."""
    claims = Claim.objects.filter(sheet__key=OuterRef("key"), decision=Decision.ACCEPTED)
    return changes.annotate(claimed=Exists(claims)).order_by("-claimed", "-refresh__number", "pk")


def _ticked(authority: Authority) -> Exists:
    return Exists(Check.objects.filter(authority=authority, change=OuterRef("pk")))
