"""One way to decide of whatever waits, and to tell whoever asked. Whoever calls has checked `can_decide`."""

from typing import Any

from essaim.web.accounts.models import User
from essaim.web.contributions.actions import claims, labels, objections, revisions
from essaim.web.contributions.mails import send
from essaim.web.contributions.models import Claim, Decision, Label, Objection, Reviewed, Revision
from essaim.web.design.words import tr

KINDS: dict[str, type[Reviewed]] = {"revision": Revision, "claim": Claim, "label": Label, "objection": Objection}


def kind_of(item: Reviewed) -> str:
    return next(kind for kind, model in KINDS.items() if isinstance(item, model))


def decide(*, item: Reviewed, decision: Decision, actor: User, reason: str = "", over: int | None = None) -> Reviewed:
    """Accept, refuse or ask for a change; raises AlreadyDecided, and Clash for a change of what changed meanwhile.

    A change can only be asked of a revision. Whoever asked is told by e-mail, with the reason.
    """
    is_yes = decision == Decision.ACCEPTED
    decided = _accept(item, actor, over) if is_yes else _refuse(item, actor, reason, decision)
    _tell(decided)
    return decided


def _accept(item: Reviewed, actor: User, over: int | None) -> Reviewed:
    match item:
        case Revision():
            return revisions.accept(revision=item, actor=actor, over=over)
        case Claim():
            return claims.accept_claim(claim=item, actor=actor)
        case Label():
            return labels.grant_label(label=item, actor=actor)
        case Objection():
            return objections.settle(objection=item, actor=actor, decision=Decision.ACCEPTED)
    raise TypeError(type(item))


def _refuse(item: Reviewed, actor: User, reason: str, decision: Decision) -> Reviewed:
    match item:
        case Revision():
            return revisions.refuse(revision=item, actor=actor, reason=reason, decision=decision)
        case Claim():
            return claims.refuse_claim(claim=item, actor=actor, reason=reason)
        case Label():
            return labels.refuse_label(label=item, actor=actor, reason=reason)
        case Objection():
            return objections.settle(objection=item, actor=actor, decision=Decision.REFUSED, reason=reason)
    raise TypeError(type(item))


def _tell(item: Any) -> None:
    to = getattr(item, "email", "") or (item.author.email if item.author else "")
    if item.author_id is not None and item.author_id == item.decided_by_id:
        return
    subject = tr(f"« {item.sheet.name} » : réponse", f"“{item.sheet.name}”: the answer")
    send(to, str(subject), "decided", item=item, kind=kind_of(item))
