"""Bytes with a name: a file, standard input, or what lies in an archive."""

from __future__ import annotations

import io
import tempfile
from typing import BinaryIO, cast

from rasid.errors import LimitError, RasidError
from rasid.sources.limits import Budget, some, too_large

HEAD = 1 << 16
"""How many bytes are looked at to tell the format."""
_CHUNK = 1 << 20
_IN_MEMORY = 16 << 20


class _Replay(io.RawIOBase):
    """A stream from its start again after ``head`` was taken from it."""

    def __init__(self, head: bytes, under: BinaryIO, error: RasidError | None) -> None:
        self._head, self._under, self._error = head, under, error

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview | bytearray) -> int:  # type: ignore[override]  # any writable buffer
        if self._head:
            data, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        elif self._error is not None:
            raise self._error
        else:
            data = some(self._under, len(buffer))
        buffer[: len(data)] = data
        return len(data)


class Blob:
    """Bytes that are read once, with what is known of them from outside."""

    def __init__(
        self,
        name: str,
        stream: BinaryIO,
        budget: Budget,
        *,
        size: int | None = None,
        depth: int = 0,
        charset: str | None = None,
        address: str | None = None,
    ) -> None:
        """``charset`` and ``address`` are what a server said. Raises what reading the first bytes raises."""
        self.name, self.budget, self.size, self.depth = name, budget, size, depth
        self.charset, self.address = charset, address
        self._under = stream
        self.head, error = _upto(stream, HEAD)
        self._stream = io.BufferedReader(_Replay(self.head, stream, error), HEAD)

    @property
    def under(self) -> BinaryIO:
        """The stream that it was made from, to see how far it was read."""
        return self._under

    @property
    def stream(self) -> BinaryIO:
        """From the first byte on, once."""
        return self._stream

    def whole(self, limit: int, what: str = "a document") -> bytes:
        """All bytes. Raises LimitError where they are more than ``limit``, before they are read where that is known."""
        if self.size is not None and self.size > limit:
            raise too_large(self.name, limit, what)
        data = self._stream.read(limit + 1)
        if len(data) > limit:
            raise too_large(self.name, limit, what)
        return data

    def seekable(self) -> BinaryIO:
        """From the first byte on, with a way back; larger ones lie in a temporary file. Raises LimitError."""
        if self.depth == 0 and self._under.seekable():
            self._under.seek(0)
            return self._under
        spool = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # whoever reads it closes it
        while data := self._stream.read(_CHUNK):
            spool.write(data)
        spool.seek(0)
        return cast("BinaryIO", spool)

    def inner(
        self,
        name: str,
        stream: BinaryIO,
        *,
        size: int | None = None,
        charset: str | None = None,
        address: str | None = None,
    ) -> Blob:
        """What lies in this one. Raises LimitError where it lies too deep."""
        if self.depth + 1 > self.budget.limits.depth:
            raise LimitError(
                f"it lies more than {self.budget.limits.depth} archives deep",
                where=name,
                step="Unpack the outer archives and give the inner ones.",
            )
        return Blob(name, stream, self.budget, size=size, depth=self.depth + 1, charset=charset, address=address)


class Flowing:
    """A stream that gives what it has rather than wait for more, so that nothing is lost before a break."""

    def __init__(self, under: BinaryIO) -> None:
        """Read from ``under``."""
        self._under = under

    def read(self, size: int = -1) -> bytes:
        """At most ``size`` bytes; none at the end."""
        return some(self._under, size)


def _upto(stream: BinaryIO, count: int) -> tuple[bytes, RasidError | None]:
    """The first ``count`` bytes, fewer only at the end or before a break, and the error of that break."""
    pieces: list[bytes] = []
    have = 0
    while have < count:
        try:
            data = some(stream, count - have)
        except RasidError as error:
            if not pieces:
                raise
            return b"".join(pieces), error
        if not data:
            break
        pieces.append(data)
        have += len(data)
    return b"".join(pieces), None
