"""Who speaks for a structure, how that was proved, and the reminders sent to them."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from essaim.web.contributions.models.review import OFFICERS, Decision, Reviewed
from essaim.web.contributions.models.sheets import Sheet
from essaim.web.design.words import tr

ATTEMPTS = 5
REMINDER_DAYS = 60


class Proof(models.TextChoices):
    EMAIL = "email", tr("Code par e-mail", "Code by e-mail")
    POST = "post", tr("Code par courrier", "Code by post")
    AUTHORITY = "authority", tr("Validation par la collectivité", "Validation by the authority")


class Claim(Reviewed):
    """A person says to speak for a structure. Accepted, it lets them fill its sheet until it is withdrawn.

    Of a code only a keyed digest is kept; it works until it expires, is used, or was missed five times.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="claims")
    proof = models.CharField(max_length=10)
    message = models.CharField(max_length=1000, blank=True)
    email = models.EmailField(blank=True)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    code_expires_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    letter_at = models.DateTimeField(null=True)

    reviewers = OFFICERS

    class Meta(Reviewed.Meta):
        constraints = [
            *Reviewed.Meta.constraints,
            models.CheckConstraint(condition=models.Q(proof__in=Proof.values), name="claim_proof_is_known"),
            models.UniqueConstraint(
                fields=["sheet", "author"],
                condition=models.Q(decision__in=[Decision.PENDING, Decision.ACCEPTED]),
                name="claim_in_force_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author} · {self.sheet}"

    @property
    def proof_label(self) -> str:
        return str(Proof(self.proof).label)

    @property
    def wants_a_code(self) -> bool:
        """Whether a code that was sent can still be given."""
        return bool(
            self.is_pending
            and self.digest
            and self.attempts < ATTEMPTS
            and self.code_expires_at
            and self.code_expires_at > timezone.now()
        )

    def remember(self, code: str, life: timedelta) -> None:
        """Keep the digest of a new code; the former one no longer works."""
        self.digest, self.attempts, self.code_expires_at = self._digest_of(code), 0, timezone.now() + life

    def is_code(self, code: str) -> bool:
        return constant_time_compare(self.digest, self._digest_of(code))

    def _digest_of(self, code: str) -> str:
        plain = "".join(letter for letter in code.upper() if letter.isalnum())
        return salted_hmac("essaim.contributions.claim", f"{self.pk}:{plain}", algorithm="sha256").hexdigest()


class Reminder(models.Model):
    """A message that asks whether a sheet still holds. Its link works once; only a digest of it is kept."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="reminders")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    sent_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return f"{self.claim} {self.sent_at:%Y-%m-%d}"

    @property
    def expires_at(self) -> Any:
        return self.sent_at + timedelta(days=REMINDER_DAYS)

    @property
    def is_usable(self) -> bool:
        return self.used_at is None and self.expires_at > timezone.now() and self.claim.decision == Decision.ACCEPTED
