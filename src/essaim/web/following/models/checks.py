from typing import Any

from django.db import models

from essaim.web.accounts.models import Authority, Membership, User
from essaim.web.contributions.models.review import REVIEWERS
from essaim.web.following.models.changes import Change


class CheckQuerySet(models.QuerySet["Check"]):
    def visible_to(self, user: Any) -> "CheckQuerySet":
        """Those of the authorities whose officers the person is among."""
        if not user.is_authenticated:
            return self.none()
        held = Membership.objects.filter(user=user, role__in=REVIEWERS)
        return self.filter(authority__in=held.values("authority"))


class Check(models.Model):
    """An officer looked at a change: each authority ticks its own list."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="+")
    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="checks")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = CheckQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["authority", "change"], name="checked_once")]

    def __str__(self) -> str:
        return f"{self.authority} {self.change}"
