"""One sending of the form of a sheet becomes one revision; what others wrote meanwhile is never lost."""

from collections.abc import Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from essaim.web.accounts.models import Authority, User
from essaim.web.contributions.actions.revisions import Clash, accept, content_at, keep, propose
from essaim.web.contributions.content import changed, picked
from essaim.web.contributions.models import Decision, Picture, Revision, Sheet
from essaim.web.contributions.models.revisions import Origin

NewPicture = tuple[ContentFile, str]


@transaction.atomic
def edit(
    *,
    sheet: Sheet,
    authority: Authority,
    author: User,
    seen: int,
    content: dict[str, Any],
    pictures: Sequence[NewPicture],
    sending: tuple[str, bool],
) -> Revision | None:
    """Keep what differs from the version that the person saw; None when nothing does.

    `seen` is that version, `content` the whole form, `sending` its token and whether it applies at once. Raises Clash
    where the live sheet says something else since, in a field that this form changes too.
    """
    token, is_immediate = sending
    kept = Sheet.objects.select_for_update().get(pk=keep(sheet).pk)
    same = Revision.objects.filter(token=token, author=author).first()
    if same:
        return same
    base = content_at(kept, seen)
    wanted = content | ({"pictures": [*content.get("pictures", ()), *_kept(kept, pictures)]} if pictures else {})
    names = tuple(name for name in changed(base, wanted) if name in changed(kept.content, wanted))
    clashes = tuple(name for name in names if name in changed(base, kept.content))
    if clashes:
        raise Clash(clashes)
    if not names:
        return None
    told = {"before": picked(kept.content, names), "after": picked(wanted, names)}
    revision = propose(sheet=kept, authority=authority, author=author, origin=Origin.EDIT, token=token, **told)
    return accept(revision=revision, actor=author) if is_immediate else revision


def own_draft(sheet: Sheet, author: User) -> Revision | None:
    """What that person proposed and that still waits: the form starts from there."""
    if not sheet.pk:
        return None
    waiting = sheet.revisions.filter(author=author, origin=Origin.EDIT)
    return waiting.filter(decision__in=[Decision.PENDING, Decision.ASKED]).order_by("-created_at").first()


def _kept(sheet: Sheet, pictures: Sequence[NewPicture]) -> list[dict[str, str]]:
    made = []
    for file, alt in pictures:
        picture = Picture(sheet=sheet)
        picture.file.save(f"{picture.pk}.webp", file)
        made.append({"id": str(picture.pk), "alt": alt})
    return made
