"""One message a refresh, and one a day at most, to each person, about all that they follow."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from essaim.observatory.directory.index import Index
from essaim.observatory.directory.opening import kept_index
from essaim.web.design.words import tr
from essaim.web.following.links import unsubscribe_address
from essaim.web.following.models import Alert, Change, Follow, Kind, Refresh
from essaim.web.following.models.changes import ChangeQuerySet
from essaim.web.following.reading import Shown, shown, told
from essaim.web.following.searches import search_asked
from essaim.web.following.subjects import address_of_follow, territory_of
from essaim.web.territories.stores import current_index

PATIENCE = timedelta(hours=20)  # "daily", whatever the minute at which a timer starts
LISTED = 10  # changes told of one thing followed; its page has the others


@dataclass(frozen=True)
class Part:
    """What happened to one thing that a person follows."""

    label: str
    address: str
    total: int
    first: list[Shown]


def send_due(*, site: str) -> int:
    """Write to all who are to be told something; returns how many messages left."""
    last = Refresh.objects.last()
    waiting = Alert.objects.filter(wanted=True, user__is_active=True).exclude(told=last)
    return sum(send_digest(alert=one, site=site) for one in waiting)


@transaction.atomic
def send_digest(*, alert: Alert, site: str) -> bool:
    """Write to one person, unless another run just did; the message leaves when the database has kept it."""
    held = Alert.objects.select_for_update(of=("self",)).select_related("user", "told").get(pk=alert.pk)
    last = Refresh.objects.last()
    recent = held.sent_at is not None and held.sent_at > timezone.now() - PATIENCE
    if last is None or held.told == last or recent:
        return False
    with translation.override(held.language):
        found = list(parts(held))
        message = _message(held, found, last, site) if found else None
    held.told = last
    if message:
        held.sent_at = timezone.now()
        transaction.on_commit(message.send)
    held.save(update_fields=["told", "sent_at"])
    return message is not None


def parts(alert: Alert) -> Iterable[Part]:
    """What there is to tell, thing by thing; what happened before it was followed is not."""
    new = told().filter(refresh__number__gt=alert.told.number if alert.told else 0)
    for follow in Follow.objects.filter(user=alert.user):
        found = _changes(follow, new.filter(refresh__made_at__gt=follow.created_at))
        if total := len(found):
            some = Change.objects.filter(pk__in=found[:LISTED]).newest_first()
            yield Part(follow.label, address_of_follow(follow), total, shown(some))


def _changes(follow: Follow, new: ChangeQuerySet) -> list[int]:
    """The identifiers of the changes that concern what is followed, the newest first."""
    if follow.kind == Kind.STRUCTURE:
        new = new.filter(key=follow.target)
    elif follow.kind == Kind.TERRITORY:
        territory = territory_of(follow.target)
        new = new.within(territory) if territory else new.none()
    else:
        return _of_search(follow.target, new)
    return list(new.newest_first().values_list("pk", flat=True))


def _of_search(target: str, new: ChangeQuerySet) -> list[int]:
    """A structure answers a search in the current version, or did in the former one, where its index is still kept."""
    search = search_asked(target)
    rows = list(new.newest_first().values_list("pk", "key"))
    if search is None or not rows:
        return []
    keys = sorted({key for _, key in rows})
    indexes = [current_index(), *_former_indexes(new)]
    kept = set().union(*(index.among(keys, search.query) for index in indexes))
    return [pk for pk, key in rows if key in kept]


def _former_indexes(new: ChangeQuerySet) -> list[Index]:
    numbers = new.order_by().values_list("refresh__number", flat=True).distinct()
    former = Refresh.objects.filter(number__in=[number - 1 for number in numbers])
    found = (_index_of(settings.ESSAIM_STORE / one.version, one.vintage, settings.ESSAIM_INDEX) for one in former)
    return [one for one in found if one is not None]


@lru_cache(maxsize=2)
def _index_of(version: Path, vintage: date, folder: Path | None) -> Index | None:
    """Opened once for all the searches that are followed: that of a country is a hundred megabytes."""
    return kept_index(version, vintage, folder)


def _message(alert: Alert, found: list[Part], last: Refresh, site: str) -> EmailMessage:
    stop = unsubscribe_address(alert.user, site)
    context = {
        "parts": found,
        "site": site,
        "refresh": last,
        "stop": stop,
        "following": site + reverse("following"),
    }
    subject = tr("Essaim · ce qui a changé", "Essaim · what changed")
    return EmailMessage(
        str(subject),
        render_to_string("following/mail/digest.txt", context),
        settings.DEFAULT_FROM_EMAIL,
        [alert.user.email],
        # RFC 8058: the button of the mail reader sends a form to this address, and it is done.
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )
