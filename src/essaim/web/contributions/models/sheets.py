"""Sheets: what people say of a structure, beside what open data says of it."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import override

from essaim.web.contributions.places import Home, told_area
from essaim.web.design.words import tr

LOCAL = "local-"


class State(models.TextChoices):
    LIVE = "live", tr("en ligne", "live")
    PROPOSED = "proposed", tr("proposée", "proposed")
    REFUSED = "refused", tr("refusée", "refused")
    MERGED = "merged", tr("réunie à une autre", "merged into another")


class LocalKind(models.TextChoices):
    """Actors that registers do not know, or not as what they are."""

    COLLECTIVE = "collective", tr("Collectif sans statut", "Informal collective")
    THIRD_PLACE = "third_place", tr("Tiers-lieu", "Third place")
    CLUSTER = "cluster", tr("Pôle territorial de coopération économique (PTCE)", "Local cluster of cooperation (PTCE)")
    OTHER = "other", tr("Autre acteur", "Other actor")


class SheetQuerySet(models.QuerySet["Sheet"]):
    def live(self) -> "SheetQuerySet":
        """Those that everyone reads."""
        return self.filter(state=State.LIVE, hidden=False)

    def local(self) -> "SheetQuerySet":
        """Those of actors that registers lack: only they have a kind."""
        return self.filter(kind__gt="")

    def of_keys(self, keys: Iterable[str]) -> "SheetQuerySet":
        return self.filter(key__in=list(keys))


class Sheet(models.Model):
    """One a structure, by its key: SIREN, or `local-…` for an actor that people proposed.

    `content` is what is live (see `content.py`); `version` counts its changes. Name and place are those of the open
    data when the sheet was opened: they serve queues and letters, pages read the open data.
    """

    key = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, blank=True)
    commune = models.CharField(max_length=5)
    intercommunality = models.CharField(max_length=9, blank=True)
    departement = models.CharField(max_length=3, blank=True)
    region = models.CharField(max_length=2, blank=True)
    state = models.CharField(max_length=10, default=State.LIVE)
    hidden = models.BooleanField(default=False)
    redirect_to = models.CharField(max_length=80, blank=True)
    content = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = SheetQuerySet.as_manager()

    class Meta:
        ordering = ["name", "key"]
        indexes = [
            models.Index(fields=["commune"], name="sheet_commune"),
            models.Index(fields=["intercommunality"], name="sheet_intercommunality"),
            models.Index(fields=["departement"], name="sheet_departement"),
            models.Index(fields=["hidden"], name="sheet_hidden", condition=models.Q(hidden=True)),
            models.Index(fields=["changed_at"], name="sheet_local", condition=models.Q(kind__gt="")),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="sheet_state_is_known"),
            models.CheckConstraint(condition=models.Q(kind__in=["", *LocalKind.values]), name="sheet_kind_is_known"),
            models.CheckConstraint(
                condition=models.Q(state=State.MERGED, redirect_to__gt="")
                | (~models.Q(state=State.MERGED) & models.Q(redirect_to="")),
                name="sheet_redirects_when_merged",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **named: Any) -> None:
        """Whatever is saved, the day of the change goes with it: what is made from sheets is made again by it."""
        if named.get("update_fields") is not None:
            named["update_fields"] = {*named["update_fields"], "changed_at"}
        super().save(*args, **named)

    @property
    def is_local(self) -> bool:
        return self.key.startswith(LOCAL)

    @property
    def home(self) -> Home:
        return Home(self.commune, self.intercommunality, self.departement, self.region)

    @property
    def place(self) -> str:
        return told_area([f"commune:{self.commune}"])[0]

    @property
    def kind_label(self) -> str:
        return str(LocalKind(self.kind).label) if self.kind else ""

    @property
    def kind_words(self) -> str:
        """The words by which people look for its kind, in both languages."""
        spoken = []
        for language in ("fr", "en"):
            with override(language):
                spoken.append(self.kind_label)
        return " ".join(spoken)


class Picture(models.Model):
    """A picture of a sheet, drawn again by us. It is shown when the live content names it, with its description."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="pictures")
    file = models.ImageField(upload_to="contributions", width_field="width", height_field="height")
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return f"{self.sheet} {self.id}"

    def is_live(self) -> bool:
        return self.sheet.state == State.LIVE and str(self.id) in picture_ids(self.sheet.content)


def picture_ids(content: dict[str, Any]) -> set[str]:
    return {one["id"] for one in content.get("pictures") or ()}


class NotTheSame(models.Model):
    """Two structures that look alike and that somebody looked at: never proposed again as one."""

    first = models.CharField(max_length=80)
    second = models.CharField(max_length=80)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-decided_at"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="not_the_same_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="not_the_same_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"
