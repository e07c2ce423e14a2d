"""How large, deep and many things may be. Nothing is cut to fit: what is over a limit is left whole, with an error."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import BinaryIO

import msgspec

from rasid.errors import LimitError

MB = 1 << 20


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Sizes in bytes, times in seconds."""

    document: int = 32 * MB
    """A text, page, row or message."""
    pdf: int = 128 * MB
    """A PDF file; its pictures count."""
    pages: int = 5_000
    """Pages of a PDF."""
    seconds: float = 120.0
    """For one PDF."""
    page_seconds: float = 20.0
    """For one page of it."""
    page_letters: int = 100_000
    """Letters on one page; a page of a newspaper has fewer than 30,000."""
    depth: int = 4
    """Archives within archives."""
    members: int = 200_000
    """Files within one archive."""
    unpacked: int = 64 * MB
    """What anything may unpack to, however small it is; and …"""
    ratio: int = 100
    """… how many times its packed size, if that is more."""
    total: int = 1024 * MB
    """As ``unpacked``, for everything in one input taken together."""
    refused: int = 10
    """After so many members over a limit, the rest of an archive is not looked at."""


class ExhaustedError(LimitError):
    """An input as a whole is over a limit: what was read before stands, the rest is left."""


class Budget:
    """What one input, with all that is packed in it, has used of its limits."""

    def __init__(self, limits: Limits, name: str, size: int | None) -> None:
        """``size`` in bytes as it lies on the disk, None where it is not known."""
        self.limits, self.name = limits, name
        self._total = None if size is None else max(limits.total, limits.ratio * size)
        self._unpacked = self._refused = 0

    def unpack(self, count: int) -> None:
        """Count unpacked bytes. Raises ExhaustedError."""
        self._unpacked += count
        if self._total is not None and self._unpacked > self._total:
            raise ExhaustedError(
                f"it unpacks to more than {self._total // MB} MB, more than documents do; what comes after that is not read",
                where=self.name,
                step="Unpack it yourself if you trust it, and give the files.",
            )

    def refuse(self) -> None:
        """Count a member that is over a limit. Raises ExhaustedError."""
        self._refused += 1
        if self._refused >= self.limits.refused:
            raise ExhaustedError(
                f"{self._refused} things packed in it are over a limit, as in a file made to do harm; the rest is not read",
                where=self.name,
                step="Unpack it yourself if you trust it, and give the files.",
            )


def some(stream: BinaryIO, size: int) -> bytes:
    """At most ``size`` bytes, what there is at once: waiting for more would lose them where a break comes first."""
    read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
    return read(size)


class Counted(io.RawIOBase):
    """A stream that knows how many bytes were taken from it."""

    def __init__(self, under: BinaryIO) -> None:
        """Count what is read from ``under``."""
        self._under, self.count = under, 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview | bytearray) -> int:  # type: ignore[override]  # any writable buffer
        """As io.RawIOBase does."""
        data = some(self._under, len(buffer))
        buffer[: len(data)] = data
        self.count += len(data)
        return len(data)


class Unpacking(io.RawIOBase):
    """What a packed stream unpacks to, stopped where it is more than its packed size explains."""

    def __init__(self, under: BinaryIO, packed: Counted | int, budget: Budget, name: str) -> None:
        """``packed`` is the packed size, or the stream that counts what has been taken so far."""
        self._under, self._packed, self._budget, self._name, self._count = under, packed, budget, name, 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview | bytearray) -> int:  # type: ignore[override]  # any writable buffer
        """As io.RawIOBase does. Raises LimitError."""
        data = some(self._under, len(buffer))
        self._count += len(data)
        self._budget.unpack(len(data))
        limits = self._budget.limits
        packed = self._packed if isinstance(self._packed, int) else self._packed.count
        if self._count > max(limits.unpacked, limits.ratio * packed):
            raise too_packed(self._name, limits)
        buffer[: len(data)] = data
        return len(data)


def too_packed(name: str, limits: Limits) -> LimitError:
    """The error of what unpacks to far more than documents do."""
    return LimitError(
        f"it unpacks to more than {limits.ratio} times its size, as a file made to do harm does",
        where=name,
        step="Unpack it yourself if you trust it, and give the files.",
    )


def too_large(name: str, limit: int, what: str = "a document") -> LimitError:
    """The error of what is larger than ``what`` may be."""
    return LimitError(
        f"it is larger than {what} may be ({limit // MB} MB)", where=name, step="Split it, or give it as JSON lines."
    )
