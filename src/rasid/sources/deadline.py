"""A bound of time on work that cannot look at the clock itself, such as a library that takes a hostile file apart."""

from __future__ import annotations

import ctypes
import math
import threading
import time
from collections.abc import Callable
from typing import TypeVar

_AGAIN = 1.0
"""Seconds after which it is tried again, where what was raised was caught on its way."""
_LONGEST = 3600.0
T = TypeVar("T")
Within = Callable[[float], None]
"""Says that the next part of the work has so many seconds, or as many as the whole has left."""


class OutOfTimeError(BaseException):
    """Raised in the middle of the work; no ``Exception``, so that a library that catches those does not keep it."""


def bounded(seconds: float, work: Callable[[Within], T]) -> T:
    """What ``work`` gives. It is ended by OutOfTimeError, raised in its thread between two steps of Python.

    A single long call into compiled code is waited for. What comes too late for the work is taken back.
    """
    watch = _Watch()
    try:
        watch.begin(seconds)  # not before: what is raised outside of this would stop nothing
        return work(watch.within)
    finally:
        # Python looks for what is to be raised where a function begins, so that it may come in the middle of this.
        while not watch.stopped:
            try:  # noqa: SIM105  # entering a context is a function too
                watch.stop()
            except OutOfTimeError:
                pass


class _Watch:
    """A thread that raises OutOfTimeError in the one that made it, once its time is over and until it is stopped.

    The two share no lock that an exception in the middle of taking it could leave taken; ``_bell`` only wakes the watch.
    """

    def __init__(self) -> None:
        self._end = self._at = math.inf
        self._thread = threading.get_ident()
        self._over = self._raising = self.stopped = False
        self._bell = threading.Lock()
        self._bell.acquire()
        threading.Thread(target=self._watching, daemon=True).start()

    def begin(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self.within(seconds)

    def within(self, seconds: float) -> None:
        self._at = min(self._end, time.monotonic() + seconds)
        self._ring()

    def stop(self) -> None:
        self._over = True
        while self._raising:  # either the watch sees that it is over, or it is seen here that it raises
            time.sleep(0)
        _throw(self._thread, None)
        self.stopped = True
        self._ring()

    def _ring(self) -> None:
        if self._bell.locked():
            self._bell.release()

    def _watching(self) -> None:
        while not self._over:
            left = self._at - time.monotonic()
            if left <= 0:
                self._raising = True
                if not self._over:
                    _throw(self._thread, OutOfTimeError)
                self._raising = False
                left = _AGAIN
            self._bell.acquire(timeout=min(left, _LONGEST))


def _throw(thread: int, kind: type[BaseException] | None) -> None:
    """Have ``kind`` raised in a thread, or take back what was not raised yet."""
    value = None if kind is None else ctypes.py_object(kind)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), value)
