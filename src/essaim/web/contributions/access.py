"""Who may do what with the sheets of the directory. One function a rule, without a request.

What each role adds, in the authority where it is held, and nowhere else:

* visitor, public buyer, elected official: nothing here; like anyone they correct, propose an actor, claim a structure;
* member of an organisation: nothing by the role alone; what opens a sheet is an accepted claim on it;
* support body: proposes changes to any sheet of the territory, which wait like everybody's;
* network animator: decides of edits, corrections, new actors, duplicates and labels; not of who speaks for a structure
  nor of who is not shown, which engage the authority;
* policy officer: decides of all that;
* administrator: the same, and creates the labels of the authority.
"""

from typing import Any

from essaim.web.accounts.access import Person, has_role
from essaim.web.accounts.models import Authority, Membership, Role
from essaim.web.contributions.models import Claim, Decision, Label, LabelKind, Objection, Reviewed, Sheet
from essaim.web.contributions.models.review import OFFICERS, REVIEWERS
from essaim.web.contributions.places import holders

HELPERS = (*REVIEWERS, Role.SUPPORT_BODY)


def can_moderate(user: Person, authority: Authority) -> bool:
    """Edits, corrections, new actors and duplicates of its territory: its officers and its network animators."""
    return has_role(user, authority, *REVIEWERS)


def can_decide_claims(user: Person, authority: Authority) -> bool:
    """Who speaks for a structure, and who is not shown: its officers only."""
    return has_role(user, authority, *OFFICERS)


def can_own_labels(user: Person, authority: Authority) -> bool:
    """Create the labels that an authority grants: its administrators."""
    return has_role(user, authority, Role.ADMINISTRATOR)


def can_grant(user: Person, kind: LabelKind) -> bool:
    """A label is granted, refused and withdrawn by the authority that owns it, wherever the structure is."""
    return has_role(user, kind.authority, *REVIEWERS)


def can_decide(user: Person, item: Reviewed) -> bool:
    """The rule of what the item is; nobody decides of their own claim."""
    if isinstance(item, Label):
        return can_grant(user, item.kind)
    if isinstance(item, Claim) and item.author == user:
        return False
    if isinstance(item, Claim | Objection):
        return can_decide_claims(user, item.authority)
    return can_moderate(user, item.authority)


def speaks_for(user: Person, sheet: Sheet) -> bool:
    """Whether a claim of that person on that structure is accepted, and was not withdrawn since."""
    if not user.is_authenticated or not sheet.pk:
        return False
    return Claim.objects.filter(author=user, sheet=sheet, decision=Decision.ACCEPTED).exists()


def can_edit(user: Person, sheet: Sheet) -> bool:
    """Whoever speaks for the structure, and those of its authorities who moderate or support structures."""
    return speaks_for(user, sheet) or _held_near(user, sheet, HELPERS)


def publishes_at_once(user: Person, sheet: Sheet) -> bool:
    """Whose changes do not wait: those who would have to accept them."""
    return _held_near(user, sheet, REVIEWERS)


def can_read_history(user: Person, sheet: Sheet) -> bool:
    """Who changed what names people: it is for those who may change it too."""
    return can_edit(user, sheet)


def moderated_by(user: Person) -> list[Authority]:
    """The authorities whose queue that person empties."""
    if not user.is_authenticated:
        return []
    return list(Authority.objects.filter(memberships__user=user, memberships__role__in=REVIEWERS).distinct())


def _held_near(user: Person, sheet: Sheet, roles: tuple[Any, ...]) -> bool:
    """A role in the authority that decides of the sheet, the nearest; one that holds it from afar only reads."""
    if not user.is_authenticated:
        return False
    nearest = holders(sheet.home)[:1]
    return bool(nearest) and Membership.objects.filter(user=user, authority=nearest[0], role__in=roles).exists()
