"""A process that reads chunks, and whoever watches over it.

A document can hang or kill the process that reads it. So the reading has a process of its own, which says before each
document which one comes next; when it dies or takes too long, its watcher knows which document did it, starts another
process, and has that document read alone. If it happens again the document is set aside and the chunk read without it;
if not, it was an accident and the chunk is read again. Both engines work this way.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import msgspec

from rasid.archive.disk import sync_folder
from rasid.batch.chunks import Chunk, Lost
from rasid.batch.coding import Rows, code
from rasid.batch.settings import Settings
from rasid.batch.tables import TABLES, arrow, place_of, write
from rasid.errors import CrashError, OutputError, RasidError, SlowError, WorkerError
from rasid.reading.reader import Reader

INCOMING = "incoming"
"""Where files are written before they are put in place."""
_START = 300.0
"""Seconds that a process may take to start, or to write its rows."""
_DEATHS = 3
"""How often in a row a process may die with no document to blame."""


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """A chunk that was read and written; a line of the journal."""

    unit: int
    chunk: int
    last: bool
    digest: str
    weight: int
    read: int
    records: int
    mentions: int
    characters: int
    aside: dict[str, int]
    failed: dict[str, int]
    seconds: float
    """Of one core."""


class _Job(msgspec.Struct, tag="job", frozen=True):
    chunk: Chunk
    poisoned: dict[int, Lost]
    only: int | None


class _Ready(msgspec.Struct, tag="ready", frozen=True):
    """The process can take a job."""


class _At(msgspec.Struct, tag="at", frozen=True):
    """The document that comes next; None where all are read."""

    index: int | None


class _Finished(msgspec.Struct, tag="finished", frozen=True):
    done: Done | None


class _Broken(msgspec.Struct, tag="broken", frozen=True):
    """The process cannot go on for a reason that is no document's."""

    what: str
    where: str
    step: str
    output: bool


_Message = _Ready | _At | _Finished | _Broken


def serve(connection: Connection, told: bytes, folder: str) -> None:
    """What the process does: take chunks from ``connection`` until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the watcher decides
    _end_with_parent()
    settings = msgspec.msgpack.decode(told, type=Settings)
    try:
        gc.disable()
        reader = Reader(lexicon=settings.lexicon)
        arrow("pyarrow.parquet")
        gc.freeze()
        gc.enable()
        _say(connection, _Ready())
        while True:
            job = msgspec.msgpack.decode(connection.recv_bytes(), type=_Job)
            _say(connection, _Finished(_work(job, reader, settings, Path(folder), connection)))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except RasidError as error:
        _say(connection, _Broken(error.what, error.where, error.step, isinstance(error, OutputError)))


def _say(connection: Connection, message: _Message) -> None:
    connection.send_bytes(msgspec.msgpack.encode(message))


def _end_with_parent() -> None:
    """Leave when the watcher is gone, also in the midst of a document."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _work(job: _Job, reader: Reader, settings: Settings, folder: Path, connection: Connection) -> Done | None:
    """Read and write a chunk, or read one document of it to see whether it can be read; then there is nothing to tell."""
    items = job.chunk.items()
    begin = time.process_time()

    def tell(index: int | None) -> None:
        _say(connection, _At(index))

    if job.only is not None:
        code([items[job.only]], reader, settings, {}, lambda _: tell(job.only))
        return None
    rows = code(items, reader, settings, job.poisoned, tell)
    tell(None)
    try:
        for table in TABLES:
            write(aside(folder, job.chunk, table, os.getpid()), table, rows.tables[table])
    except OSError as error:
        raise OutputError(
            f"the output cannot be written ({error.strerror or error})",
            where=folder.as_posix(),
            step="Check its rights and the space that is left, and run the same command again.",
        ) from error
    return _done(job.chunk, rows, time.process_time() - begin)


def _done(chunk: Chunk, rows: Rows, seconds: float) -> Done:
    return Done(
        unit=chunk.unit,
        chunk=chunk.number,
        last=chunk.last,
        digest=chunk.digest,
        weight=chunk.weight,
        read=rows.read,
        records=len(rows.tables["records"]),
        mentions=len(rows.tables["mentions"]),
        characters=rows.characters,
        aside=dict(sorted(rows.aside.items())),
        failed=dict(sorted(rows.failed.items())),
        seconds=round(seconds, 3),
    )


def aside(folder: Path, chunk: Chunk, table: str, process: int) -> Path:
    """Where a process writes a table of a chunk before it is put in place."""
    return folder / INCOMING / f"{chunk.name}.{table}.{process}"


class _DiedError(Exception):
    """The process is gone: at which document, and of what."""

    def __init__(self, index: int | None, why: str, *, slow: bool) -> None:
        self.index, self.why, self.slow = index, why, slow
        super().__init__(why)


class Watcher:
    """Has chunks read by a process of its own, whatever becomes of that process. To be used by one thread."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        """No process is started before the first chunk."""
        self._settings, self._folder = settings, folder
        self._told = msgspec.msgpack.encode(settings)
        self._process: Any = None
        self._connection: Connection | None = None
        self._stopped = False

    def code(self, chunk: Chunk) -> Done:
        """Read a chunk and put its files in place. Raises WorkerError, OutputError, and what a process cannot start for."""
        poisoned: dict[int, Lost] = {}
        deaths = 0
        while True:
            try:
                done = self._ask(_Job(chunk, poisoned, None))
            except _DiedError as death:
                if death.index is None:
                    deaths += 1
                    self._give_up(death, deaths)
                else:
                    poisoned |= self._blame(chunk, death)
                continue
            if done is not None:
                self._place(chunk)
                return done

    def stop(self) -> None:
        """Let :meth:`code` end soon with an error; may be called by another thread."""
        process = self._process
        self._stopped = True
        if process is not None:
            process.kill()

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _blame(self, chunk: Chunk, death: _DiedError) -> dict[int, Lost]:
        """The document at which a process died, if it is to blame: another process dies of it alone."""
        index, deaths = death.index, 0
        if index is None:
            return {}
        while True:
            try:
                self._ask(_Job(chunk, {}, index))
            except _DiedError as again:
                if again.index is not None:
                    return {index: self._lost(chunk.items()[index].doc, again)}
                deaths += 1
                self._give_up(again, deaths)
            else:
                return {}

    def _lost(self, doc: str, death: _DiedError) -> Lost:
        if death.slow:
            error: RasidError = SlowError(
                f"reading it took longer than {self._settings.seconds:g} seconds, twice",
                where=doc,
                step="Give it more with --seconds in a run of its own, or split it.",
            )
            why = "took too long"
        else:
            error = CrashError(
                f"the process that read it died of it, twice ({death.why})",
                where=doc,
                step="Report it with the document, if you may share it.",
            )
            why = "killed its process"
        return Lost(code=error.code, why=why, error=str(error), failed=True)

    @staticmethod
    def _give_up(death: _DiedError, deaths: int) -> None:
        if deaths >= _DEATHS:
            raise WorkerError(
                f"the reading processes die with no document to blame ({death.why})",
                step="See whether there is enough memory, try fewer --workers, and run the same command again.",
            ) from death

    def _ask(self, job: _Job) -> Done | None:
        """Give the process a job and wait for it. Raises _DiedError, WorkerError or OutputError."""
        at: int | None = None
        try:
            connection = self._started()
            connection.send_bytes(msgspec.msgpack.encode(job))
            while True:
                limit = _START if at is None else self._settings.seconds
                message = self._hear(connection, limit)
                if isinstance(message, _At):
                    at = message.index
                elif isinstance(message, _Finished):
                    return message.done
                elif isinstance(message, _Broken):
                    kind = OutputError if message.output else WorkerError
                    raise kind(message.what, where=message.where, step=message.step)
        except TimeoutError as error:
            self.close()
            raise _DiedError(at, "it did not answer", slow=True) from error
        except (EOFError, OSError) as error:
            raise _DiedError(at, self._cause(), slow=False) from error

    @staticmethod
    def _hear(connection: Connection, seconds: float) -> _Message:
        if not connection.poll(seconds):
            raise TimeoutError
        message: _Message = msgspec.msgpack.decode(connection.recv_bytes(), type=_Message)
        return message

    def _started(self) -> Connection:
        """The way to the process, once it is ready. Raises TimeoutError, OSError or EOFError where it never is."""
        if self._stopped:
            raise WorkerError("the run was stopped", step="Run the same command again: it goes on where it was.")
        if self._connection is not None and self._process.is_alive():
            return self._connection
        self.close()
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(
            target=serve, args=(theirs, self._told, str(self._folder)), daemon=True, name="rasid-batch"
        )
        self._process.start()
        theirs.close()
        message = self._hear(self._connection, _START)
        if isinstance(message, _Broken):
            raise WorkerError(message.what, where=message.where, step=message.step)
        return self._connection

    def _cause(self) -> str:
        """What the process died of, in words."""
        process = self._process
        if process is None:
            return "it could not be started"
        process.join(10)
        status = process.exitcode
        self.close()
        if status is not None and status < 0:
            with contextlib.suppress(ValueError):
                return signal.Signals(-status).name
        return f"exit status {status}"

    def _place(self, chunk: Chunk) -> None:
        """Put the files of a chunk in place; until it is in the journal they may be put there again."""
        try:
            for table in TABLES:
                target = place_of(self._folder, table, chunk.name)
                target.parent.mkdir(parents=True, exist_ok=True)
                aside(self._folder, chunk, table, self._process.pid).replace(target)
                sync_folder(target.parent)
        except OSError as error:
            raise OutputError(
                f"the output cannot be written ({error.strerror or error})",
                where=self._folder.as_posix(),
                step="Check its rights and the space that is left, and run the same command again.",
            ) from error
