"""Work that is done in the background: a queue in the database, which any number of workers share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from rasid.workbench.models.people import User


class JobKind(models.TextChoices):
    """What is to be done."""

    IMPORT: Any = "import", _("Import")
    EFFECT: Any = "effect", _("Effect of a proposal")
    APPLY: Any = "apply", _("Reading again with a new entry")


class JobState(models.TextChoices):
    """How far a job, or a piece of it, is."""

    QUEUED: Any = "queued", _("Waiting")
    RUNNING: Any = "running", _("Running")
    DONE: Any = "done", _("Done")
    FAILED: Any = "failed", _("Failed")
    STOPPED: Any = "stopped", _("Stopped")


class JobQuery(models.QuerySet):
    """Jobs, and which of them somebody may see."""

    def visible_to(self, user: User) -> JobQuery:
        """One's own; administrators see all."""
        if not user.is_authenticated:
            return self.none()
        return self if user.may("see_all") else self.filter(user=user)


class Job(models.Model):
    """A piece of work that somebody asked for. Its items are done one by one and survive the death of a worker."""

    kind = models.CharField(max_length=10, choices=JobKind.choices)
    user: Any = models.ForeignKey("workbench.User", models.PROTECT, related_name="jobs")
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED, db_index=True)
    options = models.JSONField(default=dict)
    groups: Any = models.ManyToManyField(Group, related_name="+")
    """For an import: the groups to which its documents are restricted."""
    proposal: Any = models.ForeignKey("workbench.Proposal", models.CASCADE, null=True, related_name="jobs")
    created = models.DateTimeField(auto_now_add=True)
    finished = models.DateTimeField(null=True)

    objects = JobQuery.as_manager()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class JobItem(models.Model):
    """A file, or a document to read again."""

    job: Any = models.ForeignKey(Job, models.CASCADE, related_name="items")
    name = models.CharField(_("name"), max_length=1000)
    path = models.CharField(max_length=1000, blank=True)
    """Where its bytes are; nothing of the uploaded name is in it."""
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    worker = models.CharField(max_length=100, blank=True)
    leased_until = models.DateTimeField(null=True)
    """After that another worker may take it: the one that had it is dead."""
    attempts = models.PositiveSmallIntegerField(default=0)
    seen = models.PositiveBigIntegerField(default=0)
    """How far it is: things that came out of the file, or the id of the last document that was read again."""
    read = models.PositiveIntegerField(default=0)
    """Documents that came of it, …"""
    there = models.PositiveIntegerField(default=0)
    """… that were there already, …"""
    aside = models.PositiveIntegerField(default=0)
    """… what had nothing in it to read, …"""
    failed = models.PositiveIntegerField(default=0)
    """… and what could not be read; both are in :class:`JobLeft` one by one."""
    error = models.TextField(blank=True)

    class Meta:
        """In the order given."""

        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["state", "id"])]

    def __str__(self) -> str:
        return self.name


class JobLeft(models.Model):
    """Something in a file that gave no document."""

    item: Any = models.ForeignKey(JobItem, models.CASCADE, related_name="left")
    doc = models.CharField(max_length=500)
    why = models.CharField(max_length=200)
    error = models.TextField()
    failed = models.BooleanField()
    """False where it was set aside because there is nothing in it to read."""

    class Meta:
        """In the order of the file."""

        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.doc}: {self.why}"
