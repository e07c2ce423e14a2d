"""Documents and the records in them: what the machine found and what people say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from rasid.workbench.models.people import User


class DocumentQuery(models.QuerySet):
    """Documents, and which of them somebody may see."""

    def visible_to(self, user: User) -> DocumentQuery:
        """Those open to all, and those restricted to a group of the user's. Administrators see all."""
        if not user.is_authenticated:
            return self.none()
        if user.may("see_all"):
            return self
        mine = Restriction.objects.filter(group__in=user.groups.all()).values("document_id")
        return self.filter(Q(restricted=False) | Q(id__in=mine))


class Document(models.Model):
    """A text that was read. ``machine`` is all that was read but text and records, as JSON of the model room."""

    doc = models.CharField(_("name"), max_length=500)
    """Its name in its file; long ones are cut here and whole in ``machine``."""
    sha256 = models.CharField(max_length=64, db_index=True)
    title = models.TextField(_("title"), blank=True)
    published = models.DateField(_("published"), null=True, db_index=True)
    publisher = models.CharField(_("publisher"), max_length=300, blank=True, db_index=True)
    address = models.TextField(_("address"), blank=True)
    text = models.TextField()
    machine = models.JSONField(default=dict)
    format = models.CharField(max_length=40, blank=True)
    notes = models.JSONField(default=list)
    """What was noted when it was taken from its file, such as pages that are pictures."""
    tables = models.CharField(max_length=64, blank=True)
    duplicate_of: Any = models.ForeignKey("self", models.SET_NULL, null=True, related_name="copies")
    restricted = models.BooleanField(default=False, db_index=True)
    """Whether it has groups; kept by :func:`rasid.workbench.access.restrict`."""
    job: Any = models.ForeignKey("workbench.Job", models.SET_NULL, null=True, related_name="documents")
    added = models.DateTimeField(auto_now_add=True)
    added_by: Any = models.ForeignKey("workbench.User", models.SET_NULL, null=True, related_name="+")
    record_count = models.PositiveIntegerField(default=0)
    open_count = models.PositiveIntegerField(default=0)
    """Records that nobody has looked at yet."""
    groups: Any = models.ManyToManyField(Group, through="Restriction", related_name="documents")

    objects = DocumentQuery.as_manager()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["job", "doc"])]

    def __str__(self) -> str:
        return self.title or self.doc


class Restriction(models.Model):
    """A group that may see a restricted document."""

    document: Any = models.ForeignKey(Document, models.CASCADE, related_name="restrictions")
    group: Any = models.ForeignKey(Group, models.PROTECT, related_name="+")

    class Meta:
        """Each group once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "group"], name="one_restriction")]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.group}"


class SearchText(models.Model):
    """What a part of a document is found by; indexed for full text by the database (see the second migration).

    Long documents are parted, because PostgreSQL counts no further than 16,383 words.
    """

    document: Any = models.ForeignKey(Document, models.CASCADE, related_name="found_by")
    words = models.TextField()
    """Its words, folded."""
    stems = models.TextField()
    """Their stems, and those of the names in its records."""

    def __str__(self) -> str:
        return str(self.document_id)


class RecordQuery(models.QuerySet):
    """Records, and which of them somebody may see."""

    def visible_to(self, user: User) -> RecordQuery:
        """Those of documents that the user may see."""
        if not user.is_authenticated:
            return self.none()
        if user.may("see_all"):
            return self
        mine = Restriction.objects.filter(group__in=user.groups.all()).values("document_id")
        return self.filter(Q(document__restricted=False) | Q(document_id__in=mine))


class State(models.TextChoices):
    """How far the review of a record is."""

    OPEN: Any = "open", _("Not reviewed")
    REVIEWED: Any = "reviewed", _("Reviewed once")
    ACCEPTED: Any = "accepted", _("Accepted")
    REJECTED: Any = "rejected", _("Rejected")
    DISPUTED: Any = "disputed", _("Disputed")
    MERGED: Any = "merged", _("Merged into another")
    TAKEN_BACK: Any = "taken_back", _("Taken back")


HIDDEN = (State.MERGED, State.TAKEN_BACK)
"""States in which a record stands for nothing; it is shown only to who asks for it."""


class Record(models.Model):
    """A record: ``machine`` as it was read (None where a person ``added`` it), ``human`` the fields that people changed.

    The other columns are those of the value that counts, machine's with people's over it, so that they can be searched.
    """

    document: Any = models.ForeignKey(Document, models.CASCADE, related_name="records")
    name = models.CharField(max_length=40)
    """Its id in the document, such as r3; those of people begin with h."""
    machine = models.JSONField(null=True)
    added = models.JSONField(null=True)
    """For one that a person added: its value as that person added it."""
    human = models.JSONField(default=dict)
    withdrawn = models.BooleanField(default=False)
    """Whether who added it took it back."""
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN, db_index=True)
    event_type = models.CharField(_("type"), max_length=20, db_index=True)
    mode = models.CharField(_("mode"), max_length=30, blank=True)
    acled = models.CharField(max_length=60, blank=True)
    modality = models.CharField(_("modality"), max_length=12)
    confidence = models.FloatField(_("confidence"), default=0.0)
    trigger = models.CharField(max_length=300)
    start = models.IntegerField()
    end = models.IntegerField()
    date_start = models.DateField(null=True, db_index=True)
    date_end = models.DateField(null=True)
    country = models.CharField(max_length=3, blank=True, db_index=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    precision = models.CharField(max_length=10, blank=True)
    killed = models.IntegerField(null=True)
    """The lower end of the first whole toll of killed."""
    merged_into: Any = models.ForeignKey("self", models.SET_NULL, null=True, related_name="merged")
    split_from: Any = models.ForeignKey("self", models.SET_NULL, null=True, related_name="parts")
    version = models.PositiveIntegerField(default=1)
    """Counts changes: an edit that was begun before another one is refused."""
    changed = models.DateTimeField(auto_now=True)

    objects = RecordQuery.as_manager()

    class Meta:
        """In the order of the text."""

        ordering: ClassVar = ["document_id", "start", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "name"], name="one_record_name")]
        indexes: ClassVar = [
            models.Index(fields=["document", "start"]),
            models.Index(fields=["lat", "lon"]),
            models.Index(fields=["confidence"]),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}/{self.name} {self.event_type}"

    @property
    def base(self) -> dict[str, Any]:
        """The value before anybody corrected it."""
        return self.machine or self.added or {}

    @property
    def value(self) -> dict[str, Any]:
        """The value that counts, as the model room's JSON of a record."""
        return {**self.base, **self.human, "id": self.name}


class Name(models.Model):
    """Who or what stands in a slot of a record, for actor and place pages and filters."""

    record: Any = models.ForeignKey(Record, models.CASCADE, related_name="names")
    slot = models.CharField(max_length=10)
    text = models.CharField(max_length=300)
    name = models.CharField(max_length=300)
    """The canonical name, or the folded words where there is none."""
    folded = models.CharField(max_length=300, db_index=True)
    """Its name in the form in which names are compared, …"""
    said = models.CharField(max_length=300, db_index=True)
    """… and the words of the text in that form."""
    country = models.CharField(max_length=3, blank=True)
    sector = models.CharField(max_length=3, blank=True)

    class Meta:
        """By name within a slot."""

        indexes: ClassVar = [models.Index(fields=["slot", "name"])]

    def __str__(self) -> str:
        return f"{self.slot}: {self.name}"
