"""What a proposed row does to the stored documents, and doing it once an editor applied it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Q

from rasid.archive.differences import differences
from rasid.text import fold_word
from rasid.workbench.models import Document, History, JobItem, Name, Proposal, ProposalEffect, Record
from rasid.workbench.models.work import JobKind
from rasid.workbench.readers import Row, applied, reread, with_rows, words_in
from rasid.workbench.review import snapshot, weigh
from rasid.workbench.storing import Value, add_records, names_of, plain, refresh

_SHIFTING = "هيات"
"""Endings that change with a suffix: «شرطة», «شرطتهم»."""


def row_of(proposal: Proposal) -> Row:
    """The proposed row."""
    return proposal.table, tuple(proposal.row.items())


def candidates(row: Row) -> Any:
    """Documents in which all words of one of the row's names stand, in whatever form: only these can read otherwise."""
    fits = Q(pk=None)
    for words in words_in(row):
        one = Q()
        for word in words:
            folded = fold_word(word).removeprefix("ال")
            core = folded[:-1] if len(folded) > 2 and folded[-1] in _SHIFTING else folded
            one &= Q(found_by__words__contains=core.lower())
        fits |= one
    return Document.objects.filter(fits).distinct()


class Reading:
    """The candidates of a proposal one by one, read with its row and without."""

    def __init__(self, item: JobItem) -> None:
        """Compile both readers. Raises TableError."""
        self._proposal = item.job.proposal
        self._apply = item.job.kind == JobKind.APPLY
        row = row_of(self._proposal)
        before = applied(without=self._proposal)
        self._old, self._new = with_rows(before), with_rows((*before, row))
        found = candidates(row).filter(pk__gt=item.seen).order_by("pk").values_list("pk", flat=True)
        self._left: Iterator[int] = iter(list(found))

    def step(self) -> dict[str, Any] | None:
        """What the next document comes to, ready to be kept; None at the end (see Importing.step)."""
        pk = next(self._left, None)
        if pk is None:
            return None
        document = Document.objects.filter(pk=pk).first()
        if document is None:  # taken out meanwhile
            return {"seen": pk, "keep": lambda _item: None}
        new = plain(reread(self._new, document))
        keep = self._applied(document, new) if self._apply else self._found(document, new)
        return {"seen": pk, "keep": keep}

    def _found(self, document: Document, new: Value) -> Callable[[JobItem], None]:
        old = plain(reread(self._old, document))
        rows = [
            ProposalEffect(
                proposal=self._proposal,
                document=document,
                change=row.change,
                old=row.old,
                new=row.new,
                fields=list(row.fields),
            )
            for row in differences(document.sha256, document.doc, old, new)
        ]

        def keep(item: JobItem) -> None:
            ProposalEffect.objects.bulk_create(rows)
            item.read += 1

        return keep

    def _applied(self, document: Document, new: Value) -> Callable[[JobItem], None]:
        def keep(item: JobItem) -> None:
            renew(document, new)
            item.read += 1

        return keep


def renew(document: Document, new: Value) -> None:
    """Put a new reading of a document in place of the old one; what people said stays with its record.

    A record that is no longer found is taken back where nobody said anything of it, and else stays as a person's.
    To be called within a transaction.
    """
    values = new.pop("records")
    new.pop("text")
    document.machine, document.tables = new, new["tables"]
    document.save(update_fields=["machine", "tables"])
    records = list(Record.objects.select_for_update().filter(document=document, machine__isnull=False))
    pairs = _paired(records, values)
    for record in records:  # names are exchanged, so that all are free first
        Record.objects.filter(pk=record.pk).update(name=f"~{record.pk}")
    for record, value in pairs:
        if record is None:
            _added(document, value)
        else:
            _renewed(record, document, value)
    refresh(document)


def _paired(records: list[Record], values: list[Value]) -> list[tuple[Record | None, Value | None]]:
    """Records of the old reading with those of the new that are the same: by event word and type, or the word alone."""
    pairs: list[tuple[Record | None, Value | None]] = []
    old, new = list(records), list(values)
    for keys in (("event_type", "mode"), ("event_type",), ()):
        for record in list(old):
            was = record.machine
            same = (
                value
                for value in new
                if value["trigger"]["span"] == was["trigger"]["span"] and all(value[key] == was[key] for key in keys)
            )
            value = next(same, None)
            if value is not None:
                pairs.append((record, value))
                old.remove(record)
                new.remove(value)
    return pairs + [(record, None) for record in old] + [(None, value) for value in new]


def _renewed(record: Record, document: Document, value: Value | None) -> None:
    before, was = snapshot(record), record.machine
    record.document = document
    if value is not None:
        record.name, record.machine = value["id"], value
        record.withdrawn = False
    elif before["reviews"] or before["decision"]:
        record.name, record.added, record.machine = f"x{record.pk}", was, None
    else:
        record.name, record.withdrawn = f"x{record.pk}", True
    if value is not None and _said(value) == _said(was) and record.withdrawn == before["withdrawn"]:
        Record.objects.filter(pk=record.pk).update(name=record.name, machine=value)
        return
    weigh(record)
    Name.objects.filter(record=record).delete()
    Name.objects.bulk_create(names_of(record))
    _note(record, {**before, "machine": was}, {**snapshot(record), "machine": record.machine})


def _said(value: Value) -> Value:
    """A record without what only numbers or explains it."""
    return {name: inner for name, inner in value.items() if name not in {"id", "links", "reason"}}


def _added(document: Document, value: Value | None) -> None:
    if value is not None:
        (record,) = add_records(document, [value])
        _note(record, None, {**snapshot(record), "machine": value})


def _note(record: Record, before: Value | None, after: Value) -> None:
    History.objects.create(
        document_id=record.document_id, record_id=record.pk, action="machine", before=before, after=after
    )
