"""Changes of a sheet: those that wait, and, once accepted, its history."""

from dataclasses import dataclass
from typing import Any

from django.db import models

from essaim.web.contributions.content import BY_NAME, told
from essaim.web.contributions.difference import Piece, pieces
from essaim.web.contributions.models.review import Decision, Reviewed
from essaim.web.contributions.models.sheets import Sheet
from essaim.web.design.words import tr


class Origin(models.TextChoices):
    EDIT = "edit", tr("Modification", "Edit")
    CORRECTION = "correction", tr("Signalement", "Correction")
    NEW_ACTOR = "new_actor", tr("Nouvel acteur", "New actor")
    CONFIRMATION = "confirmation", tr("Rien n'a changé", "Nothing changed")
    MERGE = "merge", tr("Réunion de deux fiches", "Merge of two sheets")
    UNDO = "undo", tr("Annulation", "Undo")
    IMPORT = "import", tr("Import", "Import")


@dataclass(frozen=True)
class Line:
    """A field that changes, as it is read."""

    name: str
    label: str
    pieces: tuple[Piece, ...]


class Revision(Reviewed):
    """Some fields of a sheet, before and after. Once decided it never changes again.

    `sheet_version` is the version that it made when it was accepted. `token` names one sending of one form: sending
    twice makes one revision. `email` is that of a visitor without account who wants the answer; never shown.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="revisions")
    origin = models.CharField(max_length=20)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    remark = models.CharField(max_length=2000, blank=True)
    email = models.EmailField(blank=True)
    token = models.CharField(max_length=64, unique=True)
    sheet_version = models.PositiveIntegerField(null=True)

    class Meta(Reviewed.Meta):
        constraints = [
            *Reviewed.Meta.constraints,
            models.CheckConstraint(condition=models.Q(origin__in=Origin.values), name="revision_origin_is_known"),
            models.UniqueConstraint(fields=["sheet", "sheet_version"], name="revision_makes_its_own_version"),
            models.CheckConstraint(
                condition=models.Q(decision=Decision.ACCEPTED, sheet_version__isnull=False)
                | (~models.Q(decision=Decision.ACCEPTED) & models.Q(sheet_version__isnull=True)),
                name="revision_accepted_has_a_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin_label} · {self.sheet}"

    @property
    def origin_label(self) -> str:
        return str(Origin(self.origin).label)

    @property
    def can_be_undone(self) -> bool:
        """Only changes of the content: a new actor is taken away otherwise, a merge is two sheets."""
        kinds = (Origin.EDIT, Origin.CORRECTION, Origin.UNDO, Origin.IMPORT)
        return self.decision == Decision.ACCEPTED and self.origin in kinds and bool(self.after)

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(name for name in BY_NAME if name in self.after)

    def clashes_with(self, content: dict[str, Any]) -> tuple[str, ...]:
        """The fields that somebody else changed since this was written, to something else than what it says."""
        return tuple(
            name
            for name in self.fields
            if (content.get(name) or None) not in (self.before.get(name) or None, self.after[name] or None)
        )

    def lines(self) -> list[Line]:
        """What it changes, field by field. Against the live sheet while it waits, as it was once it is decided."""
        waits = self.decision in (Decision.PENDING, Decision.ASKED)
        old = self.sheet.content if waits else self.before
        return [
            Line(name, str(BY_NAME[name].label), tuple(pieces(told(name, old.get(name)), told(name, self.after[name]))))
            for name in self.fields
        ]
