"""What open data changed: one refresh a new version of the store, its changes, and the structures that are gone."""

from collections.abc import Iterable

from django.db import models
from django.utils import timezone

from essaim.observatory.directory.changes import KINDS, WHY
from essaim.observatory.reference.geography import Territory
from essaim.web.design.words import tr


class Refresh(models.Model):
    """A version of the store that the site has seen, after the one whose number comes before.

    `lost` says that the former version was no longer there: what changed since it cannot be told. The number makes
    two runs at once write one refresh.
    """

    number = models.PositiveIntegerField(unique=True)
    version = models.CharField(max_length=40)
    vintage = models.DateField()
    cog = models.PositiveSmallIntegerField()
    synthetic = models.BooleanField(default=False)
    lost = models.BooleanField(default=False)
    causes = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return self.version


class ChangeQuerySet(models.QuerySet["Change"]):
    def within(self, territory: Territory) -> "ChangeQuerySet":
        """Those that concern a territory: where the structure is, was, or has a place of work."""
        if territory.level == "france":
            return self
        there = Concerned.objects.filter(**{territory.level: territory.code})
        return self.filter(pk__in=there.values("change"))

    def within_any(self, territories: Iterable[Territory]) -> "ChangeQuerySet":
        """Those that concern one territory at least."""
        wanted = models.Q(pk__in=[])
        for one in territories:
            if one.level == "france":
                return self
            wanted |= models.Q(pk__in=Concerned.objects.filter(**{one.level: one.code}).values("change"))
        return self.filter(wanted)

    def shown(self, without: Iterable[str]) -> "ChangeQuerySet":
        """For pages of everyone: without the structures that asked not to be shown."""
        return self.exclude(key__in=list(without))

    def placed(self) -> "ChangeQuerySet":
        """With `where` and `elsewhere`, the first two communes that each concerns: a structure may have thousands."""
        places = Concerned.objects.filter(change=models.OuterRef("pk")).order_by("pk").values("commune")
        return self.annotate(where=models.Subquery(places[:1]), elsewhere=models.Subquery(places[1:2]))

    def newest_first(self) -> "ChangeQuerySet":
        return self.select_related("refresh").order_by("-refresh__number", "pk")


class Change(models.Model):
    """One thing that happened to a structure, as `essaim.observatory.directory.changes` says it.

    `name` is blank where the register withholds it, even since. Never changed once written, but for that.
    """

    refresh = models.ForeignKey(Refresh, on_delete=models.CASCADE, related_name="changes")
    key = models.CharField(max_length=80)
    siret = models.CharField(max_length=14, blank=True)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200, blank=True)
    family = models.CharField(max_length=40, blank=True)
    subfamily = models.CharField(max_length=40, blank=True)
    activity = models.CharField(max_length=10, blank=True)
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)
    on = models.DateField(null=True)
    cause = models.CharField(max_length=20)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["key"], name="change_key"),
            models.Index(fields=["refresh", "kind"], name="change_kind"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=list(KINDS)), name="change_kind_is_known"),
            models.CheckConstraint(condition=models.Q(cause__in=list(WHY)), name="change_cause_is_known"),
            models.UniqueConstraint(
                fields=["refresh", "key", "siret", "kind", "before", "after"], name="change_told_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Concerned(models.Model):
    """A commune that a change concerns, with what holds it."""

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="places")
    commune = models.CharField(max_length=5)
    intercommunality = models.CharField(max_length=9, blank=True)
    departement = models.CharField(max_length=3, blank=True)
    region = models.CharField(max_length=2, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["commune"], name="concerned_commune"),
            models.Index(fields=["intercommunality"], name="concerned_intercommunality"),
            models.Index(fields=["departement"], name="concerned_departement"),
            models.Index(fields=["region"], name="concerned_region"),
        ]

    def __str__(self) -> str:
        return self.commune


class Gone(models.TextChoices):
    CLOSED = "closed", tr("Fermée", "Closed")
    LEFT = "left", tr("Sortie du périmètre de l'ESS", "Left the perimeter of the ESS")


class DepartureQuerySet(models.QuerySet["Departure"]):
    def within(self, territory: Territory | None) -> "DepartureQuerySet":
        if territory is None or territory.level == "france":
            return self
        return self.filter(**{territory.level: territory.code})


class Departure(models.Model):
    """A structure that the current version no longer shows: what its page, its additions and its followers need.

    It goes away when the structure comes back. `on` is the date of the register, None where it gives none.
    """

    key = models.CharField(max_length=80, unique=True)
    reason = models.CharField(max_length=10)
    name = models.CharField(max_length=200, blank=True)
    family = models.CharField(max_length=40, blank=True)
    subfamily = models.CharField(max_length=40, blank=True)
    activity = models.CharField(max_length=10, blank=True)
    commune = models.CharField(max_length=5, blank=True)
    intercommunality = models.CharField(max_length=9, blank=True)
    departement = models.CharField(max_length=3, blank=True)
    region = models.CharField(max_length=2, blank=True)
    on = models.DateField(null=True)
    refresh = models.ForeignKey(Refresh, on_delete=models.CASCADE, related_name="departures")

    objects = DepartureQuerySet.as_manager()

    class Meta:
        ordering = ["name", "key"]
        indexes = [
            models.Index(fields=["commune"], name="departure_commune"),
            models.Index(fields=["intercommunality"], name="departure_intercommunality"),
            models.Index(fields=["departement"], name="departure_departement"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(reason__in=Gone.values), name="departure_reason_is_known"),
        ]

    def __str__(self) -> str:
        return self.name or self.key

    @property
    def reason_label(self) -> str:
        return str(Gone(self.reason).label)
