"""What happened: written once and never changed, which the database itself enforces (see the second migration)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from django.db import models

from rasid.errors import OutputError

if TYPE_CHECKING:
    from rasid.workbench.models.people import User


def _fixed() -> NoReturn:
    raise OutputError("what happened cannot be changed or taken out", step="Add a new entry.")


class FixedQuery(models.QuerySet):
    """Rows that are only added."""

    def update(self, **_values: object) -> int:
        """Not allowed. Raises OutputError."""
        _fixed()

    def delete(self) -> tuple[int, dict[str, int]]:
        """Not allowed. Raises OutputError."""
        _fixed()


class Fixed(models.Model):
    """A row that is only added."""

    class Meta:
        """No table of its own."""

        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row. Raises OutputError where it is there already."""
        if self.pk is not None:
            _fixed()
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Not allowed. Raises OutputError."""
        _fixed()


class AuditLog(Fixed):
    """Every view, edit and export: who, when, what, from where, and what came of it."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    user_id = models.BigIntegerField(null=True, db_index=True)
    username = models.CharField(max_length=150, blank=True)
    action = models.CharField(max_length=60, db_index=True)
    """The name of the view or API call, or what was done."""
    object = models.CharField(max_length=60, blank=True, db_index=True)
    """Such as ``document:12`` or ``record:7``."""
    method = models.CharField(max_length=8, blank=True)
    status = models.PositiveSmallIntegerField(null=True)
    address = models.CharField(max_length=45, blank=True)
    """The network address it came from."""
    token = models.CharField(max_length=12, blank=True)
    """The first characters of the API token."""
    detail = models.JSONField(default=dict)

    objects = FixedQuery.as_manager()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.at} {self.username} {self.action} {self.object}"


class HistoryQuery(FixedQuery):
    """Changes, and which of them somebody may see."""

    def visible_to(self, user: User) -> HistoryQuery:
        """Those of documents that the user may see."""
        from rasid.workbench.models.documents import Document  # noqa: PLC0415  # the log stands before the documents

        return self.filter(document_id__in=Document.objects.visible_to(user).values("id"))


class History(Fixed):
    """A change of a record: as it was before and after, so that it can be undone."""

    at = models.DateTimeField(auto_now_add=True)
    user_id = models.BigIntegerField(null=True)
    username = models.CharField(max_length=150, blank=True)
    document_id = models.BigIntegerField(db_index=True)
    record_id = models.BigIntegerField(db_index=True)
    action = models.CharField(max_length=20)
    """accept, reject, change, add, merge, split, settle, machine, undo."""
    before = models.JSONField(null=True)
    """None where the record was not there before."""
    after = models.JSONField(null=True)
    undoes = models.BigIntegerField(null=True)
    """For an undo: the change that it takes back."""
    group = models.BigIntegerField(null=True)
    """For a change of several records in one: the first of its changes."""

    objects = HistoryQuery.as_manager()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.record_id}: {self.action}"
