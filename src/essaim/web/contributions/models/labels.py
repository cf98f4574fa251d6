"""Labels belong to whoever grants them."""

from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone

from essaim.web.accounts.models import Authority
from essaim.web.contributions.models.review import Decision, Reviewed, ReviewedQuerySet
from essaim.web.contributions.models.sheets import Sheet


class LabelKind(models.Model):
    """A label, a membership, a distinction, and the authority or network that alone grants it. Public."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="label_kinds")
    name = models.CharField(max_length=80)
    criteria = models.CharField(max_length=500)
    months = models.PositiveSmallIntegerField(null=True)
    is_award = models.BooleanField(default=False)  # a prize: who bears it is a landmark of the directory
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["authority", "name"], name="label_kind_once_per_authority")]

    def __str__(self) -> str:
        return self.name


class LabelQuerySet(ReviewedQuerySet):
    def in_force(self, today: date) -> "LabelQuerySet":
        """Granted, and not over."""
        return self.filter(decision=Decision.ACCEPTED).exclude(expires_on__lt=today)


class Label(Reviewed):
    """A label of a structure: asked with its proof, shown once granted and until it expires.

    `authority` is that of the kind, whatever the place of the structure: nobody else decides of it.
    """

    kind = models.ForeignKey(LabelKind, on_delete=models.CASCADE, related_name="labels")
    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="labels")
    proof = models.CharField(max_length=500)
    granted_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)

    objects = LabelQuerySet.as_manager()  # type: ignore[misc]  # one reading more

    class Meta(Reviewed.Meta):
        constraints = [
            *Reviewed.Meta.constraints,
            models.UniqueConstraint(
                fields=["kind", "sheet"],
                condition=models.Q(decision__in=[Decision.PENDING, Decision.ACCEPTED]),
                name="label_in_force_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(decision=Decision.ACCEPTED) | models.Q(granted_on__isnull=False),
                name="label_granted_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.sheet}"

    @property
    def is_over(self) -> bool:
        return self.expires_on is not None and self.expires_on < timezone.localdate()

    def end_from(self, start: date) -> Any:
        """The day it expires when granted on `start`; None when the kind does not expire."""
        if not self.kind.months:
            return None
        months = start.month - 1 + self.kind.months
        year, month = start.year + months // 12, months % 12 + 1
        return date(year, month, min(start.day, 28))
