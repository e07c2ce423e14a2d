"""The engine of one machine: a thread that parts the inputs, and for each core a process with a thread that watches it."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from rasid.batch.chunks import Chunk, split
from rasid.batch.plan import Unit
from rasid.batch.settings import Settings
from rasid.batch.worker import Done, Watcher

Task = tuple[Unit, Mapping[int, str]]
"""A unit with the digests of its chunks that are done."""
_PATIENCE = 0.2


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Stopped(Exception):  # noqa: N818  # it is no error
    """The run is over before its end."""


class _Pool:
    """Threads that hand chunks to processes and what comes of them to the caller."""

    def __init__(self, tasks: Iterable[Task], settings: Settings, folder: Path, workers: int) -> None:
        self._tasks, self._settings, self._folder = tasks, settings, folder
        self._chunks: queue.Queue[Chunk | None] = queue.Queue(maxsize=workers)  # memory holds two a worker
        self._found: queue.Queue[Done | BaseException | None] = queue.Queue()
        self._stop = threading.Event()
        self._watchers = [Watcher(settings, folder) for _ in range(workers)]
        self._threads = [threading.Thread(target=self._feed, daemon=True)]
        self._threads += [
            threading.Thread(target=self._read, args=(watcher,), daemon=True) for watcher in self._watchers
        ]

    def results(self) -> Iterator[Done]:
        """What comes of each chunk, in the order in which it comes. Raises whatever went wrong."""
        for thread in self._threads:
            thread.start()
        running = len(self._threads)
        try:
            while running:
                found = self._found.get()
                if found is None:
                    running -= 1
                elif isinstance(found, BaseException):
                    raise found
                else:
                    yield found
        finally:
            self._stop.set()
            for watcher in self._watchers:
                watcher.stop()
            for thread in self._threads:
                thread.join()

    def _put(self, chunk: Chunk | None) -> None:
        while not self._stop.is_set():
            try:
                self._chunks.put(chunk, timeout=_PATIENCE)
            except queue.Full:
                continue
            return
        raise _Stopped

    def _take(self) -> Chunk | None:
        while not self._stop.is_set():
            try:
                return self._chunks.get(timeout=_PATIENCE)
            except queue.Empty:
                continue
        raise _Stopped

    def _feed(self) -> None:
        try:
            for unit, done in self._tasks:
                for chunk in split(unit, self._settings, done):
                    self._put(chunk)
            for _ in self._watchers:
                self._put(None)
        except _Stopped:
            pass
        except BaseException as error:  # noqa: BLE001  # it is raised where the results are taken
            self._found.put(error)
        self._found.put(None)

    def _read(self, watcher: Watcher) -> None:
        try:
            while (chunk := self._take()) is not None:
                self._found.put(watcher.code(chunk))
        except _Stopped:
            pass
        except BaseException as error:  # noqa: BLE001  # the same
            if not self._stop.is_set():
                self._found.put(error)
        finally:
            watcher.close()
        self._found.put(None)


def results(tasks: Iterable[Task], settings: Settings, folder: Path, workers: int) -> Iterator[Done]:
    """Read the chunks of ``tasks`` with so many processes; to be closed. Raises what reading and writing raise."""
    return _Pool(tasks, settings, folder, workers).results()
