"""Tokens, by which a program acts for a person; and the count of requests, which every worker shares."""

import hashlib
from typing import Any

from django.db import models
from django.utils import timezone

from essaim.web.accounts.models import User
from essaim.web.design.words import tr

PREFIX = "essaim_"


class Scope(models.TextChoices):
    """What a token may do, of all that its owner may. Reading open data asks for none."""

    CORRECTIONS = "corrections", tr("Signaler une erreur sur une structure", "Report a mistake about an organisation")
    ACTORS = "actors", tr("Proposer un acteur", "Propose an actor")
    REVISIONS = "revisions", tr("Modifier les fiches que je tiens", "Change the sheets that I keep")
    FOLLOW = "follow", tr("Lire ce que deviennent mes envois", "Read what became of what I sent")


class TokenQuerySet(models.QuerySet["Token"]):
    """Read through `visible_to`, and by no other way in views."""

    def visible_to(self, user: Any) -> "TokenQuerySet":
        """One's own, and nobody else's: an authority does not see those of its members."""
        return self.filter(owner=user) if user.is_authenticated else self.none()

    def usable(self) -> "TokenQuerySet":
        return self.filter(revoked_at=None, expires_at__gt=timezone.now(), owner__is_active=True)


class Token(models.Model):
    """Only a digest of the secret is kept: 256 random bits need no slow hash. Its owner knows it by its `ending`."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    ending = models.CharField(max_length=4, editable=False)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(expires_at__gt=models.F("created_at")), name="token_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.hint})"

    @property
    def hint(self) -> str:
        """What its owner tells it by."""
        return f"{PREFIX}…{self.ending}"

    @property
    def is_usable(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def scope_labels(self) -> list[str]:
        return [str(Scope(one).label) for one in self.scopes]

    def told(self) -> dict[str, Any]:
        """Ready for JSON, for its owner."""
        dates = {name: getattr(self, name) for name in ("created_at", "expires_at", "revoked_at", "last_used_at")}
        said = {name: value.isoformat() if value else None for name, value in dates.items()}
        return {"name": self.name, "ending": self.ending, "scopes": self.scopes, **said}

    @staticmethod
    def digest_of(secret: str) -> str:
        return hashlib.sha256(secret.encode()).hexdigest()


class Count(models.Model):
    """How many requests somebody made in one window of time. `who` is a digest; `ends` is in seconds since 1970."""

    who = models.CharField(max_length=64, primary_key=True)
    used = models.PositiveIntegerField()
    ends = models.PositiveBigIntegerField(db_index=True)

    class Meta:
        db_table = "api_count"  # named in the statement of limits.py

    def __str__(self) -> str:
        return f"{self.who[:8]} {self.used}"
