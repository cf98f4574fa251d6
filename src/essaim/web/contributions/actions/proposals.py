"""Actors that open data lacks, proposed by anyone and shown once the authority of the commune accepts them."""

import secrets
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from essaim.web.accounts.models import Authority, User
from essaim.web.contributions.actions.revisions import propose
from essaim.web.contributions.models import Revision, Sheet
from essaim.web.contributions.models.revisions import Origin
from essaim.web.contributions.models.sheets import LOCAL, LocalKind, State
from essaim.web.contributions.places import Home


@transaction.atomic
def propose_actor(
    *, name: str, kind: LocalKind, home: Home, authority: Authority, author: User | None, token: str, **told: Any
) -> Revision:
    """A sheet that nobody sees yet, and the revision that would make it live. The same token proposes once.

    `told`: `content`, `remark`, `email`.
    """
    same = Revision.objects.filter(token=token).first()
    if same:
        return same
    sheet = Sheet.objects.create(key=local_key(name), name=name, kind=kind, state=State.PROPOSED, **vars(home))
    return propose(
        sheet=sheet,
        authority=authority,
        author=author,
        origin=Origin.NEW_ACTOR,
        token=token,
        before={},
        after=told["content"],
        remark=told.get("remark", ""),
        email=told.get("email", ""),
    )


def local_key(name: str) -> str:
    """Readable, and not to be guessed from the name: a sheet that waits is not found by trying."""
    return f"{LOCAL}{slugify(name)[:50].strip('-') or 'acteur'}-{secrets.token_hex(4)}"
