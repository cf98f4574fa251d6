"""Who wants to know what changes, of what, and in which language they are written to."""

from typing import Any

from django.conf import settings
from django.db import models

from essaim.web.accounts.models import User
from essaim.web.design.words import tr
from essaim.web.following.models.changes import Refresh


class Kind(models.TextChoices):
    STRUCTURE = "structure", tr("Structure", "Organisation")
    TERRITORY = "territory", tr("Territoire", "Territory")
    SEARCH = "search", tr("Recherche", "Search")


class FollowQuerySet(models.QuerySet["Follow"]):
    def visible_to(self, user: Any) -> "FollowQuerySet":
        """One's own: nobody else knows what a person follows."""
        return self.filter(user=user) if user.is_authenticated else self.none()


class Follow(models.Model):
    """A person follows a structure (its key), a territory (`level:code`) or a search (the query of its address).

    `label` is what it was called when it was followed.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="follows")
    kind = models.CharField(max_length=10)
    target = models.CharField(max_length=500)
    label = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "label", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "target"], name="followed_once"),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="follow_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def kind_label(self) -> str:
        return str(Kind(self.kind).label)


class Alert(models.Model):
    """How a person is written to: in which language, or not at all, and up to which refresh that was done."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="alert")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="fr")
    wanted = models.BooleanField(default=True)
    told = models.ForeignKey(Refresh, on_delete=models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.user)
