"""Doing the work of the queue: a file or a proposal at a time, step by step.

Every step is kept in one transaction together with how far the item is, so that a worker that dies at any moment leaves
nothing half done, and the next one goes on from there. A lease that its owner keeps extending says that it is alive.
"""

from __future__ import annotations

import datetime
import os
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import Error, close_old_connections, connection, transaction
from django.db.models import Q
from django.utils import timezone

from rasid.errors import RasidError
from rasid.workbench.effects import Reading
from rasid.workbench.importing import Copies, Importing, tidy
from rasid.workbench.models import Job, JobItem, Proposal
from rasid.workbench.models.review import ProposalState
from rasid.workbench.models.work import JobKind, JobState
from rasid.workbench.storing import safe

LEASE = datetime.timedelta(seconds=60)
_BEAT, _PAUSE = 15.0, 1.0
"""Seconds between two extensions of the lease, and between two looks at an empty queue."""
_TRIES = 3
"""How often an item may take its worker down at one place before it is given up."""


class LostError(Exception):
    """Another worker has the item, or somebody stopped its job."""


def me() -> str:
    """The name of this worker: its machine and process."""
    return f"{socket.gethostname()}:{os.getpid()}"


def run(*, once: bool = False, pause: Callable[[float], None] = time.sleep) -> None:
    """Do what waits, and what comes; leave when nothing waits where ``once`` is set."""
    release_dead()
    copies = Copies()
    while True:
        try:
            item = claim()
            if item is not None:
                work(item, copies)
                continue
            if once:
                return
        except Error:  # the database is away: what was kept stands, and the lease runs out
            if once:
                raise
            connection.close()
            pause(_PAUSE * 4)
        close_old_connections()
        pause(_PAUSE)


def release_dead() -> None:
    """Let go of what dead workers of this machine still hold, without waiting for their leases to end."""
    host = f"{socket.gethostname()}:"
    for item in JobItem.objects.filter(state=JobState.RUNNING, worker__startswith=host):
        if not _alive(int(item.worker.removeprefix(host))):
            JobItem.objects.filter(pk=item.pk, worker=item.worker).update(leased_until=timezone.now())


def _alive(pid: int) -> bool:
    if pid == os.getpid():
        return False  # the number was another process's before
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


@transaction.atomic
def claim() -> JobItem | None:
    """Take the first item that waits or whose worker is dead; None where there is none."""
    now = timezone.now()
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, leased_until__lte=now)
    rows = JobItem.objects.filter(free, job__state__in=[JobState.QUEUED, JobState.RUNNING]).order_by("id")
    skip = connection.features.has_select_for_update_skip_locked
    item: JobItem | None = rows.select_for_update(of=("self",), skip_locked=skip).select_related("job").first()
    if item is None:
        return None
    item.state, item.worker, item.leased_until = JobState.RUNNING, me(), now + LEASE
    item.attempts += 1
    item.save(update_fields=["state", "worker", "leased_until", "attempts"])
    Job.objects.filter(pk=item.job_id, state=JobState.QUEUED).update(state=JobState.RUNNING)
    return item


def work(item: JobItem, copies: Copies) -> None:
    """Do an item to its end, or until it is lost."""
    if item.attempts > _TRIES:
        _end(item, JobState.FAILED, f"The program ended {_TRIES} times at this place of it; what came before stands.")
        return
    with _Heart(item):
        try:
            task: Importing | Reading = Importing(item, copies) if item.job.kind == JobKind.IMPORT else Reading(item)
            while (found := task.step()) is not None:
                advance(item, found)
        except LostError:
            return
        except RasidError as error:
            _end(item, JobState.FAILED, str(error))
            return
    _end(item, JobState.DONE, "")


def advance(item: JobItem, found: dict[str, Any]) -> None:
    """Keep what a step came to and how far the item is, both or neither. Raises LostError."""
    with transaction.atomic():
        held = JobItem.objects.filter(
            pk=item.pk, worker=item.worker, state=JobState.RUNNING, seen=item.seen, job__state=JobState.RUNNING
        )
        if held.select_for_update(of=("self",)).first() is None:
            raise LostError
        found["keep"](item)
        item.seen, item.attempts, item.leased_until = found["seen"], 0, timezone.now() + LEASE
        item.save(update_fields=["seen", "attempts", "leased_until", "read", "there", "aside", "failed"])


@transaction.atomic
def _end(item: JobItem, state: str, error: str) -> None:
    """Note that an item is through; and its job, where it was the last."""
    Job.objects.select_for_update().get(pk=item.job_id)
    if not JobItem.objects.filter(pk=item.pk, worker=item.worker, state=JobState.RUNNING).update(
        state=state, error=safe(error), leased_until=None
    ):
        return
    job = Job.objects.get(pk=item.job_id)
    if job.items.filter(state__in=[JobState.QUEUED, JobState.RUNNING]).exists():
        return
    job.state = JobState.FAILED if job.items.filter(state=JobState.FAILED).exists() else JobState.DONE
    job.finished = timezone.now()
    job.save(update_fields=["state", "finished"])
    if job.kind == JobKind.EFFECT:
        ready = ProposalState.READY if job.state == JobState.DONE else ProposalState.FAILED
        Proposal.objects.filter(pk=job.proposal_id, state=ProposalState.COUNTING).update(state=ready, error=safe(error))
    if job.kind == JobKind.IMPORT and job.state == JobState.DONE:
        transaction.on_commit(lambda: tidy(job))


class _Heart:
    """Extends the lease of an item while it is worked at, from a thread and a connection of its own."""

    def __init__(self, item: JobItem) -> None:
        self._item = (item.pk, item.worker)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="lease", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join()

    def _beat(self) -> None:
        pk, worker = self._item
        try:
            while not self._stop.wait(_BEAT):
                try:
                    until = timezone.now() + LEASE
                    JobItem.objects.filter(pk=pk, worker=worker).update(leased_until=until)
                except Error:  # the next beat, or the next step, tells
                    connection.close()
        finally:
            connection.close()
