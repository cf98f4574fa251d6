"""People, the authorities they belong to, and the part they play there."""

import hashlib
import re
from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from essaim.observatory.reference.geography import LEVELS
from essaim.web.design.words import tr

INVITATION_DAYS = 14


def hex_colour(value: str) -> None:
    """`#rrggbb` and nothing else: it goes into a style sheet."""
    if not re.fullmatch("#[0-9a-fA-F]{6}", value):
        raise ValidationError(tr("Une couleur s'écrit #RRVVBB.", "A colour is written #RRGGBB."), code="colour")


class UserQuerySet(models.QuerySet["User"]):
    def with_email(self, email: str) -> "UserQuerySet":
        return self.filter(email__iexact=email.strip())


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Without a password, the person signs in by e-mail code."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person, known by an e-mail address."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in str(self).replace("@", " ").split()[:2]).upper()


class AuthorityQuerySet(models.QuerySet["Authority"]):
    def of_territory(self, level: str, code: str) -> "AuthorityQuerySet":
        """Those whose territory it is, exactly."""
        return self.filter(coverage__level=level, coverage__code=code)


class Authority(models.Model):
    """A local authority that uses the site: its name, its territories, its looks. Who it is, is public."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    logo = models.ImageField(
        upload_to="logos", blank=True, max_length=200, width_field="logo_width", height_field="logo_height"
    )
    logo_width = models.PositiveIntegerField(null=True, editable=False)
    logo_height = models.PositiveIntegerField(null=True, editable=False)
    main_colour = models.CharField(max_length=7, default="#14532d", validators=[hex_colour])
    accent_colour = models.CharField(max_length=7, default="#f0b13a", validators=[hex_colour])
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = AuthorityQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("authority", args=[self.slug])

    @property
    def stamp(self) -> str:
        """Changes whenever the looks do: part of the addresses that browsers keep."""
        return f"{self.updated_at:%Y%m%d%H%M%S%f}"

    @property
    def style_address(self) -> str:
        return f"{reverse('authority_style', args=[self.slug])}?{self.stamp}"

    @property
    def logo_address(self) -> str:
        return f"{reverse('authority_logo', args=[self.slug])}?{self.stamp}"


class Coverage(models.Model):
    """A territory of an authority, by its official level and code."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="coverage")
    level = models.CharField(max_length=20)
    code = models.CharField(max_length=12)

    class Meta:
        ordering = ["level", "code"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "level", "code"], name="territory_once_per_authority"),
            models.CheckConstraint(condition=models.Q(level__in=LEVELS), name="coverage_level_is_official"),
        ]

    def __str__(self) -> str:
        return f"{self.level}:{self.code}"


class Role(models.TextChoices):
    """The part that a person plays in an authority; what each may do is written in `access.py` of each app."""

    VISITOR = "visitor", tr("Visiteur", "Visitor")
    STRUCTURE_MEMBER = "structure_member", tr("Membre d'une structure", "Member of an organisation")
    POLICY_OFFICER = "policy_officer", tr("Chargé·e de mission", "Policy officer")
    BUYER = "buyer", tr("Acheteur public", "Public buyer")
    ELECTED_OFFICIAL = "elected_official", tr("Élu·e", "Elected official")
    SUPPORT_BODY = "support_body", tr("Structure d'accompagnement", "Support body")
    NETWORK_ANIMATOR = "network_animator", tr("Animation du réseau", "Network animator")
    ADMINISTRATOR = "administrator", tr("Administration de l'espace", "Administrator of the space")


class OwnedQuerySet(models.QuerySet[Any]):
    """What belongs to an authority is read through `visible_to`, and by no other way in views."""

    def visible_to(self, user: Any) -> "OwnedQuerySet":
        """What the administrators of an authority see of its members and invitations."""
        if not user.is_authenticated:
            return self.none()
        administered = Membership.objects.filter(user=user, role=Role.ADMINISTRATOR)
        return self.filter(authority__in=administered.values("authority"))


class Membership(models.Model):
    """A role of a person in an authority; a person may hold several, here and elsewhere."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20)
    since = models.DateTimeField(auto_now_add=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["authority__name", "role"]
        constraints = [
            models.UniqueConstraint(fields=["user", "authority", "role"], name="role_once_per_authority"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role_label} · {self.authority}"

    @property
    def role_label(self) -> str:
        return str(Role(self.role).label)


class Invitation(models.Model):
    """A role offered to an e-mail address. Only a digest of its token is kept: reading the database accepts nothing."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "email", "role"], name="invited_once_per_role"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="invited_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.role_label} · {self.authority}"

    @property
    def role_label(self) -> str:
        return str(Role(self.role).label)

    @property
    def expires_at(self) -> Any:
        return self.created_at + timedelta(days=INVITATION_DAYS)

    @property
    def is_expired(self) -> bool:
        return bool(self.expires_at < timezone.now())

    @staticmethod
    def digest_of(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()


class Entry(models.Model):
    """The journal of an authority: who changed what in its space. Written by actions, never changed."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="journal")
    actor = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=40)
    detail = models.CharField(max_length=300)
    at = models.DateTimeField(auto_now_add=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.verb} {self.detail}"
