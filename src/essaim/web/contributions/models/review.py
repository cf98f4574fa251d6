"""What waits for an authority: the same few columns, and the same reading, whatever is asked."""

from typing import Any, ClassVar, Self

from django.db import models

from essaim.web.accounts.models import Authority, Membership, Role, User
from essaim.web.design.words import tr

OFFICERS = (Role.ADMINISTRATOR, Role.POLICY_OFFICER)
REVIEWERS = (*OFFICERS, Role.NETWORK_ANIMATOR)


class Decision(models.TextChoices):
    PENDING = "pending", tr("en attente", "pending")
    ASKED = "asked", tr("changement demandé", "change asked")
    ACCEPTED = "accepted", tr("acceptée", "accepted")
    REFUSED = "refused", tr("refusée", "refused")
    WITHDRAWN = "withdrawn", tr("retirée", "withdrawn")


class ReviewedQuerySet(models.QuerySet[Any]):
    """Read through `visible_to`, and by no other way in views."""

    def visible_to(self, user: Any) -> Self:
        """One's own, and those of the authorities where one is among the reviewers of this kind of thing."""
        if not user.is_authenticated:
            return self.none()
        reviewed = Membership.objects.filter(user=user, role__in=self.model.reviewers).values("authority")
        return self.filter(models.Q(author=user) | models.Q(authority__in=reviewed))

    def pending(self) -> Self:
        return self.filter(decision=Decision.PENDING)


class Reviewed(models.Model):
    """Something asked by somebody about a sheet, and decided by the authority that holds its place."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    decision = models.CharField(max_length=10, default=Decision.PENDING)
    reason = models.CharField(max_length=1000, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ReviewedQuerySet.as_manager()

    reviewers: ClassVar[tuple[Role, ...]] = REVIEWERS

    class Meta:
        abstract = True
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["authority", "decision"], name="%(class)s_queue")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decision__in=Decision.values), name="%(class)s_decision_is_known"
            ),
        ]

    @property
    def decision_label(self) -> str:
        return str(Decision(self.decision).label)

    @property
    def is_pending(self) -> bool:
        return self.decision == Decision.PENDING
