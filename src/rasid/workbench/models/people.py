"""Who works here, and the tokens of their programs."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person may do; each may also do what those before it may."""

    VIEWER: Any = "viewer", _("Viewer")
    ANALYST: Any = "analyst", _("Analyst")
    REVIEWER: Any = "reviewer", _("Reviewer")
    EDITOR: Any = "editor", _("Editor")
    ADMINISTRATOR: Any = "administrator", _("Administrator")


class User(AbstractUser):
    """A person. ``groups`` are Django's; a restricted document is seen by members of its groups alone."""

    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.VIEWER)

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    @property
    def rank(self) -> int:
        """The role as a number, 0 for viewers."""
        return Role.values.index(self.role)

    def may(self, action: str) -> bool:
        """Whether the role allows an action of :data:`rasid.workbench.access.ACTIONS`."""
        from rasid.workbench.access import may  # noqa: PLC0415  # the access layer is built on the models

        return may(self, action)

    @property
    def can(self) -> dict[str, bool]:
        """Every action and whether it is allowed, for templates: ``user.can.export``."""
        from rasid.workbench.access import ACTIONS  # noqa: PLC0415

        return {action: self.may(action) for action in ACTIONS}


class ApiToken(models.Model):
    """A token of a program; only its hash is kept."""

    user: Any = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=100)
    start = models.CharField(max_length=12)
    """The first characters, by which its owner knows it again."""
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the token. It has 256 random bits, so that nothing slower is needed."""
    scopes = models.JSONField(_("scopes"), default=list)
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField(_("expires"), null=True, blank=True)
    used = models.DateTimeField(null=True)
    revoked = models.DateTimeField(null=True)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-created", "-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.start}…)"
