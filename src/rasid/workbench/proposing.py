"""Proposing a row for a table, and deciding about it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from rasid.errors import StaleError
from rasid.workbench.models import Job, JobItem, Proposal, Record, User
from rasid.workbench.models.review import ProposalState
from rasid.workbench.models.work import JobKind
from rasid.workbench.readers import check, row_of


@transaction.atomic
def propose(user: User, table: str, cells: dict[str, str], *, note: str = "", record: Record | None = None) -> Proposal:
    """Propose a row; a worker finds its effect. Raises EditError or TableError for a row that the table does not take."""
    row = row_of(table, cells)
    check(row)
    made = Proposal.objects.create(
        table=table, row=dict(row[1]), note=note[:10_000].replace("\0", ""), record=record, user=user
    )
    _queue(user, made, JobKind.EFFECT)
    return made


def _queue(user: User, proposal: Proposal, kind: str) -> None:
    job = Job.objects.create(kind=kind, user=user, proposal=proposal)
    JobItem.objects.create(job=job, name=str(proposal)[:1000])


@transaction.atomic
def decide(user: User, proposal: Proposal, *, apply: bool) -> None:
    """Apply a proposal whose effect is known, or decline it. Raises StaleError where that was done already."""
    held = Proposal.objects.select_for_update().get(pk=proposal.pk)
    legal = {ProposalState.READY} if apply else {ProposalState.READY, ProposalState.COUNTING, ProposalState.FAILED}
    if held.state not in legal:
        raise StaleError("the effect of this proposal is not known yet, or it was decided", step="Load the page again.")
    held.state = ProposalState.APPLIED if apply else ProposalState.DECLINED
    held.decided_by, held.decided = user, timezone.now()
    held.save()
    if apply:
        _queue(user, held, JobKind.APPLY)
