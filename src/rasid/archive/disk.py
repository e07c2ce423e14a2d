"""Files that survive a power cut: written aside, brought to the disk, and put in place in one step."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from rasid.errors import ArchiveLockedError, OptionError, OutputError, UnreadableInputError

CHUNK = 1 << 20
READ_ONLY = 0o444
"""The rights of a file in the store: nobody is to write to it."""


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_aside(path: Path, data: bytes, rights: int = READ_ONLY) -> None:
    """Write ``data`` to ``path`` and bring it to the disk; what stood there is replaced. The folder is not synced."""
    path.unlink(missing_ok=True)
    with path.open("xb") as file:
        file.write(data)
        finish(file, rights)


def finish(file: BinaryIO, rights: int = READ_ONLY) -> None:
    """Give an open file its rights and bring its bytes to the disk."""
    file.flush()
    os.fchmod(file.fileno(), rights)
    os.fsync(file.fileno())


def append(path: Path, data: bytes) -> None:
    """Add ``data`` to the end of a file and bring it to the disk."""
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(handle, view) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def shorten(path: Path, length: int) -> None:
    """Cut a file off after ``length`` bytes and bring that to the disk."""
    handle = os.open(path, os.O_WRONLY)
    try:
        os.ftruncate(handle, length)
        os.fsync(handle)
    finally:
        os.close(handle)


def copy(stream: BinaryIO, out: BinaryIO, name: str) -> tuple[str, int]:
    """Copy a stream; returns the SHA-256 of what was copied in hexadecimal digits, and how many bytes it was.

    Raises UnreadableInputError, which calls the stream ``name``, where it cannot be read to its end.
    """
    digest, size = hashlib.sha256(), 0
    while True:
        try:
            piece = stream.read(CHUNK)
        except OSError as error:
            raise cannot_read(name, error) from error
        if not piece:
            return digest.hexdigest(), size
        digest.update(piece)
        out.write(piece)
        size += len(piece)


def hash_of(path: Path) -> tuple[str, int]:
    """The SHA-256 of a file in hexadecimal digits, and how many bytes it has. A link is not followed."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    digest, size = hashlib.sha256(), 0
    with os.fdopen(handle, "rb") as file:
        while piece := file.read(CHUNK):
            digest.update(piece)
            size += len(piece)
    return digest.hexdigest(), size


@contextlib.contextmanager
def locked(path: Path, *, write: bool) -> Iterator[bool]:
    """Hold the lock file at ``path`` alone, or together with other readers; gives whether it may be written.

    The lock is the kernel's (``flock``), so that it ends with the process however that ends. On a medium that cannot be
    written to a reader needs no lock. Raises ArchiveLockedError where another process holds it, OutputError where a
    writer cannot make it, and OptionError on a system without such locks.
    """
    try:
        import fcntl  # noqa: PLC0415  # not on every system
    except ImportError as error:  # pragma: no cover
        raise OptionError(
            "archives need file locks, which this system lacks", step="Use Linux, macOS or WSL."
        ) from error
    handle = _open_lock(path, write=write)
    if handle is None:
        yield False
        return
    try:
        fcntl.flock(handle, (fcntl.LOCK_EX if write else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        raise ArchiveLockedError(
            "another process is using this archive", where=path.parent.as_posix(), step="Wait until it has ended."
        ) from error
    try:
        yield write
    finally:
        os.close(handle)


def _open_lock(path: Path, *, write: bool) -> int | None:
    if not write:
        try:
            return os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        except OSError:
            return None
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise cannot_write(path, error) from error


def cannot_write(path: Path, error: OSError) -> OutputError:
    """The error for a file that cannot be written."""
    return OutputError(
        f"it cannot be written ({error.strerror or error})",
        where=path.as_posix(),
        step="Check the folder, its rights and the space that is left.",
    )


def cannot_read(name: str, error: Exception) -> UnreadableInputError:
    """The error for a file that cannot be opened or read."""
    reason = getattr(error, "strerror", None) or str(error)
    return UnreadableInputError(
        f"the file cannot be opened ({reason})", where=name, step="Check the path and its rights."
    )
