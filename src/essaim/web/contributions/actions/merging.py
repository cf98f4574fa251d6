"""Two sheets of one structure become one; nothing that people wrote is lost."""

from typing import Any

from django.db import transaction

from essaim.web.accounts.actions import log
from essaim.web.accounts.models import Authority, User
from essaim.web.contributions.actions.revisions import AlreadyDecided, in_force, keep
from essaim.web.contributions.content import LISTS, OF_LOCAL, applied, changed, is_empty, picked
from essaim.web.contributions.models import Claim, Decision, Label, NotTheSame, Sheet
from essaim.web.contributions.models.revisions import Origin
from essaim.web.contributions.models.sheets import State

IN_FORCE = (Decision.PENDING, Decision.ACCEPTED)


def joined(local: dict[str, Any], kept: dict[str, Any], from_local: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The content of both: lists are joined, an empty field takes what the other says.

    Where both say something else, the kept sheet's word stays, or the local one's for the fields named.
    """
    result: dict[str, Any] = {}
    for name in local.keys() | kept.keys():
        mine, theirs = local.get(name), kept.get(name)
        if name in LISTS:
            result[name] = [*(theirs or []), *(one for one in mine or [] if one not in (theirs or []))]
        else:
            result[name] = mine if name in from_local and not is_empty(mine) else theirs or mine
    return applied({}, result)


def disputed(local: dict[str, Any], kept: dict[str, Any]) -> tuple[str, ...]:
    """Fields where both say something, and not the same: somebody has to choose."""
    both = [name for name in changed(local, kept) if name not in LISTS]
    return tuple(name for name in both if not is_empty(local.get(name)) and not is_empty(kept.get(name)))


@transaction.atomic
def merge(
    *, local: Sheet, target: Sheet, authority: Authority, actor: User, from_local: frozenset[str] = frozenset()
) -> Sheet:
    """Everything of `local` goes to `target`, and its address with it. What a choice leaves out stays in the history:
    the kept sheet's word in the revision, the local one's in the sheet that redirects.

    Raises AlreadyDecided when one of them was merged meanwhile.
    """
    gone, stays = _held(local, keep(target))
    told = gone.content if stays.is_local else applied(gone.content, dict.fromkeys(OF_LOCAL))
    content = joined(told, stays.content, from_local)
    _move(gone, stays)
    _write(stays, content, gone, authority, actor)
    gone.state, gone.redirect_to = State.MERGED, stays.key
    gone.save()
    Sheet.objects.filter(redirect_to=gone.key).update(redirect_to=stays.key)
    log(authority=authority, actor=actor, verb="merged", detail=f"{gone.name} → {stays.name}")
    return stays


def remember_not_the_same(*, one: str, other: str, actor: User) -> NotTheSame:
    """These two were looked at and are two; saying it twice changes nothing."""
    first, second = sorted((one, other))
    return NotTheSame.objects.get_or_create(first=first, second=second, defaults={"decided_by": actor})[0]


def _held(local: Sheet, target: Sheet) -> tuple[Sheet, Sheet]:
    """Both sheets, locked in one order whoever merges, as long as they are two and live."""
    pair = Sheet.objects.select_for_update().filter(pk__in=[local.pk, target.pk]).order_by("pk")
    held = {one.pk: one for one in pair}
    gone, stays = held[local.pk], held[target.pk]
    if gone.state != State.LIVE or stays.state != State.LIVE or gone.pk == stays.pk:
        raise AlreadyDecided
    return gone, stays


def _write(stays: Sheet, content: dict[str, Any], gone: Sheet, authority: Authority, actor: User) -> None:
    """The content of both in the sheet that stays, and in its history what it replaces and where it comes from."""
    names = changed(stays.content, content)
    before, after = picked(stays.content, names), picked(content, names)
    stays.version += 1
    stays.content = content
    stays.confirmed_at = max(filter(None, (stays.confirmed_at, gone.confirmed_at)), default=None)
    stays.save()
    in_force(
        sheet=stays,
        actor=actor,
        authority=authority,
        origin=Origin.MERGE,
        before=before,
        after=after,
        remark=gone.key,
        token=f"merge-{gone.pk}-{stays.pk}",
    ).save()


def _move(gone: Sheet, stays: Sheet) -> None:
    """People, labels, pictures and what waits follow; what the other sheet already has is withdrawn, not erased.

    The history of the sheet that goes stays under its own name: versions are those of one sheet.
    """
    speakers = stays.claims.filter(decision__in=IN_FORCE).values("author")
    Claim.objects.filter(sheet=gone, decision__in=IN_FORCE, author__in=speakers).update(decision=Decision.WITHDRAWN)
    kinds = stays.labels.filter(decision__in=IN_FORCE).values("kind")
    Label.objects.filter(sheet=gone, decision__in=IN_FORCE, kind__in=kinds).update(decision=Decision.WITHDRAWN)
    gone.claims.update(sheet=stays)
    gone.labels.update(sheet=stays)
    gone.pictures.update(sheet=stays)
    gone.objections.update(sheet=stays)
    gone.revisions.filter(sheet_version__isnull=True).update(sheet=stays)
