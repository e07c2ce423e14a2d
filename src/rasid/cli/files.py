"""Writing files in one go: what was there stays until what comes is complete."""

from __future__ import annotations

import contextlib
import glob
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from rasid.errors import OutputError


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of ``path`` once it is complete; until then, and on any error, ``path`` stays as it was.

    What a killed process left half-written beside it is taken away. Raises OutputError where it cannot be written.
    """
    _clear(path)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise _cannot(path, error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            _alone(handle)
            yield file
        Path(name).chmod(_rights(path))
        Path(name).replace(path)
    except OSError as error:
        raise _cannot(path, error) from error
    finally:
        Path(name).unlink(missing_ok=True)


def _clear(path: Path) -> None:
    """Remove half-written files that no living process holds."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.*.part"):
        with contextlib.suppress(OSError):
            handle = os.open(left, os.O_RDONLY)
            try:
                if _alone(handle):
                    left.unlink(missing_ok=True)
            finally:
                os.close(handle)


def _alone(handle: int) -> bool:
    """Lock an open file as long as this process lives; False where another one holds it or there are no such locks."""
    try:
        import fcntl
    except ImportError:  # pragma: no cover
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _rights(path: Path) -> int:
    """The rights of the file that is replaced, or those that a new file gets."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _cannot(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"the output cannot be written ({error.strerror or error})",
        where=str(path),
        step="Check the folder and its rights.",
    )
