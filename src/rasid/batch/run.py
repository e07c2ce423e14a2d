"""A run from its inputs to its report."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal, Protocol

import msgspec

from rasid.archive.disk import write_aside
from rasid.batch import journal as journals
from rasid.batch.journal import Journal
from rasid.batch.local import Task, cores
from rasid.batch.local import results as local
from rasid.batch.plan import Source, Unit, sources, units
from rasid.batch.report import Now, Report, report
from rasid.batch.settings import Settings, identity_of
from rasid.batch.tables import arrow
from rasid.batch.worker import Done
from rasid.errors import OutputError

REPORT = "report.json"
Engine = Literal["local", "ray"]


class Watch(Protocol):
    """Who is told how a run goes."""

    def begin(self, total: int, ready: int) -> None:
        """The bytes of all inputs, and of those that are done."""

    def step(self, done: Done, now: Now) -> None:
        """A chunk is done."""


class Silent:
    """Tells nobody."""

    def begin(self, total: int, ready: int) -> None:
        """Nothing is done."""

    def step(self, done: Done, now: Now) -> None:
        """Nothing is done."""


def run(
    given: Sequence[str],
    folder: Path,
    settings: Settings,
    *,
    engine: Engine = "local",
    workers: int | None = None,
    address: str | None = None,
    watch: Watch | None = None,
) -> Report:
    """Read the inputs that ``given`` means into ``folder``, or go on with that. Returns the report, which lies there too.

    Raises OptionError for inputs that cannot be a run's, ChangedError where the folder holds another run, BatchError where
    it is no run's or in use, WorkerError, OutputError, MissingExtraError, and what loading the user's tables raises.
    """
    arrow()
    identity = identity_of(settings)
    with journals.writing(folder):
        found = list(sources(given, folder))
        journal, same = journals.begin(folder, identity, found)
        plan = list(units(found))
        count = workers if workers or engine == "ray" else cores()
        read = _engine(engine, settings, folder, count, address)
        return _go(journal, list(_tasks(plan, journal, same)), plan, found, read, watch or Silent(), engine, count or 0)


def _engine(
    engine: Engine, settings: Settings, folder: Path, workers: int | None, address: str | None
) -> Callable[[list[Task]], Iterator[Done]]:
    if engine == "ray":
        from rasid.batch.cluster import results as cluster  # noqa: PLC0415  # an extra

        return lambda tasks: cluster(tasks, settings, folder.resolve(), workers, address)
    return lambda tasks: local(tasks, settings, folder, workers or cores())


def _tasks(plan: Sequence[Unit], journal: Journal, same: Sequence[bool]) -> Iterator[Task]:
    """The units of which something is to be done, or to be looked at again: an input's time has changed, its size has not."""
    number = 0
    for unit in plan:
        as_it_was = all(same[number : number + len(unit.sources)])
        number += len(unit.sources)
        if not (as_it_was and journal.complete(unit.number)):
            yield unit, {chunk: done.digest for chunk, done in journal.done.get(unit.number, {}).items()}


def _go(
    journal: Journal,
    tasks: list[Task],
    plan: Sequence[Unit],
    found: Sequence[Source],
    read: Callable[[list[Task]], Iterator[Done]],
    watch: Watch,
    engine: str,
    workers: int,
) -> Report:
    now, begin = Now(), time.monotonic()
    watch.begin(sum(source.size for source in found), sum(done.weight for done in journal.each()))
    try:
        if tasks:
            with contextlib.closing(read(tasks)) as results:  # type: ignore[type-var]  # they are generators
                for done in results:
                    if journal.add(done):
                        now.add(done)
                        now.seconds = time.monotonic() - begin
                        watch.step(done, now)
    finally:
        now.seconds = time.monotonic() - begin
        complete = all(journal.complete(unit.number) for unit in plan)
        made = report(journal.each(), now, complete=complete, inputs=len(found), engine=engine, workers=workers)
        _write(journal.folder, made)
    return made


def _write(folder: Path, made: Report) -> None:
    try:
        write_aside(folder / f"{REPORT}.new", msgspec.json.format(msgspec.json.encode(made)) + b"\n", 0o644)
        (folder / f"{REPORT}.new").replace(folder / REPORT)
    except OSError as error:
        raise OutputError(
            f"the output cannot be written ({error.strerror or error})",
            where=folder.as_posix(),
            step="Check its rights and the space that is left, and run the same command again.",
        ) from error
