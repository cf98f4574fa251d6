"""Claims: asked, proved by a code, decided by an authority. Whoever asks has checked the rule of `access.py`."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from essaim.web.accounts.actions import grant, log
from essaim.web.accounts.models import Authority, Role, User
from essaim.web.contributions.actions.revisions import AlreadyDecided, keep
from essaim.web.contributions.mails import send
from essaim.web.contributions.models import Claim, Decision, Sheet
from essaim.web.contributions.models.claims import ATTEMPTS, Proof
from essaim.web.design.words import tr

EMAIL_LIFE = timedelta(minutes=30)
POST_LIFE = timedelta(days=45)
# Letters and figures that are not taken for one another on paper.
PAPER = "ABCDEFGHJKLMNPQRTUVWXYZ2346789"


@transaction.atomic
def claim(
    *, sheet: Sheet, authority: Authority, author: User, proof: Proof, message: str = "", email: str = ""
) -> Claim:
    """Ask to speak for a structure. Asking again replaces what was asked before; a claim already accepted stays.

    The same is done whether others speak for that structure or not: nothing shows who does.
    """
    kept = Sheet.objects.select_for_update().get(pk=keep(sheet).pk)
    mine = kept.claims.filter(author=author)
    held = mine.filter(decision=Decision.ACCEPTED).first()
    if held:
        return held
    mine.filter(decision=Decision.PENDING).update(decision=Decision.WITHDRAWN, decided_at=timezone.now())
    made = Claim.objects.create(
        sheet=kept, authority=authority, author=author, proof=proof, message=message, email=email
    )
    if proof == Proof.EMAIL:
        code = f"{secrets.randbelow(10**6):06d}"
        made.remember(code, EMAIL_LIFE)
        made.save()
        subject = str(tr("votre code", "your code"))
        transaction.on_commit(lambda: send(email, subject, "code", claim=made, code=code))
    return made


@transaction.atomic
def letter_code(*, claim: Claim, actor: User) -> str:
    """A new code to print on the letter; the one of a former letter no longer works. It is shown nowhere else."""
    held = Claim.objects.select_for_update().get(pk=claim.pk)
    if held.decision != Decision.PENDING:
        raise AlreadyDecided
    drawn = "".join(secrets.choice(PAPER) for _ in range(8))
    held.remember(drawn, POST_LIFE)
    held.letter_at = timezone.now()
    held.save()
    log(authority=held.authority, actor=actor, verb="letter", detail=held.sheet.name)
    return f"{drawn[:4]}-{drawn[4:]}"


@transaction.atomic
def try_code(*, claim: Claim, code: str) -> bool:
    """Whether that was the code; then the claim is accepted. A miss, a code too old or missed five times: all False."""
    held = Claim.objects.select_for_update().get(pk=claim.pk)
    if not held.wants_a_code:
        return False
    held.attempts += 1
    right = held.is_code(code)
    if right:
        _accept(held, actor=None)
    elif held.attempts >= ATTEMPTS:
        held.digest = ""
    held.save()
    return right


@transaction.atomic
def accept_claim(*, claim: Claim, actor: User) -> Claim:
    """The authority vouches for the person."""
    held = _pending(claim)
    _accept(held, actor)
    held.save()
    return held


@transaction.atomic
def refuse_claim(*, claim: Claim, actor: User, reason: str) -> Claim:
    held = _pending(claim)
    held.decision, held.decided_by, held.decided_at = Decision.REFUSED, actor, timezone.now()
    held.reason = reason
    held.save()
    return held


@transaction.atomic
def withdraw_claim(*, claim: Claim, actor: User) -> None:
    """Nobody speaks for the structure by this claim any more: the person gave it up, or the authority ended it."""
    held = Claim.objects.select_for_update().get(pk=claim.pk)
    held.decision, held.decided_by, held.decided_at = Decision.WITHDRAWN, actor, timezone.now()
    held.digest = ""
    held.save()
    log(authority=held.authority, actor=actor, verb="unclaimed", detail=held.sheet.name)


def _pending(claim: Claim) -> Claim:
    held = Claim.objects.select_for_update().get(pk=claim.pk)
    if held.decision != Decision.PENDING:
        raise AlreadyDecided
    return held


def _accept(claim: Claim, actor: User | None) -> None:
    claim.decision, claim.decided_by, claim.decided_at = Decision.ACCEPTED, actor, timezone.now()
    claim.digest = ""
    if claim.author:
        grant(user=claim.author, authority=claim.authority, role=Role.STRUCTURE_MEMBER, actor=actor)
    log(authority=claim.authority, actor=actor or claim.author, verb="claimed", detail=claim.sheet.name)
