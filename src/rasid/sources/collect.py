"""Which inputs a command line means: files, folders, patterns and standard input."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from rasid.errors import MissingInputError, RasidError, UnreadableInputError
from rasid.sources.text import decode

STDIN = "-"


class Input(msgspec.Struct, frozen=True, kw_only=True):
    """One text to read; ``name`` is the path as it was given, with forward slashes."""

    name: str
    path: Path | None = None
    """None for standard input and for what is missing."""
    missing: str = ""
    """What is wrong where nothing was found; empty otherwise."""

    named: bool = True
    """Whether the user named it, rather than a folder that holds it or a pattern that fits."""

    def open(self) -> BinaryIO:
        """A stream of the bytes. Raises MissingInputError or UnreadableInputError."""
        self._check()
        if self.path is None:
            return sys.stdin.buffer
        try:
            return self.path.open("rb")
        except (OSError, ValueError) as error:
            raise self._cannot(error) from error

    def size(self) -> int | None:
        """In bytes; None where only reading tells."""
        try:
            return self.path.stat().st_size if self.path is not None and self.path.is_file() else None
        except OSError:
            return None

    def load(self) -> str:
        """The text. Raises MissingInputError, UnreadableInputError and whatever :func:`rasid.sources.decode` raises."""
        self._check()
        return decode(self._bytes(), self.name)

    def _bytes(self) -> bytes:
        try:
            return sys.stdin.buffer.read() if self.path is None else self.path.read_bytes()
        except (OSError, ValueError) as error:
            raise self._cannot(error) from error

    def _check(self) -> None:
        if self.missing:
            raise MissingInputError(self.missing, where=self.name, step="Check the path, or put the pattern in quotes.")

    def _cannot(self, error: Exception) -> RasidError:
        if isinstance(error, FileNotFoundError):
            return MissingInputError("there is no such file", where=self.name, step="Check the path.")
        reason = getattr(error, "strerror", None) or str(error)
        return UnreadableInputError(
            f"the file cannot be opened ({reason})", where=self.name, step="Check the path and its rights."
        )


def collect(paths: Iterable[str | Path]) -> Iterator[Input]:
    """The inputs that ``paths`` mean, in order, each once.

    A folder gives the files in and below it, sorted, hidden ones left out; a pattern (``*``, ``?``, ``[…]``,
    ``**``) gives its matches, sorted; ``-`` is standard input. What is not there is given too, and raises when it is
    loaded, so that the others are still read.
    """
    seen: set[str] = set()
    for given in paths:
        for item in _expand(os.fspath(given)):
            key = str(item.path.absolute()) if item.path is not None else f"{item.name}\n{item.missing}"
            if key not in seen:
                seen.add(key)
                yield item


def _expand(given: str, *, named: bool = True) -> Iterator[Input]:
    if given == STDIN:
        yield Input(name=STDIN)
        return
    try:
        path = Path(given)
        folder, there = path.is_dir(), path.exists()
    except (OSError, ValueError):  # a name that no file can have, such as one that is too long
        folder = there = False
    if folder:
        found = list(_below(path))
        yield from found or [Input(name=path.as_posix(), missing="there is no file in this folder")]
    elif there:
        yield Input(name=path.as_posix(), path=path, named=named)
    elif glob.has_magic(given):
        matches = sorted(glob.glob(given, recursive=True))  # noqa: PTH207  # Path.glob takes no absolute pattern
        found = [item for match in matches for item in _expand(match, named=False)]
        yield from found or [Input(name=given, missing="nothing matches this pattern")]
    else:
        yield Input(name=given, missing="there is no such file or folder")


def _below(folder: Path) -> Iterator[Input]:
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(root) / name
            if not name.startswith(".") and (path.is_file() or path.is_symlink()):
                yield Input(name=path.as_posix(), path=path, named=False)
