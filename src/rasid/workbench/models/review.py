"""What people say of records: reviews, decisions, comments, and entries for the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from rasid.workbench.models.documents import Document, Record

if TYPE_CHECKING:
    from rasid.workbench.models.people import User


class Verdict(models.TextChoices):
    """What a person says of a record."""

    ACCEPT: Any = "accept", _("Accept")
    REJECT: Any = "reject", _("Reject")


class Review(models.Model):
    """One person's opinion of a record: verdict, and the fields that this person would have otherwise."""

    record: Any = models.ForeignKey(Record, models.CASCADE, related_name="reviews")
    user: Any = models.ForeignKey("workbench.User", models.PROTECT, related_name="reviews")
    verdict = models.CharField(max_length=6, choices=Verdict.choices)
    values = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        """One a person; the first first."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["record", "user"], name="one_review")]

    def __str__(self) -> str:
        return f"{self.record_id}: {self.user} {self.verdict}"


class Decision(models.Model):
    """How a disagreement was settled; the last one counts."""

    record: Any = models.ForeignKey(Record, models.CASCADE, related_name="decisions")
    user: Any = models.ForeignKey("workbench.User", models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=6, choices=Verdict.choices)
    values = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    stands = models.BooleanField(default=True)
    """False once it was undone."""

    class Meta:
        """The last first."""

        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.record_id}: {self.verdict}"


class Comment(models.Model):
    """A remark on a document or on a record of it."""

    document: Any = models.ForeignKey(Document, models.CASCADE, related_name="comments")
    record: Any = models.ForeignKey(Record, models.CASCADE, null=True, related_name="comments")
    user: Any = models.ForeignKey("workbench.User", models.PROTECT, related_name="+")
    text = models.TextField(_("comment"), max_length=10_000)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """In the order in which they came."""

        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.text[:60]


class ProposalState(models.TextChoices):
    """How far a proposal is."""

    COUNTING: Any = "counting", _("Its effect is being found")
    READY: Any = "ready", _("Ready to be decided")
    APPLIED: Any = "applied", _("Applied")
    DECLINED: Any = "declined", _("Declined")
    FAILED: Any = "failed", _("Cannot be read")


class Proposal(models.Model):
    """A row for a table, proposed with its effect on all stored documents."""

    table = models.CharField(_("table"), max_length=20)
    row = models.JSONField(_("row"))
    """Column to cell, as in a TSV file of the lexicon."""
    note = models.TextField(_("why"), blank=True)
    record: Any = models.ForeignKey(Record, models.SET_NULL, null=True, related_name="proposals")
    user: Any = models.ForeignKey("workbench.User", models.PROTECT, related_name="proposals")
    at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.COUNTING)
    error = models.TextField(blank=True)
    decided_by: Any = models.ForeignKey("workbench.User", models.PROTECT, null=True, related_name="+")
    decided = models.DateTimeField(null=True)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.table}: {' '.join(map(str, self.row.values()))}"


class EffectQuery(models.QuerySet):
    """Effects, and which of them somebody may see."""

    def visible_to(self, user: User) -> EffectQuery:
        """Those in documents that the user may see."""
        return self.filter(document__in=Document.objects.visible_to(user))


class ProposalEffect(models.Model):
    """A record that would be another with the proposed row: as of :mod:`rasid.archive.differences`."""

    proposal: Any = models.ForeignKey(Proposal, models.CASCADE, related_name="effects")
    document: Any = models.ForeignKey(Document, models.CASCADE, related_name="+")
    change = models.CharField(max_length=10)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    fields = models.JSONField(default=list)

    objects = EffectQuery.as_manager()

    class Meta:
        """Document by document."""

        ordering: ClassVar = ["document_id", "id"]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.change}"
