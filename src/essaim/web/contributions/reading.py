"""What people wrote, for the pages of everyone: directory, map, API. A fixed number of queries, however many keys.

Nothing here depends on who reads, and nothing private passes: no author, no address of a person, no pending change.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from essaim.observatory.directory.needs import needs
from essaim.web.contributions.content import ACCESS, CONTACT, STATUSES, told
from essaim.web.contributions.exchanges import Exchange
from essaim.web.contributions.freshness import Freshness, freshness
from essaim.web.contributions.models import Claim, Decision, Label, Picture, Revision, Sheet
from essaim.web.contributions.models.revisions import Origin
from essaim.web.contributions.places import told_area
from essaim.web.contributions.prose import shown
from essaim.web.design.words import language


@dataclass(frozen=True)
class Shown:
    """A picture to show: its address, its size in pixels, and the words for those who do not see it."""

    address: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class GrantedLabel:
    """A label in force: who granted it, on what proof, since and until when (None: without end)."""

    name: str
    criteria: str
    granted_by: str
    proof: str
    granted_on: date
    expires_on: date | None


@dataclass(frozen=True)
class Added:
    """The authority by which an actor that registers lack came in the directory, and the day."""

    by: str
    on: date


@dataclass(frozen=True)
class Additions:
    """What people added to one structure; empty strings and tuples where nobody said anything.

    `status` is "", "closed", "on_hold" or "in_planning", and `status_label` its words. `speaks_for_itself` says that
    somebody whom the structure sent, as was proved, keeps this sheet. `description` is harmless HTML. `contact` has
    name, role, email and phone, or nothing at all. `added`, `kind`, `address`, `sector` and `needs` are of actors that
    registers lack: of the others they are empty.
    """

    key: str
    description: SafeString
    offers: tuple[Exchange, ...]
    wants: tuple[Exchange, ...]
    area: tuple[str, ...]
    area_keys: tuple[str, ...]
    website: str
    contact: dict[str, str]
    opening: str
    accessibility: tuple[str, ...]
    accessibility_codes: tuple[str, ...]
    pictures: tuple[Shown, ...]
    status: str
    status_label: str
    address: str
    sector: str
    needs: tuple[str, ...]
    need_codes: tuple[str, ...]
    kind: str
    kind_code: str
    added: Added | None
    labels: tuple[GrantedLabel, ...]
    speaks_for_itself: bool
    freshness: Freshness


def additions(keys: Collection[str]) -> dict[str, Additions]:
    """By key, for the structures that people wrote about; four queries, five where registers lack one of them."""
    sheets = list(Sheet.objects.live().of_keys(keys))
    if not sheets:
        return {}
    pictures = {str(one.pk): one for one in Picture.objects.filter(sheet__in=sheets)}
    labels = _labels(sheets)
    spoken_for = set(
        Claim.objects.filter(sheet__in=sheets, decision=Decision.ACCEPTED).values_list("sheet_id", flat=True)
    )
    added = _added([one for one in sheets if one.is_local])
    return {one.key: _additions(one, pictures, labels[one.pk], one.pk in spoken_for, added) for one in sheets}


def local_name(key: str) -> str | None:
    """The name of an actor that open data lacks: proposed by people, accepted by the authority of its commune."""
    return Sheet.objects.live().local().filter(key=key).values_list("name", flat=True).first()


def opposed() -> frozenset[str]:
    """The keys of the structures that asked not to be shown and whose authority agreed."""
    return frozenset(Sheet.objects.filter(hidden=True).values_list("key", flat=True))


def awarded() -> frozenset[str]:
    """The keys of the structures that bear a prize in force."""
    prized = Label.objects.in_force(timezone.localdate()).filter(kind__is_award=True)
    return frozenset(prized.values_list("sheet__key", flat=True))


def redirect_of(key: str) -> str | None:
    """The key of the sheet that a merged one became."""
    return Sheet.objects.filter(key=key).exclude(redirect_to="").values_list("redirect_to", flat=True).first()


def _added(sheets: list[Sheet]) -> dict[int, Added]:
    if not sheets:
        return {}
    accepted = Revision.objects.filter(sheet__in=sheets, origin=Origin.NEW_ACTOR, decision=Decision.ACCEPTED)
    rows = accepted.values_list("sheet_id", "authority__name", "decided_at")
    return {pk: Added(name, timezone.localdate(day)) for pk, name, day in rows}


def _labels(sheets: list[Sheet]) -> dict[int, list[GrantedLabel]]:
    found: dict[int, list[GrantedLabel]] = defaultdict(list)
    granted = Label.objects.in_force(timezone.localdate()).filter(sheet__in=sheets)
    for one in granted.select_related("kind__authority").order_by("kind__name"):
        owner = one.kind.authority.name
        told = (one.kind.name, one.kind.criteria, owner, one.proof, one.granted_on, one.expires_on)
        found[one.sheet_id].append(GrantedLabel(*told))
    return found


def _additions(
    sheet: Sheet,
    pictures: dict[str, Picture],
    labels: list[GrantedLabel],
    is_spoken_for: bool,
    added: dict[int, Added],
) -> Additions:
    content = sheet.content
    area = tuple(content.get("area", ()))
    contact = content.get("contact", {})
    return Additions(
        key=sheet.key,
        description=shown(content.get("description", "")),
        offers=_exchanges(content.get("offers", ())),
        wants=_exchanges(content.get("wants", ())),
        area=tuple(told_area(area)),
        area_keys=area,
        website=content.get("website", ""),
        contact={part: contact.get(part, "") for part in CONTACT} if contact else {},
        opening=content.get("opening", ""),
        accessibility=tuple(str(ACCESS[code]) for code in content.get("accessibility", ())),
        accessibility_codes=tuple(content.get("accessibility", ())),
        pictures=tuple(_shown(one, pictures) for one in content.get("pictures", ()) if one["id"] in pictures),
        status=content.get("status", ""),
        status_label=str(STATUSES[content["status"]]) if content.get("status") else "",
        address=content.get("address", ""),
        sector=told("sector", content.get("sector")),
        needs=tuple(needs()[code].label.in_(language()) for code in content.get("needs", ()) if code in needs()),
        need_codes=tuple(code for code in content.get("needs", ()) if code in needs()),
        kind=sheet.kind_label,
        kind_code=sheet.kind,
        added=added.get(sheet.pk),
        labels=tuple(labels),
        speaks_for_itself=is_spoken_for,
        freshness=freshness(content, sheet.confirmed_at, timezone.now()),
    )


def _exchanges(kept: Any) -> tuple[Exchange, ...]:
    """Those that are not over."""
    today = timezone.localdate()
    return tuple(one for one in map(Exchange.read, kept) if not one.is_over(today))


def _shown(one: dict[str, str], pictures: dict[str, Picture]) -> Shown:
    picture = pictures[one["id"]]
    return Shown(reverse("sheet_picture", args=[picture.pk]), one["alt"], picture.width, picture.height)
