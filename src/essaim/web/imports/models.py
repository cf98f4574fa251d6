"""An import of an authority: the file that waits, then who wrote what and when. What it wrote are revisions."""

from typing import Any

from django.db import models

from essaim.web.accounts.models import Authority, Membership, User
from essaim.web.contributions.models import Label, Revision
from essaim.web.contributions.models.review import OFFICERS
from essaim.web.design.words import tr


class State(models.TextChoices):
    WAITING = "waiting", tr("à vérifier", "to check")
    DONE = "done", tr("importé", "imported")
    UNDONE = "undone", tr("annulé", "undone")


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, user: Any) -> "ImportQuerySet":
        """Those of the authorities where one is an officer."""
        if not user.is_authenticated:
            return self.none()
        held = Membership.objects.filter(user=user, role__in=OFFICERS).values("authority")
        return self.filter(authority__in=held)


class Import(models.Model):
    """One file. It is kept until it is written, then only its name, its checksum and its counts are.

    `mapping` gives a field to each heading, `counts` how many rows came to what.
    """

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="imports")
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=150)
    checksum = models.CharField(max_length=64)
    file = models.FileField(upload_to="imports", blank=True)
    sheet = models.CharField(max_length=80, blank=True)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default=State.WAITING)
    counts = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.CheckConstraint(condition=models.Q(state__in=State.values), name="import_state_is_known")]

    def __str__(self) -> str:
        return self.name

    @property
    def state_label(self) -> str:
        return str(State(self.state).label)

    @property
    def is_waiting(self) -> bool:
        return self.state == State.WAITING

    @property
    def source(self) -> str:
        """How what it wrote says where it comes from."""
        return f"Import de {self.name}"


class Written(models.Model):
    """One row of the file that became something: a change of a sheet, a new actor, a label."""

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="written")
    line = models.PositiveIntegerField()
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, null=True, related_name="+")
    label = models.ForeignKey(Label, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        ordering = ["line", "pk"]

    def __str__(self) -> str:
        return f"{self.batch} {self.line}"
